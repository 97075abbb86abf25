"""From a score to a chance: how likely a person who wrote the description would call the listing relevant.

A logistic curve (Platt, Probabilistic Outputs for Support Vector Machines, 1999), fitted by `rolecall calibrate` on the
half of the judged sample descriptions that is kept for fitting, and held to its promise on the other half. Raise the
version whenever the curve or the score changes.
"""

import math
from dataclasses import dataclass

CALIBRATION_VERSION = 2


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


# A description in plain words against a listing.
DESCRIPTION = Calibration(intercept=-9.409, slope=16.969)
