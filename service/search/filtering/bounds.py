"""What filters come to in positions, distances, a year's pay and terms, so that SQL only compares. No database."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from service.gazetteer.places import find_place
from service.listings.pay import annual
from service.search.filtering.left_out import contracts_left_out, workplaces_left_out
from service.search.schemas import ListingFilters
from service.words import phrase_query


@dataclass(frozen=True)
class FilterBounds:
    """`near_km` reaches from the middle of the place: an area's own radius is in it. Null asks no distance.

    `without_words` is a tsquery of service.words that finds what is to be left out; the other two are the contracts and
    workplaces that its phrases name.
    """

    place_key: str | None = None
    near_latitude: float | None = None
    near_longitude: float | None = None
    near_km: float | None = None
    pay_least_yearly: Decimal | None = None
    pay_most_yearly: Decimal | None = None
    without_words: str | None = None
    without_contracts: list[str] | None = None
    without_workplaces: list[str] | None = None


def bounds_of(filters: ListingFilters) -> FilterBounds:
    place = find_place(filters.place) if filters.place else None
    least, most = (
        None if amount is None else annual(amount, filters.pay_period)
        for amount in (filters.pay_at_least, filters.pay_at_most)
    )
    measured = place is not None and filters.within_km is not None
    return FilterBounds(
        place_key=place.key if place else None,
        near_latitude=place.latitude if place and measured else None,
        near_longitude=place.longitude if place and measured else None,
        near_km=filters.within_km + place.radius_km if place and filters.within_km is not None else None,
        pay_least_yearly=least,
        pay_most_yearly=most,
        without_words=_any_of(filters.without),
        without_contracts=contracts_left_out(filters.without or ()) or None,
        without_workplaces=workplaces_left_out(filters.without or ()) or None,
    )


def _any_of(phrases: list[str] | None) -> str | None:
    found = [query for phrase in phrases or () if (query := phrase_query(phrase)) is not None]
    return " | ".join(found) or None


def values_of(filters: ListingFilters) -> dict[str, Any]:
    """The filters as FilterColumns keeps them."""
    given = {name: getattr(filters, name) for name in type(filters).model_fields}
    return {**given, **asdict(bounds_of(filters))}
