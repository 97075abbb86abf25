"""How strong a match must be for each level: the least chance that a person calls it relevant.

The table is versioned: change it, raise it.
"""

from enum import StrEnum

from service.search.calibration import DESCRIPTION

LEVELS_VERSION = 3


class Level(StrEnum):
    """BROAD says more, STRONG says less and is more often right."""

    BROAD = "broad"
    GOOD = "good"
    STRONG = "strong"


LEAST_CHANCE: dict[Level, float] = {Level.BROAD: 0.1, Level.GOOD: 0.25, Level.STRONG: 0.5}
LEAST_SCORE: dict[Level, float] = {level: DESCRIPTION.score_at(chance) for level, chance in LEAST_CHANCE.items()}


def level_of(score: float) -> Level | None:
    """The strongest level that a score reaches; None where it reaches none."""
    return next((level for level in reversed(Level) if score >= LEAST_SCORE[level]), None)
