"""A listing with everything filled in that its written forms say. What was given explicitly wins."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from service.errors import FieldError, Invalid
from service.gazetteer.locating import Location, locate
from service.kinds import ContractKind, Hours, Period, Workplace
from service.listings.contracts import understand_contract
from service.listings.dates import understand_date
from service.listings.kinds import ListingState
from service.listings.pay import Pay, understand_pay
from service.listings.places import Place, understand_place
from service.listings.remote import RemoteFrom, understand_remote
from service.listings.schemas import ListingInput

_LAST_SECOND = time(23, 59, 59)


class ClosesBeforeItOpens(Invalid):
    def __init__(self) -> None:
        message = "closes_at must be after opens_at"
        super().__init__(message, fields=[FieldError(field, message) for field in ("closes_at", "opens_at")])


@dataclass(frozen=True, slots=True)
class UnderstoodListing:
    """Both forms of a listing, as written and as understood; None is unknown. Moments are in UTC."""

    source: str
    external_id: str | None
    title: str
    employer: str
    description: str
    teaser: str | None
    apply_url: str | None
    apply_text: str | None
    url: str | None
    language: str
    pay_text: str | None
    pay_min: Decimal | None
    pay_max: Decimal | None
    pay_currency: str | None
    pay_period: Period | None
    pay_inferred: bool
    place: str | None
    place_locality: str | None
    place_region: str | None
    place_country: str | None
    place_latitude: float | None
    place_longitude: float | None
    place_radius_km: float | None
    place_within: list[str] | None
    contract_text: str | None
    contract: ContractKind | None
    hours: Hours | None
    weekly_hours: Decimal | None
    workplace: Workplace | None
    remote_from: list[str] | None
    remote_from_text: str | None
    opens_text: str | None
    closes_text: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    match_weights: dict[str, float] | None
    state: ListingState


def understand(listing: ListingInput, *, now: datetime, zone: ZoneInfo) -> UnderstoodListing:
    """Fill in what was not given; raises ClosesBeforeItOpens when the given dates contradict each other."""
    pay = _pay(listing)
    place = _place(listing)
    remote = _remote(listing, place)
    contract = understand_contract(listing.contract_text or "")
    opens_at, closes_at = _dates(listing, now=now, zone=zone)
    return UnderstoodListing(
        source=listing.source,
        external_id=listing.external_id,
        title=listing.title,
        employer=listing.employer,
        description=listing.description,
        teaser=listing.teaser,
        apply_url=listing.apply_url,
        apply_text=listing.apply_text,
        url=listing.url,
        language=listing.language,
        pay_text=listing.pay_text,
        pay_min=pay.minimum,
        pay_max=pay.maximum,
        pay_currency=pay.currency,
        pay_period=pay.period,
        pay_inferred=bool(pay.inferred),
        place=listing.place,
        place_locality=place.locality,
        place_region=place.region,
        place_country=place.country,
        **asdict(_location(listing, place)),
        contract_text=listing.contract_text,
        contract=listing.contract or contract.contract,
        hours=listing.hours or contract.hours,
        weekly_hours=contract.weekly_hours,
        workplace=place.workplace,
        remote_from=list(remote.countries) if remote.countries else None,
        remote_from_text=remote.words,
        opens_text=listing.opens_text,
        closes_text=listing.closes_text,
        opens_at=opens_at,
        closes_at=closes_at,
        match_weights=listing.match_weights.given() if listing.match_weights else None,
        state=listing.state,
    )


def _place(listing: ListingInput) -> Place:
    place = understand_place(listing.place or "")
    return Place(
        locality=listing.place_locality or place.locality,
        region=listing.place_region or place.region,
        country=listing.place_country or place.country,
        workplace=listing.workplace or place.workplace,
    )


def _location(listing: ListingInput, place: Place) -> Location:
    """Where the understood place lies; a place of which nothing was understood may still be a known name ("york")."""
    names = [name for name in (place.locality, place.region) if name]
    if names or place.country:
        return locate(", ".join(names), country=place.country)
    return locate(listing.place or "")


def _remote(listing: ListingInput, place: Place) -> RemoteFrom:
    """Only of remote jobs; what is given wins, and keeps the words where they say the same."""
    if place.workplace is not Workplace.REMOTE:
        return RemoteFrom(listing.remote_from)
    read = understand_remote(listing.place or "", listing.description)
    return read if listing.remote_from in (None, read.countries) else RemoteFrom(listing.remote_from)


def _pay(listing: ListingInput) -> Pay:
    """Take a given amount as a whole: a currency read from the text never joins an amount given beside it."""
    if listing.pay_min is None and listing.pay_max is None:
        return _pay_in_words(listing)
    return Pay(
        minimum=listing.pay_min,
        maximum=listing.pay_max,
        currency=listing.pay_currency,
        period=listing.pay_period,
        inferred=("given",) if listing.pay_inferred else (),
    )


def _pay_in_words(listing: ListingInput) -> Pay:
    pay = understand_pay(listing.pay_text or "", default_currency=listing.pay_currency or "GBP")
    if listing.pay_currency is None:
        return pay
    agreed = pay.currency in {None, listing.pay_currency}
    return replace(pay if agreed else Pay(), currency=listing.pay_currency)


def _dates(listing: ListingInput, *, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    opens_at = _moment(listing.opens_at, zone, at=time.min) or understand_date(
        listing.opens_text or "", zone=zone, relative_to=now, end_of_day=False
    )
    given = _moment(listing.closes_at, zone, at=_LAST_SECOND)
    closes_at = given or understand_date(listing.closes_text or "", zone=zone, relative_to=now, end_of_day=True)
    if not opens_at or not closes_at or closes_at > opens_at:
        return opens_at, closes_at
    if listing.opens_at and given:
        raise ClosesBeforeItOpens
    # One of the two was only read from words, and cannot be what its writer meant.
    return (opens_at, None) if listing.opens_at or not given else (None, closes_at)


def _moment(given: datetime | date | None, zone: ZoneInfo, *, at: time) -> datetime | None:
    if given is None:
        return None
    if not isinstance(given, datetime):
        given = datetime.combine(given, at, tzinfo=zone)
    return given.astimezone(UTC)
