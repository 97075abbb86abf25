"""Intervals and the paired test on values whose answer is known."""

import numpy as np
import pytest

from service.evaluation.resampling import bootstrap, compare

RANDOM = np.random.default_rng(7)
MANY = RANDOM.normal(0.5, 0.1, size=400)


def test_an_interval_is_the_same_every_time_and_another_with_another_seed() -> None:
    assert bootstrap(MANY) == bootstrap(MANY)
    assert bootstrap(MANY) != bootstrap(MANY, seed=1)


def test_an_interval_is_about_two_standard_errors_to_each_side() -> None:
    interval = bootstrap(MANY)

    error = float(MANY.std(ddof=1)) / 20
    assert interval.low == pytest.approx(float(MANY.mean()) - 1.96 * error, abs=error / 4)
    assert interval.high == pytest.approx(float(MANY.mean()) + 1.96 * error, abs=error / 4)


def test_values_that_never_differ_have_no_width() -> None:
    interval = bootstrap(np.ones(30))

    assert (interval.low, interval.high) == (1.0, 1.0)


def test_equal_rankings_tie_and_chance_explains_them() -> None:
    paired = compare(MANY, MANY.copy())

    assert (paired.wins, paired.losses, paired.ties) == (0, 0, 400)
    assert paired.difference == 0
    assert paired.p == 1


def test_a_difference_in_every_query_is_no_chance() -> None:
    paired = compare(MANY + 0.1, MANY)

    assert (paired.wins, paired.losses, paired.ties) == (400, 0, 0)
    assert paired.difference == pytest.approx(0.1)
    assert paired.p < 0.001


def test_noise_without_a_direction_is_chance() -> None:
    paired = compare(MANY + np.tile([0.1, -0.1], 200), MANY)

    assert (paired.wins, paired.losses) == (200, 200)
    assert paired.p > 0.5


def test_the_test_counts_the_ways_to_toss_the_coins() -> None:
    # Of the 16 ways to sign four equal differences, two are as far from nothing as what was seen.
    paired = compare(np.full(4, 0.2), np.full(4, 0.1))

    assert paired.p == pytest.approx(2 / 16, abs=0.01)


def test_the_direction_is_said_and_the_chance_is_two_sided() -> None:
    better, worse = compare(MANY + 0.004, MANY), compare(MANY, MANY + 0.004)

    assert worse.difference == pytest.approx(-better.difference)
    assert (worse.wins, worse.losses) == (better.losses, better.wins)
    assert worse.p == pytest.approx(better.p)


def test_other_queries_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same queries"):
        compare(MANY, MANY[1:])
