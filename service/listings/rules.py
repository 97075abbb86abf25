"""What may become of a listing, and what counts as news in an edit. No database, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from embeddings.passages import Document, Field
from service.errors import Conflict, FieldError, Invalid
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.listings.schemas import ListingInput
from service.listings.understanding import UnderstoodListing
from service.titles import role_and_rest, role_of
from service.words import text_vector

# Years in the past are typing errors; what was open for long is imported with its own date.
_RECENTLY = timedelta(days=365 * 5)
DESCRIPTION = "description"
EXPIRED = "its closing date has passed"
SCHEDULED = "waits for its opening date"

_NEVER_MISSING = ("title", "employer", "description", "language", "state", "pay_inferred")
_INPUT_FIELDS = [name for name in ListingInput.model_fields if name not in ("employer", "state")]
_UNDERSTOOD_FROM = {
    "pay_text": ("pay_min", "pay_max", "pay_currency", "pay_period", "pay_inferred"),
    "place": ("place_locality", "place_region", "place_country", "remote_from"),
    "contract_text": ("contract", "hours"),
    "description": ("remote_from",),
    "workplace": ("remote_from",),
    "opens_text": ("opens_at",),
    "closes_text": ("closes_at",),
}


class ListingEnded(Conflict):
    code = "listing-ended"


@dataclass(frozen=True)
class Standing:
    """The state that a listing has by its dates."""

    state: ListingState
    reason: str | None = None


def standing(listing: UnderstoodListing, *, now: datetime) -> Standing:
    """The state that a listing gets: what its owner asks for, as far as its dates allow."""
    if listing.state is not ListingState.OPEN:
        return Standing(listing.state)
    if listing.closes_at is not None and listing.closes_at <= now:
        return Standing(ListingState.EXPIRED, EXPIRED)
    if listing.opens_at is not None and listing.opens_at > now:
        return Standing(ListingState.DRAFT, SCHEDULED)
    return Standing(ListingState.OPEN)


def state_now(listing: Listing, *, now: datetime) -> ListingState:
    """A listing's state by its own date, which the clock that expires listings may not have reached yet."""
    if listing.state is ListingState.OPEN and listing.closes_at is not None and listing.closes_at <= now:
        return ListingState.EXPIRED
    return listing.state


def check_removals(changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a change removes what every listing has."""
    fields = [name for name in _NEVER_MISSING if name in changes and changes[name] is None]
    if fields:
        reason = "cannot be removed: leave it out to keep it"
        raise Invalid(f"{', '.join(fields)} {reason}.", fields=[FieldError(name, reason) for name in fields])


def written_forms(listing: Listing, employer: str, changes: Collection[str]) -> dict[str, Any]:
    """What the owner would send to get this listing as it is, without what was understood from texts that change."""
    forms: dict[str, Any] = {name: getattr(listing, name) for name in _INPUT_FIELDS}
    forms["employer"] = employer
    forms["state"] = ListingState.DRAFT if listing.state is ListingState.DRAFT else ListingState.OPEN
    for text, understood in _UNDERSTOOD_FROM.items():
        if text in changes:
            forms.update(dict.fromkeys(understood))
    if forms["pay_min"] is None and forms["pay_max"] is None:
        forms.update(pay_period=None, pay_inferred=False)
    return {name: value for name, value in forms.items() if value is not None}


def opened_at(opens_at: datetime | None, *, now: datetime) -> datetime:
    """When a listing counts as opened: when its owner says, or else now."""
    return opens_at if opens_at is not None and opens_at > now - _RECENTLY else now


def check_can_close(listing: Listing) -> None:
    if listing.state in (ListingState.CLOSED, ListingState.EXPIRED):
        raise ListingEnded(
            f"This listing is {listing.state.value} already, since {listing.state_at:%Y-%m-%d %H:%M} UTC."
        )


def matched_text(listing: Listing, employer: str) -> tuple[object, ...]:
    """What matching reads of a listing, filters included; an edit of anything else is no news."""
    return (
        listing.title,
        listing.description,
        listing.language,
        employer,
        listing.place,
        listing.place_locality,
        listing.place_region,
        listing.place_country,
        listing.place_latitude,
        listing.place_longitude,
        listing.place_radius_km,
        tuple(listing.place_within or ()),
        listing.pay_min_yearly,
        listing.pay_max_yearly,
        listing.pay_currency,
        listing.contract,
        listing.hours,
        listing.workplace,
        tuple(listing.remote_from or ()),
    )


def words_of(listing: Listing, employer: str) -> str:
    """What a listing affirms, word for word, as PostgreSQL keeps it."""
    role, rest = role_and_rest(listing.title)
    body = f"{rest}\n{listing.description}"
    return text_vector(title=role, employer=employer, place=place_words(listing), body=body)


def place_words(listing: Listing) -> str:
    """Where a listing is, as written and in parts."""
    return " ".join(name for name in (listing.place, listing.place_locality, listing.place_region) if name)


def document_of(listing: Listing) -> Document:
    """A listing as the encoder reads it. Employer and place are no meaning: filters and the score's place read them."""
    return Document(role_of(listing.title), listing.title, (Field(DESCRIPTION, listing.description),))


def passage_text(listing: Listing, field: str, start: int, end: int) -> str:
    """The words of a passage, from the field that it was cut from."""
    text = listing.description if field == DESCRIPTION else listing.title
    return text[start:end].strip()
