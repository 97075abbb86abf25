"""Which locality, region and country a written place names, and whether the work is done there at all.

The places of the world are not known here: a region or country is one only where a short list says so.
"""

import re
from dataclasses import dataclass

from service.gazetteer.regions import find_country, find_uk_region
from service.kinds import Workplace

_LONGEST = 200
_WORKPLACES = (
    (Workplace.HYBRID, r"hybrid(?:[ -]working)?"),
    (Workplace.REMOTE, r"(?:fully |100% )?remote(?:[ -]working)?|home[ -]?based|work(?:ing)? from home"),
    (Workplace.ON_SITE, r"on[ -]?site|office[ -]based"),
)
_TURNED = re.compile(r"(?P<name>[^\s,()][^,()]*?)\s*\((?P<first>Greater|West|East|North|South|County)\)")
_DIVIDERS = re.compile(r"\s*(?:[,;|()\[\]/]|\s[-–—]\s|\n)\s*")
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’ &-]*(?:[.'’ &-]+[^\W\d_.'’ &-]+)*\.?")
_NOWHERE = re.compile(
    r"\b(?:various|multiple|several|nationwide|anywhere|across|tbc|to be confirmed|n/a|none|unknown|flexible|"
    r"locations?|within|near|surrounding|based|working|work|from|or)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as understood; what its words do not say is None. The country is an ISO 3166-1 alpha-2 code."""

    locality: str | None = None
    region: str | None = None
    country: str | None = None
    workplace: Workplace | None = None


def understand_place(text: str) -> Place:
    if len(text) > _LONGEST:
        return Place()
    workplace, rest = _take_workplace(text)
    parts = [part.strip(" .-–—:") for part in _DIVIDERS.split(_TURNED.sub(r"\g<first> \g<name>", rest))]
    names = [part for part in parts if part]
    country = find_country(names[-1]) if names else None
    if country:
        names.pop()
    locality, region, country = _within(names, country)
    return Place(locality=locality, region=region, country=country, workplace=workplace)


def _take_workplace(text: str) -> tuple[Workplace | None, str]:
    """Take the words about where one works out of a place; two different ones ("remote or on site") say nothing."""
    found = []
    for workplace, pattern in _WORKPLACES:
        text, count = re.subn(rf"\b(?:{pattern})\b", " ", text, flags=re.IGNORECASE)
        if count:
            found.append(workplace)
    return (found[0] if len(found) == 1 else None), text


def _within(names: list[str], country: str | None) -> tuple[str | None, str | None, str | None]:
    regions = [] if country not in {None, "GB"} else [region for name in names if (region := find_uk_region(name))]
    if regions and find_uk_region(names[-1]):
        inner = [name for name in names if not find_uk_region(name)]
        bare_london = len(names) == 1 and names[0].casefold() == "london"
        return _locality(names if bare_london else inner), regions[0], "GB"
    # A name between the locality and a stated country is its region ("Toronto, Ontario, Canada").
    region = names[-1] if country and len(names) > 1 and _is_name(names[-1]) else None
    return _locality(names), region, country


def _locality(names: list[str]) -> str | None:
    return names[0] if names and _is_name(names[0]) else None


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and text[0].isupper() and not _NOWHERE.search(text)
