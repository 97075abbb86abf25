"""How near the work described is to what the person did and wants: the one score of the pair."""

from service.matching.factors.factor import Factor, between
from service.search.strength import strength_of

_REASONS = {
    4: "The work is very close to the profile.",
    3: "The work is close to the profile.",
    2: "Some of the work is close to the profile.",
    1: "The work is not close to the profile.",
}


# Scores of unrelated texts lie about here, and hardly any pair reaches the other end: in between lies what tells.
_NOTHING_IN_COMMON = 0.15
_ALIKE = 0.65


def relevance(score: float) -> Factor:
    value = between((score - _NOTHING_IN_COMMON) / (_ALIKE - _NOTHING_IN_COMMON))
    return Factor("relevance", value, _REASONS[strength_of(score).bars])
