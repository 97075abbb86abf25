"""The curve that is fitted gives back the chances that pairs were drawn with."""

import numpy as np
import pytest

from service.evaluation.fitting import CannotFit, fit_calibration
from service.evaluation.pairs import ScoredPair
from service.evaluation.tasks import Half
from service.search.calibration import Calibration

TRUE = Calibration(intercept=-5.0, slope=10.0)


def pair(score: float, grade: int) -> ScoredPair:
    return ScoredPair("q", "d", score, grade, Half.FIT)


def test_a_curve_is_found_again_from_pairs_drawn_from_it() -> None:
    random = np.random.default_rng(1)
    scores = random.uniform(0, 1, 20_000)
    pairs = [pair(float(score), int(random.random() < TRUE.chance_of(float(score)))) for score in scores]

    fitted = fit_calibration(pairs)

    assert fitted.chance_of(0.3) == pytest.approx(TRUE.chance_of(0.3), abs=0.02)
    assert fitted.chance_of(0.6) == pytest.approx(TRUE.chance_of(0.6), abs=0.02)


@pytest.mark.parametrize("grade", [0, 1])
def test_pairs_of_one_kind_only_are_refused(grade: int) -> None:
    with pytest.raises(CannotFit):
        fit_calibration([pair(0.1, grade), pair(0.9, grade)])
