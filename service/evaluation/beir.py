"""Tasks in BEIR's layout: corpus.jsonl, queries.jsonl and qrels/test.tsv in one folder, refused by file and line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from embeddings.passages import Document, Field
from service.errors import Invalid
from service.evaluation.tasks import Entry, Query, Task
from service.titles import role_of

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
JUDGEMENTS = "qrels/test.tsv"
TEXT = "text"

_HEADER = ("query-id", "corpus-id", "score")
# BEIR gives every entry a map of whatever its source knew, which nothing here reads.
_FIELDS = {"_id", "title", "text", "metadata"}


class TaskDamaged(Invalid):
    code = "task-damaged"


def read_folder(folder: Path) -> Task:
    """A task by its folder's name; raises TaskDamaged with file, line and reason."""
    entries = read_corpus(folder / CORPUS)
    queries = read_queries(folder / QUERIES)
    judgements = read_judgements(folder / JUDGEMENTS, queries=queries, entries=entries)
    return Task(folder.resolve().name, entries, queries, judgements)


def read_corpus(file: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for line, entry in _entries(file, known=entries):
        title, text = _text(file, line, entry, "title"), _text(file, line, entry, "text")
        if not title.strip() and not text.strip():
            raise _damaged(file, line, f"{entry['_id']} has neither a title nor a text")
        entries[entry["_id"]] = Entry(document_of(title, text))
    return entries


def document_of(title: str, text: str) -> Document:
    """A document as a listing would be read; one without a title is one whose text is its title, as a label is."""
    if not title.strip():
        return Document(role_of(text), text, ())
    return Document(role_of(title), title, (Field(TEXT, text),) if text.strip() else ())


def read_queries(file: Path) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for line, entry in _entries(file, known=queries):
        text = _text(file, line, entry, "text")
        if not any(character.isalnum() for character in text):
            raise _damaged(file, line, f"{entry['_id']} asks nothing: its text has no word")
        queries[entry["_id"]] = Query(text)
    return queries


def read_judgements(
    file: Path, *, queries: Mapping[str, Query], entries: Mapping[str, Entry]
) -> dict[str, dict[str, int]]:
    """Grades by query and document, in the file's order; queries that it does not name are not asked."""
    judgements: dict[str, dict[str, int]] = {}
    for line, columns in enumerate((text.split("\t") for text in _lines(file)), start=1):
        if line == 1:
            if tuple(columns) != _HEADER:
                raise _damaged(file, line, f"the first line must be {', '.join(_HEADER)}, separated by tabs")
            continue
        if len(columns) != len(_HEADER):
            raise _damaged(file, line, f"expected 3 columns separated by tabs, found {len(columns)}")
        query, document, score = columns
        if query not in queries:
            raise _damaged(file, line, f"no query is called {query!r}")
        if document not in entries:
            raise _damaged(file, line, f"no document is called {document!r}")
        if not (score.isascii() and score.isdecimal()):
            raise _damaged(file, line, f"{score!r} is no grade: 0, 1 or a larger whole number is")
        if document in judgements.setdefault(query, {}):
            raise _damaged(file, line, f"{query!r} and {document!r} are judged twice")
        judgements[query][document] = int(score)
    if not judgements:
        raise TaskDamaged(f"{file}: no judgement is in it.")
    return judgements


def _entries(file: Path, *, known: Mapping[str, object]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's object, with an id that no line before it has."""
    found = False
    for line, text in enumerate(_lines(file), start=1):
        entry = _object(file, line, text)
        unknown = sorted(entry.keys() - _FIELDS)
        if unknown:
            raise _damaged(file, line, f"{', '.join(unknown)} is no field: {', '.join(sorted(_FIELDS))} are")
        identity = entry.get("_id")
        if not isinstance(identity, str) or not identity:
            raise _damaged(file, line, "_id is needed, a text")
        if identity in known:
            raise _damaged(file, line, f"{identity!r} is there twice")
        found = True
        yield line, entry
    if not found:
        raise TaskDamaged(f"{file}: nothing is in it.")


def _object(file: Path, line: int, text: str) -> dict[str, Any]:
    try:
        entry = json.loads(text, object_pairs_hook=_without_repeats)
    except ValueError as error:
        raise _damaged(file, line, f"this is no JSON object ({error})") from error
    if not isinstance(entry, dict):
        raise _damaged(file, line, "this is no JSON object")
    return entry


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is there twice")
    return fields


def _text(file: Path, line: int, entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise _damaged(file, line, f"{name} must be a text")
    return value


def _lines(file: Path) -> Iterator[str]:
    """The lines of a UTF-8 file as they end with a line feed; empty ones are refused, except at the end."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise TaskDamaged(f"{file} cannot be read: {error.strerror}.") from error
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise _damaged(file, number, "this is not UTF-8") from error
        if not text.strip():
            raise _damaged(file, number, "this line is empty")
        yield text


def _damaged(file: Path, line: int, reason: str) -> TaskDamaged:
    return TaskDamaged(f"{file}:{line}: {reason}.")
