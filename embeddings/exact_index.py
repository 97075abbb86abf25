"""The index as plain arithmetic over a map: the yardstick that every other backend is compared with."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.vector_index import Hit, check_queries, check_rows


class ExactIndex:
    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._documents: dict[int, FloatMatrix] = {}

    def replace(self, document: int, rows: FloatMatrix) -> None:
        self.replace_many({document: rows})

    def replace_many(self, documents: Mapping[int, FloatMatrix]) -> None:
        checked = {document: check_rows(rows, self._dimension) for document, rows in documents.items()}
        merged = self._documents | checked
        # A new map for every write: readers keep walking the one they started with.
        self._documents = {document: rows for document, rows in merged.items() if len(rows)}

    def remove(self, document: int) -> None:
        self._documents = {other: rows for other, rows in self._documents.items() if other != document}

    def search(self, query: FloatVector, *, limit: int, allowed: Collection[int] | None = None) -> list[Hit]:
        return _ordered(self._score(query, allowed))[: max(limit, 0)]

    def above(self, query: FloatVector, *, radius: float, allowed: Collection[int] | None = None) -> list[Hit]:
        least = float(np.float32(radius))
        return _ordered(hit for hit in self._score(query, allowed) if hit.score >= least)

    def above_many(self, queries: FloatMatrix, *, radius: float) -> list[list[Hit]]:
        return [self.above(query, radius=radius) for query in check_queries(queries, self._dimension)]

    def rows_of(self, document: int) -> FloatMatrix | None:
        rows = self._documents.get(document)
        return None if rows is None else rows.copy()

    def documents(self) -> frozenset[int]:
        return frozenset(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, document: object) -> bool:
        return document in self._documents

    def _score(self, query: FloatVector, allowed: Collection[int] | None) -> Iterator[Hit]:
        asked = check_queries(query[np.newaxis], self._dimension)[0]
        wanted = None if allowed is None else frozenset(allowed)
        for document, rows in self._documents.items():
            if wanted is None or document in wanted:
                scores = rows @ asked
                best = int(scores.argmax())
                yield Hit(document, best, float(scores[best]))


def _ordered(hits: Iterator[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.document))
