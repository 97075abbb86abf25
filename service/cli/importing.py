"""The command that brings a file of listings in, or shows what it would bring."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.markup import escape
from rich.table import Table

from service.cli.terminal import out, say

if TYPE_CHECKING:
    from service.listings.importing import Row
    from service.listings.sources.imported import Import, Refused


def import_(
    file: Annotated[Path, typer.Argument(help="A JSON or CSV list, or a saved page.", exists=True, dir_okay=False)],
    organisation: Annotated[str | None, typer.Option(help="Whose listings they are; default: the first.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be imported.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    zone: Annotated[
        str, typer.Option(envvar="ROLECALL_LISTING_ZONE", help="Zone of dates that are written without one.")
    ] = "Europe/London",
) -> None:
    """Import listings from a file; each that is refused is named with its line and reason, the others go in."""
    from service.listings.sources.read import read_file

    try:
        imported = read_file(file, imported_at=datetime.now(UTC), zone=_zone(zone))
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}", param_hint="FILE") from error
    if dry_run:
        refused = imported.refused
        _show(imported, as_json=as_json)
    else:
        saved, refused = _save(imported, organisation)
        _show_saved(saved, refused, as_json=as_json)
    for each in refused:
        say(_refusal(file, each))
    if refused:
        raise typer.Exit(1)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(f"{name!r} is no IANA time zone, as Europe/London", param_hint="--zone") from error


def _save(imported: "Import", organisation: str | None) -> tuple[Counter[str], tuple["Refused", ...]]:
    """Save what was read in one transaction; counts by outcome, and everything that was refused."""
    if not imported.listings:
        return Counter(), imported.refused
    rows = asyncio.run(_put(imported, organisation))
    late = tuple(row.refused for row in rows if row.refused)
    return Counter(row.saved.outcome for row in rows if row.saved), (*imported.refused, *late)


async def _put(imported: "Import", organisation: str | None) -> list["Row"]:
    from service.accounts.models import Scope
    from service.accounts.principal import Principal
    from service.cli.opening import opened_session, organisation_named
    from service.listings.importing import put_listings
    from service.settings import load_settings

    async with opened_session(load_settings()) as session:
        owner = await organisation_named(session, organisation)
        principal = Principal(owner.id, frozenset({Scope.LISTINGS_WRITE}))
        return await put_listings(session, principal, imported.listings, now=datetime.now(UTC))


def _show(imported: "Import", *, as_json: bool) -> None:
    from service.listings.sources import report

    if as_json:
        print(json.dumps(report.as_json(imported), ensure_ascii=False, indent=2))
        return
    table = Table("line", "title", "employer", "pay", "place", "closes", title=f"{len(imported.listings)} listings")
    for sourced in imported.listings:
        listing = sourced.understood
        closes = f"{listing.closes_at:%Y-%m-%d}" if listing.closes_at else None
        cells = (sourced.line, listing.title, listing.employer, listing.pay_text, listing.place, closes)
        table.add_row(*(escape(str(cell)) if cell is not None else "" for cell in cells))
    out.print(table)


def _show_saved(saved: Counter[str], refused: Iterable["Refused"], *, as_json: bool) -> None:
    counts = {outcome: saved[outcome] for outcome in ("created", "updated", "unchanged")}
    if as_json:
        print(json.dumps({**counts, "refused": [asdict(each) for each in refused]}, ensure_ascii=False, indent=2))
        return
    numbers = {**counts, "refused": len(list(refused))}
    out.print(", ".join(f"{count} {outcome}" for outcome, count in numbers.items()) + ".")


def _refusal(file: Path, refused: "Refused") -> str:
    where = f"{file}:{refused.line}" if refused.line else str(file)
    what = " ".join(part for part in (refused.external_id, refused.field) if part)
    return f"{where}: {what}: {refused.reason}." if what else f"{where}: {refused.reason}."
