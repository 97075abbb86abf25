"""Stored vectors: the truth behind every index, by document, passage and generation. They are personal data.

A generation is one encoder with one way of cutting passages; its vectors are never compared with another's.
"""

from collections.abc import Collection as Ids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    any_,
    bindparam,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.fingerprint import Fingerprint
from embeddings.passages import Passage
from service.change_log import Collection
from service.database import among
from service.legibility.queries import forget_legibility, judged_documents


class Generation(SQLModel, table=True):
    __tablename__ = "generation"

    id: int = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    digest: str = Field(unique=True, max_length=64)
    model: str
    revision: str
    adapter: str
    dimension: int
    passage_version: int


class StoredVector(SQLModel, table=True):
    __tablename__ = "stored_vector"
    __table_args__ = (Index("ix_stored_vector_text", "generation_id", "text_hash"),)

    generation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("generation.id", ondelete="CASCADE"), primary_key=True)
    )
    collection: str = Field(primary_key=True, max_length=20)
    document_id: int = Field(sa_type=BigInteger, primary_key=True)
    passage: int = Field(primary_key=True)
    field: str = Field(max_length=30)
    start: int
    end: int
    text_hash: str = Field(max_length=64)
    vector: bytes = Field(sa_type=LargeBinary)


@dataclass(frozen=True)
class PassagePlace:
    """Where a passage stands: `start` and `end` count characters of the named field of its document."""

    field: str
    start: int
    end: int


async def generation_id(session: AsyncSession, fingerprint: Fingerprint) -> int:
    """The number of the generation with this fingerprint, which is written down the first time it is seen."""
    found = await session.scalar(select(col(Generation.id)).where(col(Generation.digest) == fingerprint.digest()))
    if found is not None:
        return found
    await session.execute(
        insert(Generation)
        .values(
            digest=fingerprint.digest(),
            model=fingerprint.model,
            revision=fingerprint.revision,
            adapter=fingerprint.adapter,
            dimension=fingerprint.dimension,
            passage_version=fingerprint.passage_version,
        )
        .on_conflict_do_nothing()
    )
    return (
        await session.scalars(select(col(Generation.id)).where(col(Generation.digest) == fingerprint.digest()))
    ).one()


async def vectors_by_text(session: AsyncSession, generation: int, hashes: Ids[str]) -> dict[str, FloatVector]:
    """Vectors of texts that were encoded before in this generation, so that nothing is encoded twice."""
    rows = await session.execute(
        select(col(StoredVector.text_hash), col(StoredVector.vector))
        .where(
            col(StoredVector.generation_id) == generation,
            col(StoredVector.text_hash) == any_(bindparam(None, list(hashes), type_=ARRAY(String), unique=True)),
        )
        .ext(distinct_on(col(StoredVector.text_hash)))
    )
    return {text_hash: np.frombuffer(vector, dtype=np.float32) for text_hash, vector in rows}


async def store_vectors(
    session: AsyncSession,
    generation: int,
    collection: Collection,
    documents: Mapping[int, tuple[Sequence[Passage], FloatMatrix]],
) -> None:
    """Replace all vectors of each document in this generation; row i of a matrix belongs to passage i."""
    await _delete(session, collection, documents.keys(), generation)
    rows = [
        {
            "generation_id": generation,
            "collection": collection.value,
            "document_id": document_id,
            "passage": passage.number,
            "field": passage.field,
            "start": passage.start,
            "end": passage.end,
            "text_hash": passage.text_hash,
            "vector": vector.astype(np.float32).tobytes(),
        }
        for document_id, (passages, matrix) in documents.items()
        for passage, vector in zip(passages, matrix, strict=True)
    ]
    if rows:
        await session.execute(insert(StoredVector), rows)


async def load_vectors(
    session: AsyncSession, generation: int, collection: Collection, documents: Ids[int]
) -> dict[int, FloatMatrix]:
    """All rows of each document that has vectors in this generation, in the order of its passages."""
    rows = await session.execute(
        select(col(StoredVector.document_id), col(StoredVector.vector))
        .where(col(StoredVector.generation_id) == generation, col(StoredVector.collection) == collection.value)
        .where(among(col(StoredVector.document_id), documents))
        .order_by(col(StoredVector.document_id), col(StoredVector.passage))
    )
    grouped: dict[int, list[bytes]] = {}
    for document_id, vector in rows:
        grouped.setdefault(document_id, []).append(vector)
    return {
        document_id: np.frombuffer(b"".join(vectors), dtype=np.float32).reshape(len(vectors), -1)
        for document_id, vectors in grouped.items()
    }


async def encoded_documents(
    session: AsyncSession, generation: int, collection: Collection, *, judged_by: str
) -> set[int]:
    """The documents that need not be read again: judged as they would be now, and with vectors if they are scored."""
    judged = await judged_documents(session, generation, collection, judged_by=judged_by)
    found = await session.scalars(
        select(col(StoredVector.document_id))
        .where(col(StoredVector.generation_id) == generation, col(StoredVector.collection) == collection.value)
        .distinct()
    )
    with_vectors = set(found)
    return {document for document, scored in judged.items() if not scored or document in with_vectors}


async def passage_places(
    session: AsyncSession, generation: int, collection: Collection, passages: Ids[tuple[int, int]]
) -> dict[tuple[int, int], PassagePlace]:
    """Where each (document, passage) stands in its document."""
    documents = {document for document, _ in passages}
    rows = await session.execute(
        select(
            col(StoredVector.document_id),
            col(StoredVector.passage),
            col(StoredVector.field),
            col(StoredVector.start),
            col(StoredVector.end),
        )
        .where(col(StoredVector.generation_id) == generation, col(StoredVector.collection) == collection.value)
        .where(among(col(StoredVector.document_id), documents))
    )
    wanted = set(passages)
    return {(d, p): PassagePlace(field, start, end) for d, p, field, start, end in rows if (d, p) in wanted}


async def delete_vectors(session: AsyncSession, collection: Collection, documents: Ids[int]) -> None:
    """Remove a document's vectors of every generation, as erasing it demands, and what was judged of it."""
    await _delete(session, collection, documents, None)
    await forget_legibility(session, collection, documents)


async def _delete(session: AsyncSession, collection: Collection, documents: Ids[int], generation: int | None) -> None:
    statement = delete(StoredVector).where(
        col(StoredVector.collection) == collection.value, among(col(StoredVector.document_id), documents)
    )
    if generation is not None:
        statement = statement.where(col(StoredVector.generation_id) == generation)
    await session.execute(statement)
