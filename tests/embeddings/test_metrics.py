"""The metrics agree with what one calculates by hand from their definitions."""

from math import log2

import pytest

from embeddings.metrics import METRICS, measure

RANKING = ["a", "x", "b", "y", "z", "c"]


def value(metric: str, grades: dict[str, int], ranking: list[str]) -> float:
    return float(measure({"q": grades}, {"q": ranking})[metric][0])


@pytest.mark.parametrize(
    ("metric", "grades", "expected"),
    [
        ("mrr", {"b": 1, "c": 1}, 1 / 3),
        ("mrr", {"x": 0, "c": 2}, 1 / 6),
        ("map", {"a": 1, "b": 1, "c": 1}, (1 / 1 + 2 / 3 + 3 / 6) / 3),
        ("map", {"a": 1, "never found": 1}, 1 / 2),
        ("ndcg10", {"a": 1, "b": 2}, (1 / log2(2) + 2 / log2(4)) / (2 / log2(2) + 1 / log2(3))),
        ("recall10", {"a": 1, "c": 1, "never found": 1}, 2 / 3),
        ("hit10", {"c": 1}, 1.0),
        ("hit10", {"never found": 1}, 0.0),
    ],
)
def test_a_metric_is_what_its_definition_says(metric: str, grades: dict[str, int], expected: float) -> None:
    assert value(metric, grades, RANKING) == pytest.approx(expected)


def test_places_count_up_to_the_cut_off_and_no_further() -> None:
    ranking = [f"d{place:03}" for place in range(1, 121)]
    grades = {"d010": 1, "d011": 1, "d100": 1, "d101": 1}

    assert value("recall10", grades, ranking) == pytest.approx(1 / 4)
    assert value("recall100", grades, ranking) == pytest.approx(3 / 4)
    assert value("hit10", {"d011": 1}, ranking) == 0
    assert value("ndcg10", {"d011": 1}, ranking) == 0


def test_a_query_without_a_ranking_counts_as_nothing_found_in_its_place() -> None:
    values = measure({"q2": {"a": 1}, "q1": {"a": 1}}, {"q1": ["a"], "unjudged": ["a"]})

    assert {metric: list(values[metric]) for metric in METRICS} == {metric: [0.0, 1.0] for metric in METRICS}


def test_documents_keep_the_order_that_they_were_given_whatever_they_are_called() -> None:
    assert value("mrr", {"z": 1}, ["a", "z"]) == value("mrr", {"a": 1}, ["z", "a"]) == 1 / 2
