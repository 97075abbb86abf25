"""Whether a document may be where a query asks for it: a search's place filter, without a database."""

from service.gazetteer.distances import distance_km
from service.gazetteer.locating import locate
from service.gazetteer.places import find_place
from service.search.schemas import ListingFilters
from service.words import terms_of


def may_lie_there(filters: ListingFilters, place: str | None) -> bool:
    """A document that does not say where it is, or not exactly enough to measure from, may."""
    if filters.place is None or place is None:
        return True
    asked, here = find_place(filters.place), find_place(place)
    if asked is not None and filters.within_km is not None:
        if here is None:
            return True
        return distance_km(asked, here) <= filters.within_km + asked.radius_km + here.radius_km
    if set(terms_of(filters.place)) <= set(terms_of(place)):
        return True
    return asked is not None and asked.key in (locate(place).place_within or ())
