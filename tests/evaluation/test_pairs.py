"""All pairs of a task, scored and graded, and what alerts look at of them."""

from pathlib import Path

import pytest

from service.evaluation.beir import read_folder
from service.evaluation.configuration import SERVING
from service.evaluation.pairs import scored_pairs
from service.evaluation.ranking import rank_task
from service.evaluation.reverse import Reached, measure_reach
from service.evaluation.tasks import Half, Task
from service.search.levels import LEAST_SCORE, Level
from tests.evaluation.folders import write_folder
from tests.fakes import FakeEncoder


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return read_folder(write_folder(tmp_path / "kitchens"))


def test_every_pair_is_there_once_with_its_grade(task: Task) -> None:
    pairs = list(scored_pairs(task, FakeEncoder()))

    assert len({(pair.query, pair.document) for pair in pairs}) == len(pairs) == 3 * 3
    assert {(pair.query, pair.document): pair.grade for pair in pairs if pair.relevant} == {
        ("q-cook", "cook"): 2,
        ("q-baker", "baker"): 1,
        ("q-driver", "driver"): 1,
    }
    assert {pair.half for pair in pairs if pair.query == "q-cook"} == {Half.FIT}


def test_scores_are_those_that_rank(task: Task) -> None:
    ranked = rank_task(task, FakeEncoder(), SERVING)

    scores = {(query, each.document): each.value for query, ranking in ranked.items() for each in ranking}
    assert {(pair.query, pair.document): pair.score for pair in scored_pairs(task, FakeEncoder())} == scores


def test_reverse_matching_finds_what_scoring_every_pair_accepts(task: Task) -> None:
    reached = measure_reach([task], FakeEncoder())

    scores = [pair.score for pair in scored_pairs(task, FakeEncoder())]
    accepted = {level: sum(score >= LEAST_SCORE[level] for score in scores) for level in Level}
    assert reached == [Reached(level, accepted[level], accepted[level]) for level in Level]
    assert accepted[Level.STRONG] > 0


def test_less_than_99_of_100_is_not_enough() -> None:
    assert Reached(Level.GOOD, 100, 99).enough
    assert not Reached(Level.GOOD, 100, 98).enough
    assert Reached(Level.STRONG, 0, 0).enough
