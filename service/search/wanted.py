"""What is wanted, read from a description in plain words: its meaning, and the places that it names. No database."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
from service.listings.regions import find_country, find_uk_region

# A description as short as this names an occupation rather than the work.
_WORDS_OF_A_TITLE = 3
TITLE_SHARE = 0.3
TITLE_SHARE_OF_A_TITLE = 0.5

_NAME = r"[^\W\d_][\w'’.-]*"
_IN_A_PLACE = re.compile(
    rf"\b(?:in|near|around|within|based in|close to)\s+(?:the\s+)?({_NAME}(?:\s+{_NAME}){{0,3}})", re.IGNORECASE
)


@dataclass(frozen=True)
class Description:
    """The words that carry the meaning, and the places named beside them, folded."""

    meaning: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """One side of a score: unit rows, the places asked for, and how much a document's title counts."""

    rows: FloatMatrix
    places: tuple[str, ...] = ()
    title_share: float = TITLE_SHARE


def names_beside_prepositions(text: str) -> set[str]:
    """The folded names in a description that could be places, for a look at which of them are."""
    return {
        _name(words[:count])
        for match in _IN_A_PLACE.finditer(text)
        for words in [match[1].split()]
        for count in range(1, len(words) + 1)
    }


def read_description(text: str, known_places: Collection[str] = ()) -> Description:
    """Take out the places that are named with a preposition ("near York"), as far as they are known to be places.

    `known_places` are folded names beyond the UK's regions and all countries. What is not known to be a place stays in
    the meaning ("experience in Python"), and a description that names nothing but a place keeps its words.
    """
    places: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = match[1].split()
        for count in range(len(words), 0, -1):
            name = _name(words[:count])
            if name in known_places or find_uk_region(name) or find_country(name):
                places.append(name)
                return " ".join(words[count:])
        return match[0]

    meaning = " ".join(_IN_A_PLACE.sub(take, text).split())
    if not any(character.isalnum() for character in meaning):
        return Description(text, tuple(places))
    return Description(meaning, tuple(places))


def _name(words: list[str]) -> str:
    return " ".join(words).rstrip(".,;").casefold()


def title_share_of(meaning: str) -> float:
    """How much a title counts for this description."""
    return TITLE_SHARE_OF_A_TITLE if len(meaning.split()) <= _WORDS_OF_A_TITLE else TITLE_SHARE


def is_elsewhere(places: Collection[str], document_place: str | None) -> bool:
    """Whether a document says that it is in none of the places asked for. One that does not say is not elsewhere."""
    if not places or not document_place:
        return False
    there = set(re.findall(r"[\w'’-]+", document_place.casefold()))
    return not any(set(re.findall(r"[\w'’-]+", place)) <= there for place in places)
