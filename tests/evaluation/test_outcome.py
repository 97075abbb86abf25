"""A run's figures, its comparison and the queries that went worst."""

from pathlib import Path

import pytest

from embeddings.metrics import METRICS
from service.evaluation.beir import read_folder
from service.evaluation.configuration import PLAIN, SERVING
from service.evaluation.outcome import as_json
from service.evaluation.running import UnknownTask, find_tasks, run_task
from service.evaluation.tasks import Half
from tests.evaluation.folders import write_folder
from tests.fakes import FakeEncoder


def test_figures_are_numbers_by_metric_with_intervals_beside_them(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "kitchens"))

    shown = as_json(run_task(task, lambda _: FakeEncoder(), SERVING))

    assert list(shown) == [
        *METRICS, "intervals", "configuration", "half", "queries", "left_out", "documents",
    ]  # fmt: skip
    assert all(type(shown[metric]) is float for metric in METRICS)
    assert all(low <= shown[metric] <= high for metric, (low, high) in shown["intervals"].items())
    assert (shown["queries"], shown["documents"], shown["half"]) == (3, 3, "all")
    assert (shown["recall10"], shown["hit10"]) == (1.0, 1.0)


def test_a_configuration_against_itself_ties_everywhere(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "kitchens"))

    shown = as_json(run_task(task, lambda _: FakeEncoder(), SERVING, against=SERVING))

    assert shown["against"]["mrr"] == shown["mrr"]
    assert {(each["wins"], each["losses"], each["ties"], each["p"]) for each in shown["compared"].values()} == {
        (0, 0, 3, 1.0)
    }


def test_two_configurations_are_measured_with_their_own_encoders(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "kitchens"))
    encoders = {SERVING: FakeEncoder(), PLAIN: FakeEncoder()}

    outcome = run_task(task, encoders.__getitem__, SERVING, against=PLAIN)

    assert "Cook lunches." in encoders[SERVING].encoded
    assert "Cook, Quay Café\nCook lunches." in encoders[PLAIN].encoded
    assert outcome.against is not None
    assert outcome.against.configuration == PLAIN


def test_the_worst_query_says_what_came_first_and_where_the_answer_was(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "kitchens"))
    encoder = FakeEncoder(8, vectors={"cook or drive": [1, 0.1, 0, 0, 0, 0, 0, 0], "Cook": [1, 0, 0, 0, 0, 0, 0, 0]})

    (worst,) = run_task(task, lambda _: encoder, SERVING, worst=1).worst

    assert (worst.query, worst.text, worst.answer) == ("q-driver", "cook or drive", "Van driver")
    assert worst.first == "Cook, Quay Café"
    assert worst.place in (2, 3)


def test_tasks_are_found_by_name_or_folder_and_never_twice(tmp_path: Path) -> None:
    first, second = write_folder(tmp_path / "a" / "t"), write_folder(tmp_path / "b" / "t")

    assert [task.name for task in find_tasks([str(first), "esco-labels"])] == ["t", "esco-labels"]
    with pytest.raises(UnknownTask, match="Two tasks are called t"):
        find_tasks([str(first), str(second)])
    with pytest.raises(UnknownTask, match="melo-dev"):
        find_tasks(["melo"])


def test_a_half_without_an_answer_measures_nothing(tmp_path: Path) -> None:
    only_fit = write_folder(tmp_path / "t", judgements=["query-id\tcorpus-id\tscore", "q-cook\tcook\t1"])

    with pytest.raises(UnknownTask, match="aside"):
        find_tasks([str(only_fit)], half=Half.ASIDE)
