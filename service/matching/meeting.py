"""How well the texts of a pair meet: the one score, taken from both sides, so that both see the same number."""

from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
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
    offered = score(Wanted(candidate), Scored(listing))
    shown = score(Wanted(listing), Scored(candidate))
    return Meeting(
        value=(offered.value + shown.value) / 2,
        nearest=float((candidate @ listing.T).max()),
        listing_passage=offered.passage,
        candidate_passage=shown.passage,
    )
