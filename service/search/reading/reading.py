"""A description as a whole: what was understood, without overlaps or contradictions, and the meaning that is left."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.search.reading.alternatives import without_alternatives
from service.search.reading.contract import find_contract
from service.search.reading.exclusions import find_exclusions
from service.search.reading.hours import find_hours
from service.search.reading.known_places import FindPlace
from service.search.reading.pay import find_pay
from service.search.reading.place import find_places
from service.search.reading.place_alone import find_places_alone
from service.search.reading.understood import Kind, Understood
from service.search.reading.workplace import find_workplace

# Words that join one part of a sentence to the next: where a part is taken out, they may be left without a use.
JOINING = ("and", "or", "but", "with", "plus", "also", "preferably", "ideally", "please")

_JOINT = rf"(?:{'|'.join(JOINING)})"
_ONLY_JOINS = re.compile(rf"(?:[\s,;:–—&/+-]|\b{_JOINT}\b)*", re.IGNORECASE)
_LOOSE_START = re.compile(r"^(?:\s*[,;.:!?–—&/+-]+\s*|\s*(?:and|or|but|plus|also)\s+)+", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?]\s*$")
_LOOSE_END = re.compile(rf"(?:\s*[,;:–—&/+-]+\s*|\s+{_JOINT}\s*)+$", re.IGNORECASE)
_LOOSE_BEFORE_MARK = re.compile(rf"(?:\s+{_JOINT})+(?=\s*[,;.!?])", re.IGNORECASE)
_MARKS = re.compile(r"\s*([,;.!?])(?:\s*[,;.](?=\s|$))+")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,;:.!?](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Reading:
    """`meaning` is never empty where the text is not: a text that only names filters keeps its words."""

    meaning: str
    understood: tuple[Understood, ...] = ()

    @property
    def filters(self) -> dict[str, Any]:
        """What all parts set together; lists are joined."""
        together: dict[str, Any] = {}
        for part in self.understood:
            for name, value in part.filters.items():
                together[name] = _joined(together.get(name), value)
        return together


def read(text: str, places: FindPlace, *, as_words: Collection[str] = ()) -> Reading:
    """Read a description; parts whose words are in `as_words` stay in the meaning, as words."""
    kept = {_folded(words) for words in as_words}
    found = [part for part in _without_overlaps(_find_all(text, places)) if _folded(part.words) not in kept]
    chosen = without_alternatives(text, _without_contradictions(found), places)
    parts = tuple(sorted(chosen, key=lambda part: part.start))
    return Reading(_meaning(text, parts), parts)


def _find_all(text: str, places: FindPlace) -> Iterable[Understood]:
    """In the order of precedence: what is excluded is not wished for."""
    excluded = find_exclusions(text, places)
    yield from excluded
    yield from find_pay(text)
    yield from find_workplace(text)
    yield from find_places(text, places, excluded=excluded)
    yield from find_places_alone(text, places)
    yield from find_hours(text)
    yield from find_contract(text)


def _without_overlaps(parts: Iterable[Understood]) -> list[Understood]:
    """The first to claim a character keeps it."""
    claimed: set[int] = set()
    chosen = []
    for part in parts:
        span = range(part.start, part.end)
        if claimed.isdisjoint(span):
            claimed.update(span)
            chosen.append(part)
    return chosen


def _without_contradictions(parts: list[Understood]) -> list[Understood]:
    """Leave out kinds whose parts say different things ("£12 an hour or £30k"): one filter cannot hold both."""
    filters: dict[Kind, list[Mapping[str, Any]]] = {}
    for part in parts:
        known = filters.setdefault(part.kind, [])
        if part.filters not in known:
            known.append(part.filters)
    return [part for part in parts if not _contradict(filters[part.kind])]


def _contradict(together: list[Mapping[str, Any]]) -> bool:
    values: dict[str, Any] = {}
    for name, value in (item for filters in together for item in filters.items()):
        if not isinstance(value, list) and values.setdefault(name, value) != value:
            return True
    return bool(values.get("pay_at_least", 0) > values.get("pay_at_most", math.inf))


def _joined(value: Any, more: Any) -> Any:
    if isinstance(value, list):
        return [*value, *(each for each in more if each not in value)]
    return more


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _meaning(text: str, parts: tuple[Understood, ...]) -> str:
    """The words that are left, tidied; all of them where too little is."""
    if not parts:
        return text
    kept, at = [], 0
    for part in parts:
        kept.append(text[at : part.start])
        at = part.end
    left = _tidy([*kept, text[at:]])
    return left if any(character.isalnum() for character in left) else text


def _tidy(pieces: list[str]) -> str:
    """Join what is left around the parts taken out, without the words and marks that joined them."""
    joined = pieces[0]
    for piece in pieces[1:]:
        if _ONLY_JOINS.fullmatch(piece):
            continue
        if _SENTENCE_ENDS.search(joined):
            joined = f"{joined} {_LOOSE_START.sub('', piece)}"
        elif _LOOSE_START.match(piece):
            joined = f"{_LOOSE_END.sub(' ', joined)} {piece}"
        else:
            joined = f"{joined} {piece}"
    joined = _LOOSE_BEFORE_MARK.sub("", _LOOSE_END.sub("", _LOOSE_START.sub("", joined)))
    return _SPACE_BEFORE_MARK.sub("", _MARKS.sub(r"\1", " ".join(joined.split()))).strip()
