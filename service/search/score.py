"""The one score: how well a document meets what is wanted, a pure function of the pair.

A document's rows are its passages: 0 its head, 1 its title, the rest its body. Search, preview, matches and alerts all
use this score. What it can be at most follows from the pair's best single cosine, so that a search by radius misses
nothing: `least_cosine`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.passages import BODY
from service.search.lexical.idf import MOST_WEIGHT
from service.search.wanted import Wanted

# What a job is about shows in several passages; one passing mention does not make it that job. The shares of the best
# passage and of the four next; a document with fewer passages is not marked down for it.
PASSAGE_SHARES = (0.3, 0.2, 0.2, 0.15, 0.15)
# "Data Analyst" of "Data Analyst, Mental Health Services" says more of what is done there than the rest.
HEAD_SHARE = 0.75
# Of several things wanted, the one met best and all on average count alike.
BEST_SHARE = 0.5

PASSAGES = "passages"
TITLE = "title"
WORDS = "words"


@dataclass(frozen=True)
class Weights:
    """How far words that are met bring a score from where the meaning has it towards 1.

    `words` is so for a word that no text is known to hold, as a name; for others less, the more texts hold them.
    `body_words` is what a word counts that a document only says, beside 1 for one that names its role, its employer or
    its place.
    """

    words: float = 0.4
    body_words: float = 0.6


WEIGHTS = Weights()


@dataclass(frozen=True)
class Scored:
    """A document as the score reads it: unit rows and the terms that it affirms.

    `title_terms` are those of its role, its employer and its place. Of both, terms that are not wanted may be left out.
    """

    rows: FloatMatrix
    terms: Collection[str] = frozenset()
    title_terms: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing adds to a score, or takes from it."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Score:
    """`value` lies between -1 and 1 and is the sum of its parts.

    `passage` is the document's row that met best, one of its body if it has one.
    """

    value: float
    passage: int
    parts: tuple[Part, ...] = ()


def score(wanted: Wanted, document: Scored, weights: Weights = WEIGHTS) -> Score:
    cosines = wanted.rows @ document.rows.T
    titles = cosines[:, 0] * HEAD_SHARE + cosines[:, min(1, cosines.shape[1] - 1)] * (1 - HEAD_SHARE)
    begin = BODY if cosines.shape[1] > BODY else 0
    body = cosines[:, _distinct(document.rows, begin)]
    shares = {
        PASSAGES: (1 - wanted.title_share) * _overall(_best_passages(body)),
        TITLE: wanted.title_share * _overall(titles),
    }
    # A title alone leaves unsaid what other words there are, and those that are there are in its meaning.
    if begin and wanted.heavy_terms:
        met = words_met(wanted, document.terms, document.title_terms, weights)
        shares[WORDS] = words_weight(wanted, weights) * met * (1 - max(0.0, sum(shares.values())))
    # Cosines of the same rows differ in their last digits by how many are computed at once.
    parts = tuple(Part(name, round(share, 6)) for name, share in shares.items())
    passage = begin + int(cosines[:, begin:].max(axis=0).argmax())
    return Score(round(sum(part.share for part in parts), 6), passage, parts)


def words_weight(wanted: Wanted, weights: Weights = WEIGHTS) -> float:
    """What the words count if all are met: the more, the more the heaviest of them tells."""
    return weights.words * max(wanted.heavy_terms.values(), default=0.0) / MOST_WEIGHT


def words_met(
    wanted: Wanted, terms: Collection[str], title_terms: Collection[str], weights: Weights = WEIGHTS
) -> float:
    """How much of what the wanted words tell a document of these terms affirms, from 0 to 1."""
    met = sum(
        weight * (1.0 if term in title_terms else weights.body_words)
        for term, weight in wanted.heavy_terms.items()
        if term in title_terms or term in terms
    )
    return min(1.0, met / sum(wanted.heavy_terms.values()))


def least_cosine(wanted: Wanted, least: float, *, met: float = 1.0) -> float:
    """The best single cosine without which nothing scores `least`; no more than `met` of the wanted words is met."""
    words = words_weight(wanted) * met
    return (least - words) / (1 - words)


def _distinct(rows: FloatMatrix, begin: int) -> list[int]:
    """The numbers of the rows from `begin` on, without those that repeat another: length gives nothing."""
    return list({rows[number].tobytes(): number for number in range(len(rows) - 1, begin - 1, -1)}.values())


def _best_passages(cosines: FloatMatrix) -> FloatVector:
    """For each thing wanted, how well the passages that meet it best do together."""
    best = -np.sort(-cosines, axis=1)[:, : len(PASSAGE_SHARES)]
    shares = np.array(PASSAGE_SHARES[: best.shape[1]], dtype=np.float32)
    together: FloatVector = best @ (shares / shares.sum())
    return together


def _overall(met: FloatVector) -> float:
    return BEST_SHARE * float(met.max()) + (1 - BEST_SHARE) * float(met.mean())
