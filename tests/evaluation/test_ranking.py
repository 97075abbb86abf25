"""What serves is what is measured: the same functions, over an index in memory."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from service.evaluation.beir import read_folder
from service.evaluation.configuration import PLAIN, SERVING
from service.evaluation.ranking import rank_task, wish_of
from service.evaluation.tasks import Query, Task
from tests.evaluation.folders import write_folder
from tests.fakes import FakeEncoder


def a_task(tmp_path: Path) -> Task:
    return read_folder(write_folder(tmp_path / "kitchens"))


def test_every_query_gets_all_documents_of_a_small_corpus_best_first(tmp_path: Path) -> None:
    rankings = rank_task(a_task(tmp_path), FakeEncoder(), SERVING)

    assert rankings["q-cook"][0].document == "cook"
    assert rankings["q-baker"][0].document == "baker"
    for ranking in rankings.values():
        values = [ranked.value for ranked in ranking]
        assert len(ranking) == 3
        assert values == sorted(values, reverse=True)


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    encoder = FakeEncoder()

    rank_task(a_task(tmp_path), encoder, SERVING)

    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert {"Cook", "Cook, Quay Café", "Cook lunches.", "cook lunches"} <= set(encoder.encoded)


def test_without_passages_a_document_is_one_text(tmp_path: Path) -> None:
    encoder = FakeEncoder()

    rank_task(a_task(tmp_path), encoder, PLAIN)

    assert "Cook, Quay Café\nCook lunches." in encoder.encoded
    assert len(encoder.encoded) == 3 + 3


def test_progress_is_shown_query_by_query(tmp_path: Path) -> None:
    shown: list[tuple[str, int]] = []

    def watch(queries: Iterable[str], text: str, total: int) -> Iterable[str]:
        shown.append((text, total))
        return queries

    rank_task(a_task(tmp_path), FakeEncoder(), SERVING, watch=watch)

    assert shown == [("Ranking kitchens", 3)]


def test_only_what_a_querys_filters_allow_is_ranked(tmp_path: Path) -> None:
    task = replace(a_task(tmp_path), reads=True, allowed={"q-cook": frozenset({"baker"})})

    filtered = rank_task(task, FakeEncoder(), SERVING)
    unfiltered = rank_task(task, FakeEncoder(), replace(SERVING, filters=False))

    assert [ranked.document for ranked in filtered["q-cook"]] == ["baker"]
    assert len(filtered["q-baker"]) == len(unfiltered["q-cook"]) == 3


def test_a_description_is_read_only_where_documents_can_be_filtered(tmp_path: Path) -> None:
    task = replace(a_task(tmp_path), queries={"q-cook": Query("cook lunches part time near York")})

    read = wish_of(task.queries["q-cook"], replace(task, reads=True), SERVING)
    whole = wish_of(task.queries["q-cook"], task, SERVING)

    assert (read.meaning, read.filters.place) == ("cook lunches", "York")
    assert (whole.meaning, bool(whole.filters)) == ("cook lunches part time near York", False)


def test_what_a_query_excludes_is_left_out_of_any_task(tmp_path: Path) -> None:
    task = a_task(tmp_path)
    task = replace(task, queries={**task.queries, "q-cook": Query("Kitchen staff, except cook")})

    excluding = rank_task(task, FakeEncoder(), SERVING)
    whole = rank_task(task, FakeEncoder(), replace(SERVING, filters=False))

    assert [len(excluding["q-cook"]), len(whole["q-cook"])] == [2, 3]
    assert wish_of(task.queries["q-cook"], task, SERVING).meaning == "Kitchen staff"
