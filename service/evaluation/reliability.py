"""Whether a chance keeps its promise: of the pairs that get about 30%, about 30% should be relevant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.metrics import Values
from service.evaluation.pairs import ScoredPair
from service.evaluation.resampling import CONFIDENCE, RESAMPLES, SEED, Interval

# Few pairs of all are relevant, so that the lower steps are narrow.
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Step:
    """The pairs whose chance lies from `least` to below `most`: what was expected of them, and what was seen."""

    least: float
    most: float
    pairs: int
    relevant: int
    expected: float
    seen: float
    interval: Interval


@dataclass(frozen=True)
class Reliability:
    """`brier` is the mean squared error of the chances, `brier_of_base_rate` that of the same chance for every pair.

    `calibration_error` is the mean distance between expected and seen, by pairs.
    """

    pairs: int
    queries: int
    base_rate: float
    expected: float
    brier: float
    brier_of_base_rate: float
    calibration_error: float
    steps: tuple[Step, ...]


def check_reliability(
    pairs: Sequence[ScoredPair], chance_of: Callable[[float], float], *, edges: Sequence[float] = EDGES
) -> Reliability:
    """Compare what `chance_of` a score expects with what the judges said; steps without a pair are left out."""
    if not pairs:
        raise ValueError("A chance is checked on pairs, and there are none")
    chances = np.array([chance_of(pair.score) for pair in pairs])
    relevant = np.array([float(pair.relevant) for pair in pairs])
    queries = np.unique([pair.query for pair in pairs], return_inverse=True)[1]
    step_of = np.clip(np.searchsorted(edges, chances, side="right") - 1, 0, len(edges) - 2)
    intervals = _intervals(relevant, queries, step_of, count=len(edges) - 1)
    steps = tuple(
        _step(number, edges, chances[inside], relevant[inside], intervals[number])
        for number in range(len(edges) - 1)
        if (inside := step_of == number).any()
    )
    base_rate = float(relevant.mean())
    return Reliability(
        pairs=len(pairs),
        queries=int(queries.max()) + 1,
        base_rate=base_rate,
        expected=float(chances.mean()),
        brier=float(((chances - relevant) ** 2).mean()),
        brier_of_base_rate=float(((base_rate - relevant) ** 2).mean()),
        calibration_error=sum(abs(step.expected - step.seen) * step.pairs for step in steps) / len(pairs),
        steps=steps,
    )


def _step(number: int, edges: Sequence[float], chances: Values, relevant: Values, interval: Interval) -> Step:
    return Step(
        least=edges[number],
        most=edges[number + 1],
        pairs=len(chances),
        relevant=int(relevant.sum()),
        expected=float(chances.mean()),
        seen=float(relevant.mean()),
        interval=interval,
    )


def _intervals(relevant: Values, queries: Numbers, step_of: Numbers, *, count: int) -> list[Interval]:
    """For each step the 95% bootstrap interval of what is seen, over queries: pairs of one query go together."""
    asked = int(queries.max()) + 1
    pairs, right = np.zeros((asked, count)), np.zeros((asked, count))
    np.add.at(pairs, (queries, step_of), 1.0)
    np.add.at(right, (queries, step_of), relevant)
    drawn = np.random.default_rng(SEED).multinomial(asked, np.full(asked, 1 / asked), size=RESAMPLES).astype(float)
    held = drawn @ pairs
    with np.errstate(invalid="ignore"):
        seen = np.where(held > 0, (drawn @ right) / held, np.nan)
    outside = (1 - CONFIDENCE) / 2
    return [_interval(seen[:, number], outside) for number in range(count)]


def _interval(seen: Values, outside: float) -> Interval:
    known = seen[~np.isnan(seen)]
    if not len(known):
        return Interval(0.0, 1.0)
    low, high = np.quantile(known, [outside, 1 - outside])
    return Interval(float(low), float(high))
