"""What is wanted, as the score reads it: a meaning in vectors and terms. No database."""

from dataclasses import dataclass
from functools import cached_property

from embeddings.encoder import FloatMatrix
from embeddings.passages import Tokeniser, split_query
from service.search.lexical.idf import heaviest
from service.titles import in_the_singular
from service.words import affirmed, terms_of

# A description as short as this names an occupation rather than the work.
_WORDS_OF_A_TITLE = 3
TITLE_SHARE = 0.3
TITLE_SHARE_OF_A_DESCRIPTION = 0.22
TITLE_SHARE_OF_A_TITLE = 0.5


@dataclass(frozen=True)
class Wanted:
    """One side of a score: unit rows, how much a document's title counts, and terms.

    Without terms a document's words count nothing.
    """

    rows: FloatMatrix
    title_share: float = TITLE_SHARE
    terms: tuple[str, ...] = ()

    @cached_property
    def heavy_terms(self) -> dict[str, float]:
        """The terms that tell most, with their weights, heaviest first."""
        return heaviest(self.terms)


def terms_wanted(meaning: str) -> tuple[str, ...]:
    """The terms that a description asks for; what it denies it does not ask for."""
    return terms_of(affirmed(meaning))


def texts_of(meaning: str, encoder: Tokeniser) -> tuple[str, ...]:
    """What the encoder reads of a meaning: whole if its window holds it, people's occupations in the singular."""
    return split_query(in_the_singular(meaning), encoder)


def title_share_of(meaning: str) -> float:
    """How much a title counts for this description."""
    return TITLE_SHARE_OF_A_TITLE if len(meaning.split()) <= _WORDS_OF_A_TITLE else TITLE_SHARE_OF_A_DESCRIPTION
