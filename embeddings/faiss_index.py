"""The index in FAISS: a mapped generation file, a small delta in memory, and what is deleted from either.

Readers take one reference to a state that never changes; writers make the next state and swap the reference. FAISS
forbids adding to an index that is being searched, so no index is ever added to once it can be seen.
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.errors import ModelMismatch
from embeddings.fingerprint import Fingerprint
from embeddings.generations import open_newest, write_generation
from embeddings.segments import Integers, Rows, Segment, best_hits_by_query
from embeddings.vector_index import Hit, check_queries, check_rows

# Bounds the memory that the found rows of one batch take before they are grouped.
QUERIES_AT_ONCE = 1024


@dataclass(frozen=True)
class _State:
    """No document is alive in two segments; `delta` is ordered from the largest to the newest."""

    base: Segment
    delta: tuple[Segment, ...]
    position: int

    @property
    def segments(self) -> tuple[Segment, ...]:
        return (self.base, *self.delta)


class FaissIndex:
    """Exact by inner product, so that a filter never loses results."""

    def __init__(self, base: Segment, *, dimension: int, position: int) -> None:
        self._dimension = dimension
        self._state = _State(base, (), position)
        self._writing = threading.Lock()
        self._saving = threading.Lock()
        # What is written while a save is under way, which its file therefore does not contain.
        self._written_meanwhile: set[int] | None = None

    @classmethod
    def empty(cls, dimension: int) -> Self:
        return cls(Segment.build({}, dimension), dimension=dimension, position=0)

    @classmethod
    def open(cls, folder: Path, *, fingerprint: Fingerprint) -> Self:
        """Map the newest valid generation, or raise IndexNotReady, IndexDamaged or ModelMismatch."""
        found = open_newest(folder, fingerprint)
        return cls(found.segment, dimension=fingerprint.dimension, position=found.position)

    @property
    def position(self) -> int:
        """The change-log position of the generation file; changes made since are not counted."""
        return self._state.position

    def save(self, folder: Path, *, fingerprint: Fingerprint, position: int) -> None:
        """Write everything as the next generation and serve from it, keeping the changes made meanwhile."""
        if fingerprint.dimension != self._dimension:
            raise ModelMismatch(
                f"An index of dimension {self._dimension} cannot be saved as {fingerprint.model}, "
                f"which has {fingerprint.dimension}: build it again with this model."
            )
        with self._saving, self._noting_writes() as written:
            merged = Segment.merge(self._state.segments, self._dimension)
            saved = write_generation(folder, merged, fingerprint=fingerprint, position=position)
            with self._writing:
                later = {document: self._rows_or_nothing(document) for document in written}
                self._state = _written(_State(saved.segment, (), position), later, self._dimension)

    def replace(self, document: int, rows: FloatMatrix) -> None:
        self.replace_many({document: rows})

    def replace_many(self, documents: Mapping[int, FloatMatrix]) -> None:
        checked = {document: check_rows(rows, self._dimension) for document, rows in documents.items()}
        with self._writing:
            if self._written_meanwhile is not None:
                self._written_meanwhile.update(checked)
            self._state = _written(self._state, checked, self._dimension)

    def remove(self, document: int) -> None:
        self.replace(document, self._no_rows())

    def search(self, query: FloatVector, *, limit: int, allowed: Collection[int] | None = None) -> list[Hit]:
        asked, among = self._question(query, allowed)
        if limit < 1:
            return []
        found = [segment.search(asked, limit=limit, allowed=among) for segment in self._state.segments]
        return list(islice(merge(*found, key=_rank), limit))

    def above(self, query: FloatVector, *, radius: float, allowed: Collection[int] | None = None) -> list[Hit]:
        asked, among = self._question(query, allowed)
        found = [segment.above(asked, radius=radius, allowed=among) for segment in self._state.segments]
        return list(merge(*found, key=_rank))

    def above_many(self, queries: FloatMatrix, *, radius: float) -> list[list[Hit]]:
        asked = check_queries(queries, self._dimension)
        segments = self._state.segments
        return [
            hits
            for start in range(0, len(asked), QUERIES_AT_ONCE)
            for hits in _above_many(segments, asked[start : start + QUERIES_AT_ONCE], radius=radius)
        ]

    def rows_of(self, document: int) -> FloatMatrix | None:
        found = (segment.rows_of(document) for segment in self._state.segments)
        return next((rows for rows in found if rows is not None), None)

    def documents(self) -> frozenset[int]:
        return frozenset(
            document for segment in self._state.segments for document in segment.alive_documents().tolist()
        )

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(segment.alive)) for segment in self._state.segments)

    def __contains__(self, document: object) -> bool:
        return isinstance(document, (int, np.integer)) and self.rows_of(int(document)) is not None

    @contextmanager
    def _noting_writes(self) -> Iterator[set[int]]:
        with self._writing:
            self._written_meanwhile = written = set[int]()
        try:
            yield written
        finally:
            with self._writing:
                self._written_meanwhile = None

    def _rows_or_nothing(self, document: int) -> FloatMatrix:
        rows = self.rows_of(document)
        return self._no_rows() if rows is None else rows

    def _no_rows(self) -> FloatMatrix:
        return np.empty((0, self._dimension), dtype=np.float32)

    def _question(self, query: FloatVector, allowed: Collection[int] | None) -> tuple[FloatVector, Integers | None]:
        asked = check_queries(query[np.newaxis], self._dimension)[0]
        return asked, None if allowed is None else _sorted_numbers(allowed)


def _above_many(segments: tuple[Segment, ...], queries: FloatMatrix, *, radius: float) -> list[list[Hit]]:
    numbers, rows = zip(*(segment.above_many(queries, radius=radius) for segment in segments), strict=True)
    found = Rows(
        documents=np.concatenate([part.documents for part in rows]),
        passages=np.concatenate([part.passages for part in rows]),
        scores=np.concatenate([part.scores for part in rows]),
    )
    return best_hits_by_query(np.concatenate(numbers), found, len(queries))


def _written(state: _State, documents: Mapping[int, FloatMatrix], dimension: int) -> _State:
    """Return the next state: the documents are dead wherever they stood, and alive in a segment of their own."""
    gone = _sorted_numbers(documents)
    added = Segment.build({document: rows for document, rows in documents.items() if len(rows)}, dimension)
    delta = (*(segment.without(gone) for segment in state.delta), added)
    kept = tuple(segment for segment in delta if segment.alive.any())
    return replace(state, base=state.base.without(gone), delta=_compacted(kept, dimension))


def _compacted(delta: tuple[Segment, ...], dimension: int) -> tuple[Segment, ...]:
    """Merge the newest segments until each is at most half of the one before: few segments, each row copied rarely."""
    while len(delta) > 1 and len(delta[-2]) < 2 * len(delta[-1]):
        delta = (*delta[:-2], Segment.merge(delta[-2:], dimension))
    return delta


def _sorted_numbers(documents: Collection[int] | Mapping[int, object]) -> Integers:
    return np.sort(np.fromiter(documents, dtype=np.int64, count=len(documents)))


def _rank(hit: Hit) -> tuple[float, int]:
    return (-hit.score, hit.document)
