"""What filters come to in positions, distances and a year's pay, so that SQL only compares. No database."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from service.gazetteer.places import find_place
from service.listings.pay import annual
from service.search.schemas import ListingFilters


@dataclass(frozen=True)
class FilterBounds:
    """`near_km` reaches from the middle of the place: an area's own radius is in it. Null asks no distance."""

    place_key: str | None = None
    near_latitude: float | None = None
    near_longitude: float | None = None
    near_km: float | None = None
    pay_least_yearly: Decimal | None = None
    pay_most_yearly: Decimal | None = None


def bounds_of(filters: ListingFilters) -> FilterBounds:
    place = find_place(filters.place) if filters.place else None
    least, most = (
        None if amount is None else annual(amount, filters.pay_period)
        for amount in (filters.pay_at_least, filters.pay_at_most)
    )
    if place is None or filters.within_km is None:
        return FilterBounds(place.key if place else None, pay_least_yearly=least, pay_most_yearly=most)
    near_km = filters.within_km + place.radius_km
    return FilterBounds(place.key, place.latitude, place.longitude, near_km, least, most)


def values_of(filters: ListingFilters) -> dict[str, Any]:
    """The filters as FilterColumns keeps them."""
    given = {name: getattr(filters, name) for name in type(filters).model_fields}
    return {**given, **asdict(bounds_of(filters))}
