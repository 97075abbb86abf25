"""How strong a match must be for each level that an alert can ask for. The table is versioned: change it, raise it."""

from enum import StrEnum

LEVELS_VERSION = 1


class Level(StrEnum):
    """BROAD says more, STRONG says less and is more often right."""

    BROAD = "broad"
    GOOD = "good"
    STRONG = "strong"


LEAST_SCORE: dict[Level, float] = {Level.BROAD: 0.35, Level.GOOD: 0.42, Level.STRONG: 0.48}
