"""Fitting the curve that turns a score into a chance, on judged pairs that are kept for fitting."""

from collections.abc import Sequence

import numpy as np

from service.evaluation.pairs import ScoredPair
from service.evaluation.tasks import Task
from service.search.calibration import DESCRIPTION, PAIR, Calibration


def serving_curve(task: Task) -> Calibration:
    """The curve by which matches of the task's queries are told: descriptions by theirs, profiles by theirs."""
    return PAIR if any(query.seeker is not None for query in task.queries.values()) else DESCRIPTION


class CannotFit(ValueError):
    """Pairs of both kinds are needed, relevant and not."""


def fit_calibration(pairs: Sequence[ScoredPair]) -> Calibration:
    """Fit a logistic curve by maximum likelihood; a pair that nobody judged counts as not relevant."""
    from sklearn.linear_model import LogisticRegression

    relevant = np.array([pair.relevant for pair in pairs], dtype=np.bool_)
    if relevant.all() or not relevant.any():
        raise CannotFit("A calibration needs pairs that are relevant and pairs that are not.")
    scores = np.array([[pair.score] for pair in pairs])
    fitted = LogisticRegression(C=np.inf, max_iter=1000).fit(scores, relevant)  # type: ignore[no-untyped-call]
    return Calibration(intercept=float(fitted.intercept_[0]), slope=float(fitted.coef_[0, 0]))
