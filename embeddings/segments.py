"""Rows that never change, searchable, with the documents among them that still count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.vector_index import Hit

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Good passages come several to a document; with too few rows the search would often have to be repeated.
ROWS_PER_DOCUMENT = 4
LEAST_ROWS = 64
# Bounds the memory of one matrix product with many queries, and of one step of a merge.
ROWS_AT_ONCE = 2048

_NONE: Integers = np.empty(0, dtype=np.int64)
_NO_IDS: Integers = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Rows:
    """Found rows, in no order: to which document and passage each belongs, and its cosine."""

    documents: Integers
    passages: Integers
    scores: FloatVector


@dataclass(frozen=True, eq=False)
class Segment:
    """`ids` holds (document, passage) of each row, in this order; `alive` says which of `documents` still count."""

    index: Any
    ids: Integers
    documents: Integers
    starts: Integers
    alive: Flags

    @classmethod
    def of(cls, index: Any, ids: Integers) -> Self:
        documents, starts = np.unique(ids[:, 0], return_index=True)
        return cls(
            index=index,
            ids=ids,
            documents=documents,
            starts=np.append(starts, len(ids)),
            alive=np.ones(len(documents), dtype=np.bool_),
        )

    @classmethod
    def build(cls, documents: Mapping[int, FloatMatrix], dimension: int) -> Self:
        index = faiss.IndexFlatIP(dimension)
        ids = [_NO_IDS]
        for document, rows in sorted(documents.items()):
            index.add(rows)
            ids.append(np.column_stack((np.full(len(rows), document, dtype=np.int64), np.arange(len(rows)))))
        return cls.of(index, np.concatenate(ids))

    @classmethod
    def merge(cls, segments: Sequence["Segment"], dimension: int) -> Self:
        """Join what is alive, block by block to spare memory; no document may be alive in two segments."""
        ids = np.concatenate([_NO_IDS, *(part.ids[part.alive_rows] for part in segments)])
        order = np.lexsort((ids[:, 1], ids[:, 0]))
        alive = [np.flatnonzero(part.alive_rows) for part in segments]
        origin = np.repeat(np.arange(len(segments)), [len(rows) for rows in alive])[order]
        rows = np.concatenate([_NONE, *alive])[order]
        index = faiss.IndexFlatIP(dimension)
        for start in range(0, len(order), ROWS_AT_ONCE):
            block = slice(start, start + ROWS_AT_ONCE)
            index.add(_gathered(segments, origin[block], rows[block], dimension))
        return cls.of(index, ids[order])

    def __len__(self) -> int:
        """Count rows, the dead ones too."""
        return len(self.ids)

    @cached_property
    def alive_rows(self) -> Flags:
        return np.repeat(self.alive, np.diff(self.starts))

    @property
    def rows(self) -> FloatMatrix:
        """Look at the rows where they lie, which may be a mapped file; they live as long as the segment."""
        if not len(self):
            return np.empty((0, self.index.d), dtype=np.float32)
        flat = faiss.rev_swig_ptr(self.index.get_xb(), len(self) * self.index.d)
        view: FloatMatrix = flat.reshape(len(self), self.index.d)
        return view

    def alive_documents(self) -> Integers:
        return self.documents[self.alive]

    def rows_of(self, document: int) -> FloatMatrix | None:
        at = int(np.searchsorted(self.documents, document))
        if at == len(self.documents) or self.documents[at] != document or not self.alive[at]:
            return None
        return self.rows[self.starts[at] : self.starts[at + 1]].copy()

    def without(self, documents: Integers) -> "Segment":
        gone = self._among(documents) & self.alive
        return replace(self, alive=self.alive & ~gone) if gone.any() else self

    def search(self, query: FloatVector, *, limit: int, allowed: Integers | None) -> list[Hit]:
        """Fetch ever more rows until `limit` documents stand and no unseen row can equal the last of them."""
        counted = self._counted_rows(allowed)
        most = int(np.count_nonzero(counted))
        fetched = min(max(limit * ROWS_PER_DOCUMENT, LEAST_ROWS), most)
        while fetched:
            scores, rows = self.index.search(query[np.newaxis], fetched, params=self._only(counted))
            hits = best_hits(self._found(rows[0], scores[0]))
            if fetched == most or (len(hits) >= limit and scores[0][-1] < hits[limit - 1].score):
                return hits[:limit]
            fetched = min(fetched * 2, most)
        return []

    def above(self, query: FloatVector, *, radius: float, allowed: Integers | None) -> list[Hit]:
        counted = self._counted_rows(allowed)
        if not counted.any():
            return []
        _, scores, rows = self.index.range_search(query[np.newaxis], _open_radius(radius), params=self._only(counted))
        return best_hits(self._found(rows, scores))

    def above_many(self, queries: FloatMatrix, *, radius: float) -> tuple[Integers, Rows]:
        """Return found rows and, for each, the number of its query.

        A plain matrix product: below some 330 queries FAISS compares them one by one, measured five times slower.
        """
        numbers, rows, scores = [_NONE], [_NONE], [np.empty(0, dtype=np.float32)]
        for start in range(0, len(self), ROWS_AT_ONCE):
            block = slice(start, start + ROWS_AT_ONCE)
            cosines = queries @ self.rows[block].T
            found = np.nonzero((cosines >= np.float32(radius)) & self.alive_rows[block])
            numbers.append(found[0])
            rows.append(found[1] + start)
            scores.append(cosines[found])
        return np.concatenate(numbers), self._found(np.concatenate(rows), np.concatenate(scores))

    def _found(self, rows: Integers, scores: FloatVector) -> Rows:
        return Rows(self.ids[rows, 0], self.ids[rows, 1], scores)

    def _among(self, documents: Integers) -> Flags:
        """Mark the segment's documents that occur in the sorted `documents`."""
        if not len(documents):
            return np.zeros(len(self.documents), dtype=np.bool_)
        at = np.minimum(np.searchsorted(documents, self.documents), len(documents) - 1)
        return np.asarray(documents[at] == self.documents)

    def _counted_rows(self, allowed: Integers | None) -> Flags:
        if allowed is None:
            return self.alive_rows
        return np.repeat(self.alive & self._among(allowed), np.diff(self.starts))

    def _only(self, counted: Flags) -> Any:
        """One call takes one selector: a bit per row serves both what is deleted and what is allowed."""
        if counted.all():
            return None
        selector = faiss.IDSelectorBitmap(np.packbits(counted, bitorder="little"))  # type: ignore[call-arg,arg-type]
        return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


def _gathered(segments: Sequence[Segment], origin: Integers, rows: Integers, dimension: int) -> FloatMatrix:
    gathered = np.empty((len(rows), dimension), dtype=np.float32)
    for number, segment in enumerate(segments):
        own = origin == number
        gathered[own] = segment.rows[rows[own]]
    return gathered


def best_hits(found: Rows) -> list[Hit]:
    """Keep each document's best row; best first, ties by document, then passage."""
    order = np.lexsort((found.passages, found.documents, -found.scores))
    _, first = np.unique(found.documents[order], return_index=True)
    kept = order[np.sort(first)]
    return _hits(found, kept)


def best_hits_by_query(numbers: Integers, found: Rows, count: int) -> list[list[Hit]]:
    """Do what `best_hits` does for `count` queries at once; `numbers` names the query of each row."""
    order = np.lexsort((found.passages, -found.scores, found.documents, numbers))
    pairs = np.column_stack((numbers[order], found.documents[order]))
    kept = order[np.append(True, (pairs[1:] != pairs[:-1]).any(axis=1))[: len(order)]]
    kept = kept[np.lexsort((found.documents[kept], -found.scores[kept], numbers[kept]))]
    edges = np.searchsorted(numbers[kept], np.arange(count + 1))
    hits = _hits(found, kept)
    return [hits[start:end] for start, end in pairwise(edges)]


def _hits(found: Rows, kept: Integers) -> list[Hit]:
    columns = (found.documents[kept].tolist(), found.passages[kept].tolist(), found.scores[kept].tolist())
    return [Hit(document, passage, score) for document, passage, score in zip(*columns, strict=True)]


def _open_radius(radius: float) -> float:
    """FAISS returns what lies above the radius; ours includes what lies on it."""
    return float(np.nextafter(np.float32(radius), np.float32(-np.inf)))
