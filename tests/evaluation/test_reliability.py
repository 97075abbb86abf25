"""Expected against seen, on pairs whose chance is known because it was made."""

from collections.abc import Iterator

import numpy as np
import pytest

from service.evaluation.pairs import ScoredPair
from service.evaluation.reliability import check_reliability
from service.evaluation.tasks import Half


def pairs_with_a_chance(*, queries: int = 40, documents: int = 250) -> Iterator[ScoredPair]:
    """Pairs whose score is the chance that they are relevant; most chances are small."""
    random = np.random.default_rng(5)
    for query in range(queries):
        for document in range(documents):
            chance = float(random.random() ** 4)
            yield ScoredPair(f"q{query}", f"d{document}", chance, int(random.random() < chance), Half.ASIDE)


PAIRS = list(pairs_with_a_chance())


def test_a_chance_that_is_right_is_seen_at_every_step() -> None:
    found = check_reliability(PAIRS, lambda score: score)

    assert (found.pairs, found.queries) == (10_000, 40)
    assert found.expected == pytest.approx(found.base_rate, abs=0.01)
    assert all(step.seen == pytest.approx(step.expected, abs=0.06) for step in found.steps)
    assert all(step.interval.low <= step.seen <= step.interval.high for step in found.steps)
    assert found.calibration_error < 0.01
    assert found.brier < found.brier_of_base_rate


def test_a_chance_that_promises_too_much_is_told_by_how_much() -> None:
    found = check_reliability(PAIRS, lambda score: min(1.0, score + 0.2))

    assert all(step.expected > step.interval.high for step in found.steps if step.pairs > 100 and step.most < 1)
    assert found.calibration_error == pytest.approx(0.19, abs=0.02)


def test_the_base_rate_alone_is_one_step_and_no_better_than_itself() -> None:
    rate = sum(pair.relevant for pair in PAIRS) / len(PAIRS)

    found = check_reliability(PAIRS, lambda _: rate)

    (step,) = found.steps
    assert (step.pairs, step.relevant) == (10_000, round(rate * 10_000))
    assert found.brier == pytest.approx(found.brier_of_base_rate)


def test_every_pair_is_in_one_step_the_certain_ones_too() -> None:
    certain = [ScoredPair("q", "d", 1.0, 2, Half.FIT), ScoredPair("q", "e", 0.0, 0, Half.FIT)]

    found = check_reliability(certain, lambda score: score)

    assert [(step.least, step.most, step.pairs) for step in found.steps] == [(0.0, 0.01, 1), (0.8, 1.0, 1)]
    assert found.brier == 0


def test_it_is_the_same_every_time() -> None:
    assert check_reliability(PAIRS, lambda score: score) == check_reliability(PAIRS, lambda score: score)


def test_without_pairs_nothing_is_checked() -> None:
    with pytest.raises(ValueError, match="there are none"):
        check_reliability([], lambda score: score)
