"""How strong a match must be for each level: the least chance that a person calls it relevant.

The table is versioned: change it, raise it.
"""

from enum import StrEnum

from service.search.calibration import DESCRIPTION, PROFILE, Calibration

LEVELS_VERSION = 2


class Level(StrEnum):
    """BROAD says more, STRONG says less and is more often right."""

    BROAD = "broad"
    GOOD = "good"
    STRONG = "strong"


LEAST_CHANCE: dict[Level, float] = {Level.BROAD: 0.15, Level.GOOD: 0.35, Level.STRONG: 0.6}


def least_scores(calibration: Calibration) -> dict[Level, float]:
    """The score that reaches each level's chance."""
    return {level: calibration.score_at(chance) for level, chance in LEAST_CHANCE.items()}


# Of a description in plain words, and of a candidate's profile.
LEAST_SCORE = least_scores(DESCRIPTION)
LEAST_PROFILE_SCORE = least_scores(PROFILE)
