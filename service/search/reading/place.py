"""A place beside a preposition: "in London" is that place, "near York" what lies within a distance of it.

A word is a place only where the gazetteer knows it and its words cannot mean something else: "experience in Java",
"in reading groups" and "not in Leeds" stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.search.reading.known_places import (
    NAME,
    SHORTEST,
    TOWN_FROM,
    FindPlace,
    KnownPlace,
    as_written,
    could_be_a_name,
    is_well_known,
    region_after,
)
from service.search.reading.ordinary_words import ORDINARY
from service.search.reading.understood import PHRASE_ENDS, Kind, Understood, stands_after, understood

NEAR_KM = 25
_KM_A_MILE = 1.609344


_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40, "fifty": 50, "a hundred": 100,
}  # fmt: skip
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_WITHIN = (
    rf"(?:with)?in\s+(?:an?\s+|about\s+|around\s+)?(?P<number>{_NUMBER})[\s-]?(?P<unit>miles?|mi|kms?|kilomet(?:re|er)s?)"
    r"(?:\s+radius)?\s+(?:of|from|around)"
    r"|(?:(?:up to|about|(?:no|not)\s+(?:further|farther|more)\s+than|(?:less|closer) than|under|at most)\s+)?"
    rf"(?P<number_from>{_NUMBER})[\s-]?(?P<unit_from>miles?|mi|kms?|kilomet(?:re|er)s?)"
    r"(?:\s+radius)?\s+(?:of|from|around)"
)
_TIME_AWAY = (
    r"(?:within|(?:no|not) more than|less than|under|up to|at most)\s+"
    r"(?:an?|half an|[0-9]+|ten|fifteen|twenty|thirty|forty|forty five|sixty)[\s-]?"
    r"(?:minutes?|mins?|hours?)['’]?s?"
    r"(?:\s+(?:drive|commute|walk|train ride|bus ride|travel))?\s+(?:of|from)"
)
_NEAR = (
    rf"{_TIME_AWAY}|in or (?:near|around)|in and around|near(?:by)?(?:\s+to)?|around|close to|not (?:too )?far from"
    r"|within (?:easy )?(?:reach|commuting distance|travelling distance) of|commutable (?:from|to)"
    r"|(?:i['’]m|i am|i['’]?m based|based|i live|living|i\s+currently live) (?:in|near)|(?:on the )?outskirts of"
)
_IN = r"(?:located|somewhere|anywhere) in|in"
_PREPOSITION = re.compile(
    rf"(?<![\w'’-])(?:(?P<within>{_WITHIN})|(?P<near>{_NEAR})|(?P<in>{_IN}))\s+(?:the\s+)?"
    r"(?:(?:city|town|centre|center|middle|north|south|east|west) of\s+)?(?=[^\W\d_])",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"{NAME}(?:[ ]+{NAME}){{0,4}}")
_DIRECTION = re.compile(
    r"(?:(?:north|south|east|west|central|inner|outer|greater|mid)(?:[ -](?:north|south|east|west))?)[ -]+",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\s*(?:,?\s*(?:or|and)\s+(?:in\s+|near\s+|around\s+)?|/\s*|\s&\s)", re.IGNORECASE)
_AREA = re.compile(r"\s+(?:area|region|surroundings)\b", re.IGNORECASE)
_ENDS_A_PHRASE = re.compile(PHRASE_ENDS, re.IGNORECASE)

_NOT_WANTED_THERE = re.compile(
    r"(?:\b(?:not|never|than|except|outside|excluding|from|leave|leaving|left)\s+(?:\w+\s+)?"
    r"|\bno\s+(?:(?:jobs?|work|roles?|positions?|posts?|vacancies|longer|more|travel|offices?)\s+)?"
    r"|\b(?:any|every)(?:where|thing)\s+but\s+|\bnothing\s+"
    r"|\b(?:back|did|was|were|born|worked|lived|studied|grew up)\s+|n['’]t\s+(?:\w+\s+)?)$",
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
# "No experience in Leeds": the place of the work, where its name can be nothing that one learns.
_LACKED_BEFORE = re.compile(
    r"\b(?:no|without(?:\s+an?|\s+any)?)\s+(?:\w+\s+){0,2}(?:experience|skills?|qualif\w+|degree|training|diploma)\s+$",
    re.IGNORECASE,
)
_MONTHS = ("march", "may")
_BEGINS = re.compile(
    r"\b(?:start\w*|begin\w*|commenc\w*|join\w*|available|ready|free|finish\w*|graduat\w*|mov\w+)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "Lecturer In Law": where every word has a capital, capitals say nothing.
_IN_A_TITLE = re.compile(r"[^.!?\s]\s+[A-Z]$")


@dataclass(frozen=True)
class _Named:
    """A place that the words name, and where its name ends."""

    place: str
    end: int
    is_area: bool = False


def find_places(text: str, places: FindPlace, *, excluded: Sequence[Understood] = ()) -> list[Understood]:
    """What was `excluded` says nothing of the place behind it: "no weekends near York"."""
    found: list[Understood] = []
    read_until = 0
    for match in _PREPOSITION.finditer(text):
        since = max((part.end for part in excluded if part.end <= match.start()), default=0)
        named = _named_after(text, match, places, since=since) if match.start() >= read_until else None
        if named is None:
            continue
        several_until = _several_until(text, named.end, places)
        read_until = several_until or named.end
        if several_until is None:
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


def _named_after(text: str, match: re.Match[str], places: FindPlace, *, since: int) -> _Named | None:
    if stands_after(_NOT_WANTED_THERE, text, match.start(), since=since):
        return None
    known_before = match["in"] and stands_after(_KNOWN_BEFORE, text, match.start())
    if known_before and not stands_after(_LACKED_BEFORE, text, match.start()):
        return None
    begins = stands_after(_BEGINS, text, match.start())
    shouted = text.isupper() or _IN_A_TITLE.search(text, 0, match.start() + 1) is not None
    for start, name, end in _candidates(text, match.end()):
        place = places(name)
        if place is None or not _is_meant(text, start, end, place, weak=bool(match["in"]), shouted=shouted):
            continue
        if name.casefold() in (ORDINARY if known_before else _MONTHS if begins else ()):
            continue
        region, whole_end = region_after(text, end)
        area = _AREA.match(text, whole_end)
        written = f"{as_written(name, place, shouted=shouted)}{region}"
        return _Named(written, area.end() if area else whole_end, is_area=area is not None)
    return None


def _several_until(text: str, end: int, places: FindPlace) -> int | None:
    """Where another place beside this one ends ("in Devon or Somerset"): one filter cannot hold both."""
    also = _ALSO.match(text, end)
    if also is None:
        return None
    return next((end for _, name, end in _candidates(text, also.end()) if places(name)), None)


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
            name = " ".join(text[begin:end].split())
            if could_be_a_name(name):
                yield begin, name, end


def _is_meant(text: str, start: int, end: int, place: KnownPlace, *, weak: bool, shouted: bool) -> bool:
    """Whether a name that is a place is meant as one here, where its words may also be ordinary ones."""
    name = text[start:end]
    if len(name) < SHORTEST:
        return name.casefold() == "uk" or (name.isupper() and _ENDS_A_PHRASE.match(text, end) is not None)
    is_near_or_known = is_well_known(place)
    if name.casefold() not in ORDINARY:
        return is_near_or_known or (not weak and name[0].isupper())
    if weak and (name[0].islower() or shouted or not is_near_or_known or place.population < TOWN_FROM):
        return False
    return _ENDS_A_PHRASE.match(text, end) is not None
