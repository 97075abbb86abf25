"""A place beside a preposition: "in London" is that place, "near York" what lies within a distance of it.

A word is a place only where the gazetteer knows it and its words cannot mean something else: "experience in Java",
"in reading groups" and "not in Leeds" stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from service.listings.regions import find_country, find_uk_region
from service.search.reading.ordinary_words import ORDINARY
from service.search.reading.understood import PHRASE_ENDS, Kind, Understood, stands_after, understood

NEAR_KM = 25
_KM_A_MILE = 1.609344


class KnownPlace(Protocol):
    """What is asked of a place that a gazetteer knows."""

    @property
    def name(self) -> str: ...

    @property
    def country(self) -> str | None: ...


FindPlace = Callable[[str], KnownPlace | None]

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40, "fifty": 50, "a hundred": 100,
}  # fmt: skip
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_WITHIN = (
    rf"(?:with)?in\s+(?:an?\s+|about\s+|around\s+)?(?P<number>{_NUMBER})[\s-]?(?P<unit>miles?|mi|kms?|kilomet(?:re|er)s?)"
    r"(?:\s+radius)?\s+(?:of|from|around)"
    rf"|(?:up to\s+|about\s+)?(?P<number_from>{_NUMBER})[\s-]?(?P<unit_from>miles?|mi|kms?|kilomet(?:re|er)s?)"
    r"(?:\s+radius)?\s+(?:of|from|around)"
)
_TIME_AWAY = (
    r"within\s+(?:an?|half an|[0-9]+|ten|fifteen|twenty|thirty|forty|forty five|sixty)[\s-]?"
    r"(?:minutes?|mins?|hours?)['’]?s?"
    r"(?:\s+(?:drive|commute|walk|train ride|bus ride|travel))?\s+(?:of|from)"
)
_NEAR = (
    rf"{_TIME_AWAY}|in or (?:near|around)|in and around|near(?:by)?(?:\s+to)?|around|close to|not (?:too )?far from"
    r"|within (?:easy )?(?:reach|commuting distance|travelling distance) of|commutable (?:from|to)"
    r"|(?:i\s+)?(?:currently\s+)?(?:live|living|am based|['’]m based) (?:in|near)|(?:on the )?outskirts of"
)
_IN = r"(?:based|located|somewhere|anywhere) in|in"
_PREPOSITION = re.compile(
    rf"(?<![\w'’-])(?:(?P<within>{_WITHIN})|(?P<near>{_NEAR})|(?P<in>{_IN}))\s+(?:the\s+)?"
    r"(?:(?:city|town|centre|center|middle|north|south|east|west) of\s+)?(?=[^\W\d_])",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_](?:[\w'’-]|\.(?=\w))*"
_NAMES = re.compile(rf"{_NAME}(?:[ ]+{_NAME}){{0,4}}")
_DIRECTION = re.compile(
    r"(?:(?:north|south|east|west|central|inner|outer|greater|mid)(?:[ -](?:north|south|east|west))?)[ -]+",
    re.IGNORECASE,
)
_REGION_AFTER = re.compile(rf"\s*,\s*(?P<names>{_NAME}(?:[ ]+{_NAME}){{0,3}})")
_AREA = re.compile(r"\s+(?:area|region|surroundings)\b", re.IGNORECASE)
_ENDS_A_PHRASE = re.compile(PHRASE_ENDS, re.IGNORECASE)

_NOT_WANTED_THERE = re.compile(
    r"(?:\b(?:not|no|never|than|except|outside|excluding|from|leave|leaving|left)\s+(?:\w+\s+)?|n['’]t\s+(?:\w+\s+)?)$",
    re.IGNORECASE,
)
# What one knows or learns: "experience in Java".
_KNOWN_BEFORE = re.compile(
    r"\b(?:experience|experienced|skills?|skilled|train\w*|qualif\w+|degree|diploma|course|class|classes|fluent|fluency"
    r"|interest(?:s|ed)?|knowledge|background|expert|expertise|speciali[sz]\w+|lessons?|gcse|a-level|masters?|phd|proficien\w+"
    r"|competent|confident|written|writing|speaking|programming|coding|develop\w*|programs?|apps?|scripts?|certified)"
    r"(?:\s+(?:and\s+)?\w+ly)?\s+$",
    re.IGNORECASE,
)
# Shorter names are words ("us", "it") unless they are written as abbreviations.
_SHORTEST = 3


@dataclass(frozen=True)
class _Named:
    """A place that the words name, and where its name ends."""

    place: str
    end: int
    is_area: bool = False


def find_places(text: str, places: FindPlace) -> list[Understood]:
    found: list[Understood] = []
    for match in _PREPOSITION.finditer(text):
        if any(match.start() < each.end for each in found):
            continue
        named = _named_after(text, match, places)
        if named is not None:
            found.append(understood(Kind.PLACE, text, match.start(), named.end, **_filters(match, named)))
    return found


def _filters(match: re.Match[str], named: _Named) -> dict[str, Any]:
    filters: dict[str, Any] = {"place": named.place, "place_unknown": "keep"}
    if match["within"]:
        number, unit = match["number"] or match["number_from"], match["unit"] or match["unit_from"]
        return {**filters, "within_km": _in_km(number, unit)}
    return {**filters, "within_km": NEAR_KM} if match["near"] or named.is_area else filters


def _in_km(number: str, unit: str) -> int:
    count = _NUMBERS.get(number.casefold()) or int(number)
    return max(1, round(count * (1 if unit.casefold().startswith("k") else _KM_A_MILE)))


def _named_after(text: str, match: re.Match[str], places: FindPlace) -> _Named | None:
    if stands_after(_NOT_WANTED_THERE, text, match.start()):
        return None
    if match["in"] and stands_after(_KNOWN_BEFORE, text, match.start()):
        return None
    shouted = text.isupper()
    for start, name, end in _candidates(text, match.end()):
        place = places(name)
        if place is None or not _is_meant(text, start, end, weak=bool(match["in"]), shouted=shouted):
            continue
        region, whole_end = _region_after(text, end)
        area = _AREA.match(text, whole_end)
        return _Named(f"{place.name}{region}", area.end() if area else whole_end, is_area=area is not None)
    return None


def _region_after(text: str, end: int) -> tuple[str, int]:
    """The region or country that a name is followed by (", West Yorkshire"), and where it ends."""
    if (after := _REGION_AFTER.match(text, end)) is not None:
        for word in reversed(list(re.finditer(r"\S+", after["names"]))):
            name = " ".join(after["names"][: word.end()].split())
            if find_uk_region(name) or (find_country(name) and len(name) >= _SHORTEST):
                return f", {name}", after.start("names") + word.end()
    return "", end


def _candidates(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    """The names that may begin here, the longest first, then without a direction ("north London")."""
    starts = [start]
    if direction := _DIRECTION.match(text, start):
        starts.append(direction.end())
    for begin in starts:
        names = _NAMES.match(text, begin)
        if names is None:
            continue
        for word in reversed(list(re.finditer(r"\S+", names[0]))):
            end = begin + word.end()
            yield begin, " ".join(text[begin:end].split()), end


def _is_meant(text: str, start: int, end: int, *, weak: bool, shouted: bool) -> bool:
    """Whether a name that is a place is meant as one here, where its words may also be ordinary ones."""
    name = text[start:end]
    if len(name) < _SHORTEST and not name.isupper():
        return name.casefold() == "uk"
    if name.casefold() not in ORDINARY:
        return True
    if name[0].islower() or shouted:
        return not weak and _ENDS_A_PHRASE.match(text, end) is not None
    return _ENDS_A_PHRASE.match(text, end) is not None
