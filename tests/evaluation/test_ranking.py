"""What serves is what is measured: the same functions, over an index in memory."""

from collections.abc import Iterable
from pathlib import Path

from service.evaluation.beir import read_folder
from service.evaluation.configuration import PLAIN, SERVING
from service.evaluation.ranking import rank_task
from service.evaluation.tasks import Task
from tests.evaluation.folders import write_folder
from tests.fakes import FakeEncoder


def a_task(tmp_path: Path) -> Task:
    return read_folder(write_folder(tmp_path / "kitchens"))


def test_every_query_gets_all_documents_of_a_small_corpus_best_first(tmp_path: Path) -> None:
    rankings = rank_task(a_task(tmp_path), FakeEncoder(), SERVING)

    assert rankings["q-cook"][0].document == "cook"
    assert rankings["q-baker"][0].document == "baker"
    for ranking in rankings.values():
        values = [ranked.score.value for ranked in ranking]
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
