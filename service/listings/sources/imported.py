"""What reading a file gives, and how one entry of it becomes a listing or is refused, whatever the format."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from service.errors import Invalid
from service.listings.dates import understand_duration
from service.listings.schemas import ListingInput
from service.listings.understanding import UnderstoodListing, understand
from service.strings import printable

_REASONS = {"extra_forbidden": "Is not a field of a listing", "missing": "Is needed and not there"}
_MOMENTS = ("opens_at", "closes_at")


@dataclass(frozen=True, slots=True)
class SourcedListing:
    line: int | None
    listing: ListingInput
    understood: UnderstoodListing


@dataclass(frozen=True, slots=True)
class Refused:
    """One reason why an entry, or without a line the whole file, does not go in; an entry may have several."""

    line: int | None
    external_id: str | None
    field: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Import:
    format: str
    listings: tuple[SourcedListing, ...] = ()
    refused: tuple[Refused, ...] = ()
    unused_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing as a format found it: its first line, its fields, and fields that it gives more than once."""

    line: int | None
    fields: Mapping[str, Any]
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for every entry of one file; `source` is for entries that name none."""

    imported_at: datetime
    zone: ZoneInfo
    source: str


def admit(entries: Iterable[Entry], reading: Reading, *, file_format: str) -> Import:
    """Validate and understand entries; the good ones go in, and each wrong one is reported."""
    listings: list[SourcedListing] = []
    refused: list[Refused] = []
    lines: dict[tuple[str, str | None], int | None] = {}
    for entry in entries:
        admitted = _admit_one(entry, reading)
        if not isinstance(admitted, SourcedListing):
            refused.extend(admitted)
            continue
        identity = (admitted.listing.source, admitted.listing.external_id)
        if identity in lines:
            refused.append(_repeated_listing(admitted, lines[identity]))
            continue
        lines[identity] = entry.line
        listings.append(admitted)
    return Import(file_format, tuple(listings), tuple(refused))


def refuse_file(file_format: str, reason: str, *, line: int | None = None, field: str | None = None) -> Import:
    return Import(file_format, refused=(Refused(line, None, field, reason),))


def with_refused(imported: Import, further: Iterable[Refused]) -> Import:
    """Add what was refused before it could be an entry, in the order of the file."""
    refused = sorted((*further, *imported.refused), key=lambda refusal: refusal.line or 0)
    return replace(imported, refused=tuple(refused))


def stable_id(*parts: str) -> str:
    """Name a listing that brings no id of its own, the same at every import: readable words and a digest."""
    words = re.sub(r"[^a-z0-9]+", "-", " ".join(parts).casefold()).strip("-")[:60].strip("-")
    digest = hashlib.sha256("\x1f".join(" ".join(part.casefold().split()) for part in parts).encode()).hexdigest()[:12]
    return f"{words}-{digest}" if words else digest


def _admit_one(entry: Entry, reading: Reading) -> SourcedListing | list[Refused]:
    external_id = _text_or_none(entry.fields.get("external_id"))
    if entry.repeated:
        return [
            Refused(entry.line, external_id, printable(field), "Is given more than once") for field in entry.repeated
        ]
    fields = {"source": reading.source, **_with_moments(entry.fields, reading.imported_at)}
    try:
        listing = ListingInput.model_validate(fields)
        if listing.external_id is None:
            own_id = stable_id(listing.employer, listing.title, listing.place or "")
            listing = listing.model_copy(update={"external_id": own_id})
        understood = understand(listing, now=reading.imported_at, zone=reading.zone)
    except ValidationError as error:
        return [replace(refusal, line=entry.line, external_id=external_id) for refusal in _refusals(error)]
    except Invalid as error:
        return [Refused(entry.line, external_id, error.fields[0].field if error.fields else None, error.message)]
    return SourcedListing(entry.line, listing, understood)


def _refusals(error: ValidationError) -> list[Refused]:
    found: dict[str | None, Refused] = {}
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        field = printable(str(detail["loc"][0])) if detail["loc"] else None
        reason = _REASONS.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        found.setdefault(field, Refused(None, None, field, reason))
    return list(found.values())


def _repeated_listing(admitted: SourcedListing, first_line: int | None) -> Refused:
    where = f" (line {first_line})" if first_line else ""
    reason = f"The same listing stands in this file before{where}"
    return Refused(admitted.line, admitted.listing.external_id, "external_id", reason)


def _with_moments(fields: Mapping[str, Any], imported_at: datetime) -> dict[str, Any]:
    """Turn durations into moments, so that what reads the fields knows dates and moments alone."""
    resolved = dict(fields)
    for name in _MOMENTS:
        value = resolved.get(name)
        duration = understand_duration(value) if isinstance(value, str) else None
        if duration is not None:
            resolved[name] = imported_at + duration
    return resolved


def _text_or_none(value: Any) -> str | None:
    return printable(value) if isinstance(value, str) else None
