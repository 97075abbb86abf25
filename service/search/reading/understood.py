"""A part of a description that was understood: its words as typed, where they stand, and the filters that they set."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a part of a description is about."""

    PLACE = "place"
    PAY = "pay"
    HOURS = "hours"
    CONTRACT = "contract"
    WORKPLACE = "workplace"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Understood:
    """`filters` are fields of ListingFilters by name, with their values; `text[start:end]` is `words`."""

    kind: Kind
    words: str
    start: int
    end: int
    filters: Mapping[str, Any]

    def overlaps(self, other: "Understood") -> bool:
        return self.start < other.end and other.start < self.end


def understood(kind: Kind, text: str, start: int, end: int, **filters: Any) -> Understood:
    return Understood(kind, text[start:end], start, end, filters)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words or patterns."""
    return f"(?:{'|'.join(words)})"


# Where a phrase ends: the text does, a mark stands there, or a word that begins another phrase.
PHRASE_ENDS = (
    r"(?=\s*(?:$|[^\w\s£€$~'’-]|\s-|(?:and|or|but|in|at|near|around|with|within|for|as|if|so|to|on|from|please|ideally"
    r"|preferably|only|plus|who|that|which|because|while|when|doing|working|work|job|jobs|role|roles|position|positions"
    r"|post|posts|vacanc(?:y|ies)|basis|part|full|remote|remotely|hybrid|permanent|temporary|minimum|max|per|by|of|not"
    r"|no|without|except|near)\b))"
)


# Far enough back for the few words that a rule asks for, near enough to read a long text in a moment.
_LOOKED_BACK = 60


def stands_after(pattern: re.Pattern[str], text: str, start: int, *, since: int = 0) -> bool:
    """Whether the words right before a place in the text match, of those since another; the pattern ends in `$`."""
    return pattern.search(text, max(since, start - _LOOKED_BACK), start) is not None


# "I don't want", "can't work", "never", "I hate": what follows is no wish, nor where one does not mind it.
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|unable|avoid\w*|nothing|hate|dislike|against|without|neither|nor"
    r"|(?:anything|everything) but|except|excluding|other than|apart from|instead of|rather than|tired of"
    r"|fed up with|sick of|no more)"
    r"|\w+n['’]t|\bdont|\bcant|\bwont)\s+"
    r"(?:(?:want\w*|like|love|mind|need|look\w*|interested|keen|able|for|to|do|doing|be|being|in|on|with|work\w*|have|having"
    r"|take|taking|an?|any|the|another|jobs?|roles?|really|anything|something)\s+){0,5}$",
    re.IGNORECASE,
)


def is_denied(text: str, start: int) -> bool:
    """Whether the words before a place in the text deny what stands there: it is then no wish, whatever else it is."""
    return stands_after(_DENIED, text, start)
