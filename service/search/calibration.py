"""From a score to a chance: how likely a person who asks would call what is found relevant.

A logistic curve (Platt, Probabilistic Outputs for Support Vector Machines, 1999), fitted by `rolecall calibrate` on the
half of the judged queries that is kept for fitting, and held to its promise on the other half. Raise the version
whenever a curve or what it reads changes.
"""

import math
from dataclasses import dataclass

CALIBRATION_VERSION = 3


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


# The score of a description in plain words and a listing.
DESCRIPTION = Calibration(intercept=-10.073, slope=17.915)
# The total of all factors of a candidate and a listing.
PAIR = Calibration(intercept=-13.550, slope=21.007)
