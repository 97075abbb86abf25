"""From passages to stored vectors, in the three steps of a task: prepare, encode with no transaction open, keep."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder, FloatMatrix, FloatVector
from embeddings.passages import Passage
from service.change_log import Collection, Event, record_change
from service.vectors import generation_id, store_vectors, vectors_by_text

Encoded = dict[int, tuple[tuple[Passage, ...], FloatMatrix]]


@dataclass(frozen=True)
class Prepared:
    """The passages of documents, and the vectors of those that were encoded before."""

    passages: dict[int, tuple[Passage, ...]]
    known: dict[str, FloatVector]


async def prepare(session: AsyncSession, encoder: Encoder, passages: Mapping[int, tuple[Passage, ...]]) -> Prepared:
    """Look up what need not be encoded again."""
    generation = await generation_id(session, encoder.fingerprint)
    hashes = {passage.text_hash for cut in passages.values() for passage in cut}
    return Prepared(dict(passages), await vectors_by_text(session, generation, hashes))


def encode(encoder: Encoder, prepared: Prepared) -> Encoded:
    """Encode what is not known yet, each text once. Takes long: run it in a thread."""
    texts = {
        passage.text_hash: passage.text
        for cut in prepared.passages.values()
        for passage in cut
        if passage.text_hash not in prepared.known
    }
    fresh = dict(zip(texts, encoder.encode(list(texts.values())), strict=True))
    vectors = prepared.known | fresh
    return {
        document_id: (cut, np.stack([vectors[passage.text_hash] for passage in cut]))
        for document_id, cut in prepared.passages.items()
    }


async def keep(session: AsyncSession, encoder: Encoder, collection: Collection, encoded: Encoded) -> None:
    """Store the vectors and tell every index through the change log."""
    await store_vectors(session, await generation_id(session, encoder.fingerprint), collection, encoded)
    for document_id in encoded:
        record_change(session, collection, document_id, Event.ENCODED)
