"""Where the two sides are: a written place as a point on the map, and the places that a wish names."""

import re
from collections.abc import Iterable
from functools import lru_cache

from service.gazetteer.names import fold_name
from service.gazetteer.places import Place, find_place
from service.matching.facts import Spot
from service.matching.sentences import Clause

_KEPT = 10_000
# A country, or what is as large, is no place to be near to.
LARGEST_KM = 120.0
_NAMED = re.compile(
    r"\b(?:in|near|around|within(?: reach of)?|to|at|of|from|or|and|between|beyond)\s+(?:the\s+)?"
    r"(?=((?:(?:north|south|east|west|central|mid)[- ](?:east|west)?[- ]?)?"
    r"[A-Z][\w’'-]+(?:[ -](?:(?:of|and|on|upon|le|under)[ -])?[A-Z][\w’'-]+){0,2}))"
)
_DIRECTION = re.compile(r"^(?:(?:north|south|east|west|central|mid)[- ]?)+(?:of )?", re.IGNORECASE)


@lru_cache(maxsize=_KEPT)
def spot_of(place: str | None, country: str | None = None) -> Spot | None:
    """Where a place as written is; None where it is not known or as large as a country."""
    found = find_place(place, country=country) if place else None
    if found is None or found.radius_km > LARGEST_KM:
        return None
    return Spot(found.latitude, found.longitude, found.country, found.radius_km)


@lru_cache(maxsize=_KEPT)
def country_of(place: str | None) -> str | None:
    found = find_place(place) if place else None
    return found.country if found else None


def places_named(wishes: Iterable[Clause], home: Spot | None) -> tuple[Spot, ...]:
    """The places, beside home, in which somebody says that they would work; of several of a name, the nearest."""
    names = dict.fromkeys(match[1] for clause in wishes for match in _NAMED.finditer(clause.text))
    spots = (_named_spot(name, home) for name in names)
    return tuple(dict.fromkeys(spot for spot in spots if spot is not None))


@lru_cache(maxsize=_KEPT)
def _named_spot(name: str, home: Spot | None) -> Spot | None:
    """The longest beginning of a name that is a place ("Bradford" of "Bradford Council")."""
    words = _DIRECTION.sub("", name).split(" ")
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end])
        found = _at_home(name, home) or find_place(name)
        if found is not None and found.radius_km <= LARGEST_KM:
            return Spot(found.latitude, found.longitude, found.country, found.radius_km)
    return None


def _at_home(name: str, home: Spot | None) -> Place | None:
    """The place of this name in the country of home; a name that is none there means the country, no answer."""
    if home is None or home.country is None:
        return None
    found = find_place(name, country=home.country, near=home)
    return found if found is not None and fold_name(found.name) == fold_name(name) else None
