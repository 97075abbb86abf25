"""What stands beside "or": "London or remote" asks for one of the two, which no filter can say."""

import re

from service.search.reading.known_places import NAME, FindPlace
from service.search.reading.place_alone import stands_for_a_place
from service.search.reading.understood import Kind, Understood, stands_after

_OR_BEFORE = re.compile(
    r"\bor\s+(?:(?:else|maybe|even|just|possibly|perhaps|preferably|ideally|work(?:ing)?|an?|the|for)\s+)*$",
    re.IGNORECASE,
)
_OR_BEHIND = re.compile(
    r"(?:\s+(?:work|jobs?|roles?|positions?|contracts?))?\s*,?\s+or\s+"
    r"(?!(?:near(?:by)?|around(?: there)?|close by|similar|thereabouts|(?:the )?surround\w*)\s*(?:$|[,.;]|area))"
    r"(?:(?:else|maybe|even|just|possibly|perhaps|preferably|ideally|work(?:ing)?|an?|the|for)\s+)*",
    re.IGNORECASE,
)


# "Leeds, York or remote": the places of a list before "or".
_THEN_OR = re.compile(rf"\s*,\s*(?P<name>{NAME}(?:[ ]{NAME}){{0,2}}?)\s*,?\s+or\s", re.IGNORECASE)


def without_alternatives(text: str, parts: list[Understood], places: FindPlace) -> list[Understood]:
    """Leave out each part that is joined by "or" to anything but another of its kind.

    What is excluded stays: "no nights or part time" wants neither.
    """
    while (kept := [part for part in parts if not _is_an_alternative(text, part, parts, places)]) != parts:
        parts = kept
    return parts


def _is_an_alternative(text: str, part: Understood, parts: list[Understood], places: FindPlace) -> bool:
    if part.kind is Kind.WITHOUT:
        return False
    listed = _THEN_OR.match(text, part.end) if part.kind is Kind.PLACE else None
    if listed and stands_for_a_place(listed["name"], places):
        return True
    behind = _OR_BEHIND.match(text, part.end)
    if behind and not any(other.start == behind.end() and other.kind is part.kind for other in parts):
        return True
    before = stands_after(_OR_BEFORE, text, part.start)
    return before and not any(_joins(text, other, part) for other in parts if other.kind is part.kind)


def _joins(text: str, part: Understood, other: Understood) -> bool:
    behind = _OR_BEHIND.match(text, part.end)
    return behind is not None and behind.end() == other.start
