"""A place that stands alone between marks ("head chef, London, £55k") or comes last ("care assistant Leeds")."""

import re
from collections.abc import Iterator

from service.search.reading.known_places import (
    HOME,
    NAME,
    SHORTEST,
    TOWN_FROM,
    FindPlace,
    KnownPlace,
    as_written,
    could_be_a_name,
    region_after,
)
from service.search.reading.ordinary_words import ORDINARY
from service.search.reading.understood import Kind, Understood, understood

# Abroad, only a great city is meant where nothing says that a place is.
_WELL_KNOWN_FROM = 500_000
_BETWEEN_MARKS = re.compile(
    rf"(?:^|[,;:(.]\s*|\s[-–—]\s)(?P<name>{NAME}(?:[ ]{NAME}){{0,3}})(?=\s*(?:$|[,;:).!?]|\s[-–—]\s))"
)
_NOT_AFTER = "".join(
    rf"(?<!\b{word}\s)"
    for word in (
        "to", "of", "by", "at", "or", "in", "on", "and", "for", "the", "not", "from", "than", "with", "like", "near",
        "around", "outside", "but", "except", "excluding", "no", "avoid", "never",
    )
)  # fmt: skip
_LAST = [
    re.compile(rf"(?<=[a-z]\s){_NOT_AFTER}(?P<name>(?=[A-Z]){NAME}(?:[ ](?=[A-Z]){NAME}){{{more}}})[.!?]?$")
    for more in (2, 1, 0)
]


def find_places_alone(text: str, places: FindPlace) -> list[Understood]:
    found = []
    for match in _names(text):
        place = _place(match["name"], places)
        if place is None:
            continue
        region, end = region_after(text, match.end("name"))
        written = f"{as_written(match['name'], place, shouted=text.isupper())}{region}"
        found.append(understood(Kind.PLACE, text, match.start("name"), end, place=written, place_unknown="keep"))
    return found


def stands_for_a_place(name: str, places: FindPlace) -> bool:
    """Whether a name alone is meant as a place."""
    return _place(name, places) is not None


def _names(text: str) -> Iterator[re.Match[str]]:
    yield from _BETWEEN_MARKS.finditer(text)
    for pattern in _LAST:
        yield from pattern.finditer(text)


def _place(name: str, places: FindPlace) -> KnownPlace | None:
    if len(name) <= SHORTEST or name.casefold() in ORDINARY or not could_be_a_name(name):
        return None
    place = places(name)
    enough = TOWN_FROM if place is not None and place.country in HOME else _WELL_KNOWN_FROM
    return place if place is not None and place.population >= enough else None
