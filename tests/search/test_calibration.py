"""Scores as chances, and levels as chances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.calibration import DESCRIPTION, PAIR, Calibration
from service.search.levels import LEAST_CHANCE, LEAST_SCORE, Level

CURVES = st.sampled_from([DESCRIPTION, PAIR, Calibration(intercept=-4.0, slope=9.0)])


@given(curve=CURVES, low=st.floats(-1, 1), high=st.floats(-1, 1))
def test_a_higher_score_never_has_a_lower_chance(curve: Calibration, low: float, high: float) -> None:
    low, high = sorted((low, high))

    assert 0 < curve.chance_of(low) <= curve.chance_of(high) < 1


@given(curve=CURVES, chance=st.floats(0.01, 0.99))
def test_the_score_at_a_chance_has_that_chance(curve: Calibration, chance: float) -> None:
    assert curve.chance_of(curve.score_at(chance)) == pytest.approx(chance)


def test_a_stronger_level_asks_for_a_higher_chance_and_a_higher_score() -> None:
    broad, good, strong = Level.BROAD, Level.GOOD, Level.STRONG

    assert LEAST_CHANCE[broad] < LEAST_CHANCE[good] < LEAST_CHANCE[strong]
    assert LEAST_SCORE[broad] < LEAST_SCORE[good] < LEAST_SCORE[strong]
