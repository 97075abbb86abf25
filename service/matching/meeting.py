"""How well the texts of a pair meet: the one score, taken from both sides, so that both see the same number."""

from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
from embeddings.passages import BODY
from service.search.score import Scored, score
from service.search.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Meeting:
    """`nearest` is the best single cosine; the passages are rows of either side, those that met best."""

    value: float
    nearest: float
    listing_passage: int
    candidate_passage: int


def meet(candidate: FloatMatrix, listing: FloatMatrix) -> Meeting:
    offered = score(Wanted(_each_once(candidate)), Scored(listing))
    shown = score(Wanted(_each_once(listing)), Scored(candidate))
    return Meeting(
        value=(offered.value + shown.value) / 2,
        nearest=float((candidate @ listing.T).max()),
        listing_passage=offered.passage,
        candidate_passage=shown.passage,
    )


def _each_once(rows: FloatMatrix) -> FloatMatrix:
    """Head and title, and each row of the body once: what is said twice must not outweigh them in the mean."""
    first = {rows[number].tobytes(): number for number in range(len(rows) - 1, BODY - 1, -1)}
    return rows[[*range(min(BODY, len(rows))), *sorted(first.values())]]
