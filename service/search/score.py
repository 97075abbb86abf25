"""The one score: how well a document meets what is wanted, a pure function of the pair.

Both are given as unit rows, one per passage, the first being the title. Search, preview, matches and alerts all use it.
"""

from dataclasses import dataclass

from embeddings.encoder import FloatMatrix

# The best passage carries the score; how well the whole of what is wanted is met on average tells near rivals apart.
BEST_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Score:
    """`value` lies between -1 and 1; `passage` is the document's row that met best."""

    value: float
    passage: int


def score(wanted: FloatMatrix, document: FloatMatrix) -> Score:
    """Score one pair. Never more than the best single cosine, so that a search by radius misses nothing."""
    cosines = wanted @ document.T
    best_of_each = cosines.max(axis=1)
    value = BEST_SHARE * float(best_of_each.max()) + (1 - BEST_SHARE) * float(best_of_each.mean())
    return Score(round(value, 6), int(cosines.max(axis=0).argmax()))
