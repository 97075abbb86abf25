"""A score in words, for people; the same steps as an alert's levels."""

from dataclasses import dataclass

from service.search.levels import Level, level_of


@dataclass(frozen=True)
class Strength:
    """`bars` of four are filled."""

    words: str
    bars: int


LOOSE = Strength("Loose match", 1)
OF_LEVEL: dict[Level | None, Strength] = {
    Level.STRONG: Strength("Strong match", 4),
    Level.GOOD: Strength("Good match", 3),
    Level.BROAD: Strength("Possible match", 2),
    None: LOOSE,
}


def strength_of(score: float) -> Strength:
    return OF_LEVEL[level_of(score)]
