"""From a score to a chance: how likely a person who wrote the description would call the listing relevant.

A logistic curve (Platt, Probabilistic Outputs for Support Vector Machines, 1999), fitted by `rolecall evaluate --fit`
on the half of the judged tasks that is kept for fitting, and held to its promise on the other half by
`rolecall evaluate --reliability` (docs/ranking.md). Raise the version whenever a curve or the score changes.
"""

import math
from dataclasses import dataclass

CALIBRATION_VERSION = 1


@dataclass(frozen=True)
class Calibration:
    """The chance of a score is that of the log odds `intercept + slope * score`."""

    intercept: float
    slope: float

    def chance_of(self, score: float) -> float:
        return 1 / (1 + math.exp(-(self.intercept + self.slope * score)))

    def score_at(self, chance: float) -> float:
        """The score from which on the chance is at least this."""
        return (math.log(chance / (1 - chance)) - self.intercept) / self.slope


# A description in plain words, and a candidate's whole profile, which meets more and scores higher.
DESCRIPTION = Calibration(intercept=-9.0, slope=17.0)
PROFILE = Calibration(intercept=-9.0, slope=17.0)
