"""What is wanted, read from a description in plain words: its meaning, and the places that it names. No database."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from embeddings.encoder import FloatMatrix
from embeddings.passages import Tokeniser, split_query
from service.gazetteer.regions import find_country, find_uk_region
from service.search.lexical.idf import heaviest
from service.titles import in_the_singular
from service.words import affirmed, terms_of

# A description as short as this names an occupation rather than the work.
_WORDS_OF_A_TITLE = 3
TITLE_SHARE = 0.3
TITLE_SHARE_OF_A_TITLE = 0.5

_NAME = r"[^\W\d_][\w'’.-]*"
# Looks ahead for the name, so that "in Ireland or in Wales" is found twice.
_BESIDE_A_PREPOSITION = re.compile(
    rf"\b(?:in|near|around|within|based in|close to)\s+(?:the\s+)?(?=({_NAME}(?:\s+{_NAME}){{0,3}}))", re.IGNORECASE
)


@dataclass(frozen=True)
class Description:
    """The words that carry the meaning, and the places named beside them, folded."""

    meaning: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """One side of a score: unit rows, the places asked for, how much a document's title counts, and terms.

    Without terms a document's words count nothing.
    """

    rows: FloatMatrix
    places: tuple[str, ...] = ()
    title_share: float = TITLE_SHARE
    terms: tuple[str, ...] = ()

    @cached_property
    def heavy_terms(self) -> dict[str, float]:
        """The terms that tell most, with their weights, heaviest first."""
        return heaviest(self.terms)


def names_beside_prepositions(text: str) -> set[str]:
    """The folded names in a description that could be places, for a look at which of them are."""
    return {name for match in _BESIDE_A_PREPOSITION.finditer(text) for name, _ in _names(match)}


def read_description(text: str, known_places: Collection[str] = ()) -> Description:
    """Take out the places that are named with a preposition ("near York"), as far as they are known to be places.

    `known_places` are folded names beyond the UK's regions and all countries. What is not known to be a place stays in
    the meaning ("experience in Python"), and a description that names nothing but a place keeps its words.
    """
    places: list[str] = []
    kept, at = "", 0
    for match in _BESIDE_A_PREPOSITION.finditer(text):
        found = next(((name, end) for name, end in _names(match) if _is_place(name, known_places)), None)
        if found is not None and match.start() >= at:
            places.append(found[0])
            kept, at = kept + text[at : match.start()], found[1]
    meaning = " ".join((kept + text[at:]).split())
    has_words = any(character.isalnum() for character in meaning)
    return Description(meaning if has_words else text, tuple(places))


def _names(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The names that can begin here, longest first, folded, each with where it ends in the text."""
    words = list(re.finditer(r"\S+", match[1]))
    for word in reversed(words):
        name = match[1][: word.end()].rstrip(".,;")
        yield " ".join(name.split()).casefold(), match.start(1) + len(name)


def _is_place(name: str, known_places: Collection[str]) -> bool:
    return name in known_places or bool(find_uk_region(name) or find_country(name))


def terms_wanted(meaning: str) -> tuple[str, ...]:
    """The terms that a description asks for; what it denies it does not ask for."""
    return terms_of(affirmed(meaning))


def texts_of(meaning: str, encoder: Tokeniser) -> tuple[str, ...]:
    """What the encoder reads of a meaning: whole if its window holds it, people's occupations in the singular."""
    return split_query(in_the_singular(meaning), encoder)


def title_share_of(meaning: str) -> float:
    """How much a title counts for this description."""
    return TITLE_SHARE_OF_A_TITLE if len(meaning.split()) <= _WORDS_OF_A_TITLE else TITLE_SHARE


def is_elsewhere(places: Collection[str], document_place: str | None) -> bool:
    """Whether a document says that it is in none of the places asked for. One that does not say is not elsewhere."""
    if not places or not document_place:
        return False
    there = set(re.findall(r"[\w'’-]+", document_place.casefold()))
    return not any(set(re.findall(r"[\w'’-]+", place)) <= there for place in places)
