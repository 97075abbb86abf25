"""What an index of documents promises, whichever backend holds its rows.

A document is a number with one row per passage. Rows and queries have length one, so that a score is a cosine; the
length is not checked. Readers are never locked by writers: each call sees one state, before or after a write.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.errors import WrongVectors


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the cosine of its best passage; of equal passages, the first."""

    document: int
    passage: int
    score: float


class VectorIndex(Protocol):
    def replace(self, document: int, rows: FloatMatrix) -> None:
        """Hold exactly these passages of the document, row i being passage i; an empty matrix removes it."""

    def replace_many(self, documents: Mapping[int, FloatMatrix]) -> None:
        """Replace several documents in one step that readers see whole or not at all."""

    def remove(self, document: int) -> None:
        """Forget the document; one that is not here is no error."""

    def search(self, query: FloatVector, *, limit: int, allowed: Collection[int] | None = None) -> list[Hit]:
        """Return the best documents, ties by number: always as many as limit, allowed and held documents permit."""

    def above(self, query: FloatVector, *, radius: float, allowed: Collection[int] | None = None) -> list[Hit]:
        """Return every document whose cosine is at least `radius`, in the order of `search`."""

    def above_many(self, queries: FloatMatrix, *, radius: float) -> list[list[Hit]]:
        """Answer `above` for each row of `queries`."""

    def rows_of(self, document: int) -> FloatMatrix | None: ...

    def documents(self) -> frozenset[int]: ...

    def __len__(self) -> int:
        """Count documents, not rows."""

    def __contains__(self, document: object) -> bool: ...


def check_rows(rows: FloatMatrix, dimension: int) -> FloatMatrix:
    """Copy the rows, so that nobody changes them later; an empty matrix of any width is accepted."""
    if rows.size == 0:
        return np.empty((0, dimension), dtype=np.float32)
    if rows.ndim != 2 or rows.shape[1] != dimension:
        raise WrongVectors(f"Rows of shape {rows.shape} cannot join an index of dimension {dimension}: encode again.")
    if not np.isfinite(rows).all():
        raise WrongVectors("A row holds values that are not finite numbers: encode its document again.")
    return np.array(rows, dtype=np.float32, order="C")


def check_queries(queries: FloatMatrix, dimension: int) -> FloatMatrix:
    if queries.ndim != 2 or queries.shape[1] != dimension:
        raise WrongVectors(f"Queries of shape {queries.shape} cannot ask an index of dimension {dimension}.")
    if not np.isfinite(queries).all():
        raise WrongVectors("A query holds values that are not finite numbers: encode it again.")
    return np.ascontiguousarray(queries, dtype=np.float32)
