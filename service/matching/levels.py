"""What the total of a pair means: which levels accept it, and how strong it is in words.

Totals of pairs are on another scale than scores of searches, as factors are in them; their levels are the same chances.
"""

from service.matching.pairs import Pair
from service.search.calibration import PAIR
from service.search.levels import LEAST_CHANCE, Level
from service.search.strength import LOOSE, OF_LEVEL, Strength

LEAST_TOTAL: dict[Level, float] = {level: PAIR.score_at(chance) for level, chance in LEAST_CHANCE.items()}
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
