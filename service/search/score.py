"""The one score: how well a document meets what is wanted, a pure function of the pair.

A document's rows are its passages: 0 its head, 1 its title, the rest its body. Search, preview, matches and alerts all
use this score. It is never more than the pair's best single cosine, so that a search by radius misses nothing.
"""

from dataclasses import dataclass

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.passages import BODY
from service.search.wanted import Wanted, is_elsewhere

# What a job is about shows in several passages; one passing mention does not make it that job. The shares of the best
# passage, the next and the one after; a document with fewer passages is not marked down for it.
PASSAGE_SHARES = (0.6, 0.25, 0.15)
# "Data Analyst" of "Data Analyst, Mental Health Services" says more of what is done there than the rest.
HEAD_SHARE = 0.75
# Of several things wanted, the one met best and all on average count alike.
BEST_SHARE = 0.5
ELSEWHERE = 0.2


@dataclass(frozen=True, slots=True)
class Score:
    """`value` lies between -1.2 and 1; `passage` is the document's row that met best, one of its body if it has one."""

    value: float
    passage: int


def score(wanted: Wanted, rows: FloatMatrix, place: str | None) -> Score:
    """Score one pair; `place` is the document's place as written, None where it does not say or is remote."""
    cosines = wanted.rows @ rows.T
    titles = cosines[:, 0] * HEAD_SHARE + cosines[:, min(1, len(rows) - 1)] * (1 - HEAD_SHARE)
    body = cosines[:, BODY:] if len(rows) > BODY else cosines
    met = _overall(_best_passages(body)) * (1 - wanted.title_share) + _overall(titles) * wanted.title_share
    value = met - (ELSEWHERE if is_elsewhere(wanted.places, place) else 0.0)
    passage = int(body.max(axis=0).argmax()) + (len(rows) - body.shape[1])
    return Score(round(float(value), 6), passage)


def _best_passages(cosines: FloatMatrix) -> FloatVector:
    """For each thing wanted, how well the passages that meet it best do together."""
    best = -np.sort(-cosines, axis=1)[:, : len(PASSAGE_SHARES)]
    shares = np.array(PASSAGE_SHARES[: best.shape[1]], dtype=np.float32)
    together: FloatVector = best @ (shares / shares.sum())
    return together


def _overall(met: FloatVector) -> float:
    return BEST_SHARE * float(met.max()) + (1 - BEST_SHARE) * float(met.mean())
