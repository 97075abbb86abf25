"""What is read of a folder in BEIR's layout, and what is refused, by file, line and reason."""

from pathlib import Path

import pytest

from embeddings.passages import Document, Field
from service.evaluation.beir import TaskDamaged, read_folder
from service.evaluation.tasks import Half, half_of, halved
from tests.evaluation.folders import write_folder

CORPUS = '{"_id": "d1", "title": "Cook, Quay Café", "text": "Cook lunches."}'
QUERY = '{"_id": "q1", "text": "cooking"}'
HEADER = "query-id\tcorpus-id\tscore"


def test_a_folder_is_a_task_of_its_name(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "kitchens"))

    assert task.name == "kitchens"
    assert task.entries["cook"].document == Document("Cook", "Cook, Quay Café", (Field("text", "Cook lunches."),))
    assert task.queries["q-cook"].text == "cook lunches"
    assert task.judgements["q-cook"] == {"cook": 2, "baker": 0}


def test_a_document_without_a_title_is_its_text(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "t", corpus=['{"_id": "cook", "title": "", "text": "Cook"}']))

    assert task.entries["cook"].document == Document("Cook", "Cook", ())


def test_windows_line_ends_a_mark_and_metadata_are_read(tmp_path: Path) -> None:
    corpus = ['\ufeff{"_id": "cook", "title": "", "text": "Cook", "metadata": {"url": ""}}\r']

    assert read_folder(write_folder(tmp_path / "t", corpus=corpus)).entries.keys() == {"cook"}


def test_queries_without_judgements_are_not_asked_and_those_without_an_answer_not_measured(tmp_path: Path) -> None:
    queries = ['{"_id": "q1", "text": "cooking"}', '{"_id": "q2", "text": "baking"}', '{"_id": "q3", "text": "x"}']
    judgements = [HEADER, "q1\tcook\t1", "q2\tcook\t0"]

    task = read_folder(write_folder(tmp_path / "t", queries=queries, judgements=judgements))

    assert task.judgements.keys() == {"q1", "q2"}
    assert task.answerable == {"q1": {"cook": 1}}


@pytest.mark.parametrize(
    ("file", "lines", "line", "reason"),
    [
        ("corpus.jsonl", [CORPUS, "{"], 2, "no JSON object"),
        ("corpus.jsonl", ["[]"], 1, "no JSON object"),
        ("corpus.jsonl", [CORPUS, ""], 2, "empty"),
        ("corpus.jsonl", [CORPUS, CORPUS], 2, "'d1' is there twice"),
        ("corpus.jsonl", ['{"_id": "d1", "title": "a", "title": "b"}'], 1, "a field is there twice"),
        ("corpus.jsonl", ['{"_id": "d1", "text": "a", "body": "b"}'], 1, "body is no field"),
        ("corpus.jsonl", ['{"title": "a", "text": "b"}'], 1, "_id is needed"),
        ("corpus.jsonl", ['{"_id": 7, "text": "b"}'], 1, "_id is needed"),
        ("corpus.jsonl", ['{"_id": "d1", "title": " ", "text": ""}'], 1, "neither a title nor a text"),
        ("corpus.jsonl", ['{"_id": "d1", "text": null}'], 1, "text must be a text"),
        ("queries.jsonl", [QUERY, '{"_id": "q2", "text": " ?! "}'], 2, "no word"),
        ("queries.jsonl", [QUERY, QUERY], 2, "'q1' is there twice"),
        ("qrels/test.tsv", ["query\tdocument\tgrade"], 1, "query-id, corpus-id, score"),
        ("qrels/test.tsv", [HEADER, "q-cook cook 1"], 2, "3 columns"),
        ("qrels/test.tsv", [HEADER, "q-cook\tcook\t1\t0"], 2, "3 columns"),
        ("qrels/test.tsv", [HEADER, "who\tcook\t1"], 2, "no query is called 'who'"),
        ("qrels/test.tsv", [HEADER, "q-cook\twhat\t1"], 2, "no document is called 'what'"),
        ("qrels/test.tsv", [HEADER, "q-cook\tcook\t-1"], 2, "'-1' is no grade"),
        ("qrels/test.tsv", [HEADER, "q-cook\tcook\t0.5"], 2, "'0.5' is no grade"),
        ("qrels/test.tsv", [HEADER, "q-cook\tcook\t1", "q-cook\tcook\t0"], 3, "judged twice"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(
    tmp_path: Path, file: str, lines: list[str], line: int, reason: str
) -> None:
    folder = write_folder(tmp_path / "t")
    (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(TaskDamaged) as refusal:
        read_folder(folder)

    assert refusal.value.message.startswith(f"{folder / file}:{line}: ")
    assert reason in refusal.value.message


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_file_that_is_missing_empty_or_no_text_is_named(tmp_path: Path, file: str) -> None:
    folder = write_folder(tmp_path / "t")

    for content in (b"\xff\xfe{}\n", b"", None):
        if content is None:
            (folder / file).unlink()
        else:
            (folder / file).write_bytes(content)
        with pytest.raises(TaskDamaged, match=file):
            read_folder(folder)


def test_a_query_is_in_one_half_by_a_hash_of_its_id(tmp_path: Path) -> None:
    task = read_folder(write_folder(tmp_path / "t"))

    fit, aside = halved(task, Half.FIT), halved(task, Half.ASIDE)

    # The SHA-256 of these ends in a, a and 9.
    assert [half_of(query) for query in ("D01", "D02", "D03")] == [Half.FIT, Half.FIT, Half.ASIDE]
    assert not fit.queries.keys() & aside.queries.keys()
    assert {**fit.judgements, **aside.judgements} == task.judgements
    assert halved(task, Half.ALL) is task
