"""A score in words, for people; the same steps as an alert's levels."""

from dataclasses import dataclass

from service.search.levels import LEAST_SCORE, Level


@dataclass(frozen=True)
class Strength:
    """`bars` of four are filled."""

    words: str
    bars: int


LOOSE = Strength("Loose match", 1)
_STEPS = (
    (LEAST_SCORE[Level.STRONG], Strength("Strong match", 4)),
    (LEAST_SCORE[Level.GOOD], Strength("Good match", 3)),
    (LEAST_SCORE[Level.BROAD], Strength("Possible match", 2)),
)


def strength_of(score: float) -> Strength:
    return next((strength for least, strength in _STEPS if score >= least), LOOSE)
