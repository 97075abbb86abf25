"""How far a listing is from the place that an alert names, in words. No database."""

from dataclasses import dataclass

from service.alerts.models import Alert
from service.gazetteer.distances import distance_km
from service.gazetteer.places import find_place
from service.kinds import Workplace
from service.listings.models import Listing
from service.web.writing import write_distance

# What is not nearer than this is not in the same place; of what is larger than this nobody knows how far it is.
_SAME_PLACE_KM = 1.0
_LARGEST_KM = 10.0
# As the crow flies: farther away nobody needs to know it to the mile.
_STEP = 5


@dataclass(frozen=True)
class _At:
    latitude: float
    longitude: float


def distance_from_place(alert: Alert, listing: Listing, *, locale: str) -> str:
    """As "about 8 miles from York"; empty within that place, and where one of the two is not known exactly enough."""
    if not alert.place or listing.workplace is Workplace.REMOTE or (at := _point(listing)) is None:
        return ""
    place = find_place(alert.place)
    if place is None:
        return ""
    return in_words(distance_km(place, at) - place.radius_km, place.name, locale=locale)


def in_words(km: float, name: str, *, locale: str) -> str:
    if km < _SAME_PLACE_KM:
        return ""
    return f"about {write_distance(km, locale=locale, step=_STEP)} from {name}"


def _point(listing: Listing) -> _At | None:
    if listing.place_latitude is None or listing.place_longitude is None:
        return None
    if (listing.place_radius_km or 0.0) > _LARGEST_KM:
        return None
    return _At(listing.place_latitude, listing.place_longitude)
