"""What the total of a pair means: which levels accept it, and how strong it is in words. Raise the version with it.

Totals of pairs are on another scale than scores of searches: factors are in them. This is the one place that knows.
"""

from service.matching.pairs import Pair
from service.search.levels import Level
from service.search.strength import LOOSE, OF_LEVEL, Strength

PAIR_LEVELS_VERSION = 1
# Found on the half of the judged sample profiles that is for fitting: broad accepts 32 of its 36 relevant pairs among
# 103 accepted, good 23 among 36, strong 17 among 19.
LEAST_TOTAL: dict[Level, float] = {Level.BROAD: 0.40, Level.GOOD: 0.50, Level.STRONG: 0.62}
# No pay and no place makes a match of texts of which not one passage is near the other side's. It is the radius in
# which pairs are looked for, and so that this misses nothing, also a condition of the pair itself.
LEAST_NEAREST = 0.36


def accepts(level: Level, pair: Pair) -> bool:
    """Whether an alert of this level tells a pair; one with a deal-breaker that is not met it never tells."""
    return not pair.broken and pair.meeting.nearest >= LEAST_NEAREST and pair.total >= LEAST_TOTAL[level]


def strength_of_pair(pair: Pair) -> Strength:
    if pair.meeting.nearest < LEAST_NEAREST:
        return LOOSE
    return OF_LEVEL[next((level for level in reversed(Level) if pair.total >= LEAST_TOTAL[level]), None)]
