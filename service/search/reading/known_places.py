"""What is asked of a gazetteer, and how the name of a place stands in a text: its words, its region, its capitals."""

import re
from collections.abc import Callable
from typing import Protocol

from service.gazetteer.regions import find_country, find_uk_region


class KnownPlace(Protocol):
    """A place that a gazetteer knows."""

    @property
    def name(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def population(self) -> int: ...


FindPlace = Callable[[str], KnownPlace | None]

NAME = r"[^\W\d_](?:[\w'’-]|\.(?=\w))*"
# Shorter names are words ("us", "it") unless they are written as abbreviations.
SHORTEST = 3
# No name begins or ends with one of these, though a gazetteer may overlook them.
LOOSE_WORDS = frozenset("the and of or in on a for with to at by as but is".split())  # noqa: SIM905
# Abroad, a place with fewer people is not meant where its name is in small letters.
HOME = ("GB", "IE")
KNOWN_FROM = 100_000
# A name that is an ordinary word too is meant as a place only where it is a town: "in Reading", not "in Law".
TOWN_FROM = 4_000

_REGION_AFTER = re.compile(rf"\s*,\s*(?P<names>{NAME}(?:[ ]+{NAME}){{0,3}})")


def could_be_a_name(name: str) -> bool:
    words = name.casefold().split()
    return not LOOSE_WORDS & {words[0], words[-1]}


def is_well_known(place: KnownPlace) -> bool:
    return place.country in HOME or place.population >= KNOWN_FROM


def as_written(name: str, place: KnownPlace, *, shouted: bool) -> str:
    """The name as the person wrote it, with capitals where they left them out: "York" of "york"."""
    if name[0].isupper() and not shouted:
        return name
    return place.name if place.name.casefold() == name.casefold() else name.title()


def region_after(text: str, end: int) -> tuple[str, int]:
    """The region or country that a name is followed by (", West Yorkshire"), and where it ends."""
    if (after := _REGION_AFTER.match(text, end)) is not None:
        for word in reversed(list(re.finditer(r"\S+", after["names"]))):
            name = " ".join(after["names"][: word.end()].split())
            if find_uk_region(name) or (find_country(name) and len(name) >= SHORTEST):
                return f", {name}", after.start("names") + word.end()
    return "", end
