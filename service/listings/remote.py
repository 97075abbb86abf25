"""From which countries a remote job may be done, with the sentence that says so. What is not said is unknown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.gazetteer.regions import countries_of, country_codes, names_of_countries

_LONGEST = 300
_SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\w)|(?<=\.[A-Z])\.(?!\s+[A-Z]))+[.!?]?")
_REMOTE = re.compile(r"\b(?:remote|home|anywhere)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|outside|except|excluding|unless|isn['’]t|cannot|can['’]t|won['’]t)\b", re.IGNORECASE)
_WORLD = re.compile(
    r"\b(?:worldwide|(?:anywhere|wherever you (?:are|live)|any country|from all over) in the world|any country)\b",
    re.IGNORECASE,
)
# What a sentence about where one may work says before it names a country.
_IN = r"\s+(?:in|within|from|across|throughout)\s+(?:the\s+|mainland\s+)?"
_ALLOWED_IN = (
    rf"(?i:\b(?:(?:anywhere|wherever you (?:are|live|happen to be)|(?:be|you are|you['’]re) (?:based|living|resident"
    r"|located)|(?:must|can|may|should|need to|to|who) (?:live|reside)|residen(?:t|ts|cy))(?:\s+\w+){0,3}?"
    rf"|(?:remote(?:ly)?|home[ -]?based|from home)(?:\s+(?:working|work|role|job|position|post|anywhere|only))?){_IN})"
)
_ALLOWED_ONLY = r"(?P<only>{names})(?i:[ -]only\b|[ -]residents only\b)"
_ALLOWED_BASED = r"(?i:\b(?:must|need to|should) be\s+)(?P<based>{names})(?i:[ -]based\b)"


@dataclass(frozen=True, slots=True)
class RemoteFrom:
    """`countries` are ISO 3166-1 codes, None where nothing says; `words` is what said so, as written."""

    countries: tuple[str, ...] | None = None
    words: str | None = None


def understand_remote(place: str, description: str) -> RemoteFrom:
    """Read a remote job's place, as "Remote (EU)" or "Remote, UK or Ireland", then the sentences of its description."""
    named = tuple(_names_in(place))
    if named and _REMOTE.search(place) and not _NOT.search(place):
        return RemoteFrom(_codes(named), place)
    if _WORLD.search(place):
        return RemoteFrom(tuple(sorted(country_codes())), place)
    for match in _SENTENCE.finditer(description):
        sentence = match[0].strip()
        if len(sentence) <= _LONGEST and (countries := _allowed(sentence)):
            return RemoteFrom(countries, sentence)
    return RemoteFrom()


def _allowed(sentence: str) -> tuple[str, ...] | None:
    if _NOT.search(sentence):
        return None
    if _WORLD.search(sentence):
        return tuple(sorted(country_codes()))
    found = [match["names"] or match["only"] or match["based"] for match in _patterns().allowed.finditer(sentence)]
    named = tuple(name for names in found for name in _names_in(names))
    return _codes(named) if named else None


def _names_in(text: str) -> Iterator[str]:
    yield from (match[0] for match in _patterns().name.finditer(text))


def _codes(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({code for name in names for code in countries_of(name)}))


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: re.Pattern[str]
    allowed: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Names are written with capitals: "us" is no country."""
    names = "|".join(re.escape(name) for name in sorted(names_of_countries(), key=len, reverse=True))
    one = rf"(?<![\w-])(?:{names})(?!\w|-(?!based|only))"
    several = rf"{one}(?:(?:,|/| or| and|, or|, and)\s*(?:the )?{one})*"
    patterns = (rf"{_ALLOWED_IN}(?P<names>{several})", _ALLOWED_ONLY, _ALLOWED_BASED)
    allowed = "|".join(patterns).replace("{names}", several)
    return _Patterns(re.compile(one), re.compile(allowed))
