"""What chance alone would do: bootstrap intervals, and the paired test of two configurations. Seeded."""

from dataclasses import dataclass

import numpy as np

from embeddings.metrics import Values

SEED = 20_240_617
RESAMPLES = 2_000
PERMUTATIONS = 10_000
CONFIDENCE = 0.95
# Differences this small are sums of rounded numbers.
_NOTHING = 1e-12
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Paired:
    """One metric of two configurations: mean difference, queries won, lost and tied, and how likely by chance."""

    difference: float
    interval: Interval
    wins: int
    losses: int
    ties: int
    p: float


def bootstrap(values: Values, *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval:
    """The percentile interval of the mean: 95% of the means of as many queries drawn with replacement."""
    if not len(values):
        raise ValueError("An interval needs a value")
    random = np.random.default_rng(seed)
    means = np.concatenate(
        [
            values[random.integers(0, len(values), size=(rows, len(values)))].mean(axis=1)
            for rows in _portions(resamples)
        ]
    )
    outside = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [outside, 1 - outside])
    return Interval(float(low), float(high))


def compare(
    values: Values, others: Values, *, seed: int = SEED, resamples: int = RESAMPLES, permutations: int = PERMUTATIONS
) -> Paired:
    """Compare query by query; positive is better than `others`.

    `p` is two-sided, of the paired randomisation test: how often a difference at least as large would come about if
    each query's two values were swapped by the toss of a coin (Smucker, Allan and Carterette, CIKM 2007).
    """
    if values.shape != others.shape:
        raise ValueError("Compared values need the same queries")
    differences = values - others
    differences = np.where(np.abs(differences) > _NOTHING, differences, 0.0)
    random = np.random.default_rng(seed)
    seen = abs(differences.sum()) - _NOTHING
    as_large = sum(
        int((np.abs(random.choice((-1.0, 1.0), size=(rows, len(differences))) @ differences) >= seen).sum())
        for rows in _portions(permutations)
    )
    return Paired(
        difference=float(differences.mean()),
        interval=bootstrap(differences, seed=seed, resamples=resamples),
        wins=int((differences > 0).sum()),
        losses=int((differences < 0).sum()),
        ties=int((differences == 0).sum()),
        p=(as_large + 1) / (permutations + 1),
    )


def _portions(total: int) -> list[int]:
    """Bound the memory of one draw."""
    return [min(_ROWS_AT_ONCE, total - start) for start in range(0, total, _ROWS_AT_ONCE)]
