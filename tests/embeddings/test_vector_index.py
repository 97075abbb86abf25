"""The one contract of every index backend: the same answers as a walk over a plain map, whatever was written before."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.errors import WrongVectors
from embeddings.exact_index import ExactIndex
from embeddings.faiss_index import FaissIndex
from embeddings.fingerprint import Fingerprint
from embeddings.vector_index import Hit, VectorIndex

DIMENSION = 8
FINGERPRINT = Fingerprint("tiny", "revision", "", DIMENSION, 1)


def as_it_is(index: VectorIndex) -> VectorIndex:
    return index


def saved_and_opened(index: VectorIndex) -> VectorIndex:
    assert isinstance(index, FaissIndex)
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder), fingerprint=FINGERPRINT, position=1)
        return FaissIndex.open(Path(folder), fingerprint=FINGERPRINT)


def saved_and_kept(index: VectorIndex) -> VectorIndex:
    saved_and_opened(index)
    return index


@dataclass(frozen=True)
class Backend:
    make: Callable[[], VectorIndex]
    settle: Callable[[VectorIndex], VectorIndex] = as_it_is


BACKENDS = {
    "exact": Backend(lambda: ExactIndex(DIMENSION)),
    "faiss": Backend(lambda: FaissIndex.empty(DIMENSION)),
    "faiss, opened from its file": Backend(lambda: FaissIndex.empty(DIMENSION), saved_and_opened),
    "faiss, serving its file": Backend(lambda: FaissIndex.empty(DIMENSION), saved_and_kept),
}
each_backend = pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS.keys())


# Four halves make a row of length one whose products are exact, so that ties are true ties in any arithmetic.
halves = st.permutations([0.5, 0.5, -0.5, 0.5, 0.0, 0.0, 0.0, 0.0]).map(lambda row: np.array(row, dtype=np.float32))
numbers = st.integers(min_value=1, max_value=9) | st.just(2**62 + 1)
matrices = st.lists(halves, max_size=4).map(lambda rows: np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION))
batches = st.dictionaries(numbers, matrices, max_size=6)
allowances = st.none() | st.sets(numbers, max_size=6)

writes = st.lists(
    st.tuples(st.just("replace"), batches)
    | st.tuples(st.just("remove"), numbers)
    | st.tuples(st.just("settle"), st.none()),
    max_size=12,
)


def write_all(backend: Backend, steps: list[tuple[str, object]]) -> tuple[VectorIndex, dict[int, FloatMatrix]]:
    index, model = backend.make(), dict[int, FloatMatrix]()
    for step, value in steps:
        if isinstance(value, dict):
            index.replace_many(value)
            model |= value
        elif isinstance(value, int):
            index.remove(value)
            model.pop(value, None)
        elif step == "settle":
            index = backend.settle(index)
    return index, {document: rows for document, rows in model.items() if len(rows)}


def all_hits(model: dict[int, FloatMatrix], query: FloatVector, allowed: set[int] | None) -> list[Hit]:
    hits = []
    for document in model.keys() if allowed is None else model.keys() & allowed:
        scores = [sum(float(a) * float(b) for a, b in zip(row, query, strict=True)) for row in model[document]]
        hits.append(Hit(document, scores.index(max(scores)), max(scores)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.document))


@each_backend
@settings(max_examples=60, deadline=None)
@given(steps=writes, query=halves, limit=st.integers(0, 12), allowed=allowances)
def test_search_answers_like_a_walk_over_a_map(
    backend: Backend, steps: list[tuple[str, object]], query: FloatVector, limit: int, allowed: set[int] | None
) -> None:
    index, model = write_all(backend, steps)

    found = index.search(query, limit=limit, allowed=allowed)

    assert found == all_hits(model, query, allowed)[:limit]


@each_backend
@settings(max_examples=60, deadline=None)
@given(steps=writes, query=halves, radius=st.sampled_from([-1.0, -0.25, 0.0, 0.5, 1.0]), allowed=allowances)
def test_above_includes_every_document_on_the_radius(
    backend: Backend, steps: list[tuple[str, object]], query: FloatVector, radius: float, allowed: set[int] | None
) -> None:
    index, model = write_all(backend, steps)
    expected = [hit for hit in all_hits(model, query, allowed) if hit.score >= radius]

    assert index.above(query, radius=radius, allowed=allowed) == expected


@each_backend
@settings(max_examples=40, deadline=None)
@given(steps=writes, queries=st.lists(halves, max_size=150), radius=st.sampled_from([0.0, 0.75]))
def test_a_batch_of_queries_answers_like_its_queries_one_by_one(
    backend: Backend, steps: list[tuple[str, object]], queries: list[FloatVector], radius: float
) -> None:
    index, model = write_all(backend, steps)
    matrix = np.array(queries, dtype=np.float32).reshape(len(queries), DIMENSION)
    expected = [[hit for hit in all_hits(model, query, None) if hit.score >= radius] for query in queries]

    assert index.above_many(matrix, radius=radius) == expected


@each_backend
@settings(max_examples=60, deadline=None)
@given(steps=writes)
def test_an_index_knows_what_it_holds(backend: Backend, steps: list[tuple[str, object]]) -> None:
    index, model = write_all(backend, steps)

    assert index.documents() == frozenset(model)
    assert len(index) == len(model)
    assert [number in index for number in range(12)] == [number in model for number in range(12)]
    for document in range(12):
        rows = index.rows_of(document)
        assert (rows is None) == (document not in model)
        assert rows is None or np.array_equal(rows, model[document])


@each_backend
def test_a_document_with_many_good_passages_leaves_room_for_others(backend: Backend) -> None:
    index = backend.make()
    near, far = np.eye(DIMENSION, dtype=np.float32)[:2]
    index.replace(1, np.tile(near, (500, 1)))
    index.replace_many(dict.fromkeys(range(2, 30), far[np.newaxis]))

    found = backend.settle(index).search(near, limit=10)

    assert found == [Hit(1, 0, 1.0), *(Hit(document, 0, 0.0) for document in range(2, 11))]


@each_backend
def test_ties_beyond_the_limit_go_to_the_lowest_numbers(backend: Backend) -> None:
    index = backend.make()
    row = np.eye(DIMENSION, dtype=np.float32)[:1]
    for document in reversed(range(400)):
        index.replace(document, row)

    found = backend.settle(index).search(row[0], limit=40)

    assert [hit.document for hit in found] == list(range(40))


@each_backend
def test_rows_changed_by_their_owner_later_do_not_change_the_index(backend: Backend) -> None:
    index = backend.make()
    rows = np.eye(DIMENSION, dtype=np.float32)[:1]
    index.replace(1, rows)
    rows[:] = 0
    held = index.rows_of(1)
    assert held is not None
    held[:] = 0

    assert index.search(np.eye(DIMENSION, dtype=np.float32)[0], limit=1) == [Hit(1, 0, 1.0)]


@each_backend
@pytest.mark.parametrize(
    "rows",
    [np.ones((1, DIMENSION + 1)), np.ones(DIMENSION), np.full((1, DIMENSION), np.nan), np.full((1, DIMENSION), np.inf)],
    ids=["too wide", "not a matrix", "not a number", "infinite"],
)
def test_rows_that_cannot_be_compared_are_refused(backend: Backend, rows: FloatMatrix) -> None:
    index = backend.make()
    good = np.eye(DIMENSION, dtype=np.float32)[:1]

    with pytest.raises(WrongVectors):
        index.replace_many({1: good, 2: rows.astype(np.float32)})

    assert len(index) == 0


@each_backend
def test_a_query_of_another_dimension_is_refused(backend: Backend) -> None:
    index = backend.make()

    with pytest.raises(WrongVectors):
        index.search(np.ones(DIMENSION - 1, dtype=np.float32), limit=1)
