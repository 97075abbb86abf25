"""From passages to stored vectors, in the three steps of a task: prepare, encode with no transaction open, keep."""

from collections.abc import Collection as Texts
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder, FloatMatrix, FloatVector
from embeddings.passages import Document, Passage, split_document
from service.change_log import Collection, Event, record_change
from service.legibility.queries import store_legibility
from service.legibility.rules import Legibility, judged_by, legibility_of
from service.vectors import generation_id, store_vectors, vectors_by_text

Encoded = dict[int, tuple[tuple[Passage, ...], FloatMatrix]]


@dataclass(frozen=True)
class Cut:
    """A document in passages, and how much of it they hold. What is not scored has none, so that no index finds it."""

    passages: tuple[Passage, ...]
    legibility: Legibility


@dataclass(frozen=True)
class Prepared:
    """The passages of documents, and the vectors of those that were encoded before."""

    passages: dict[int, tuple[Passage, ...]]
    known: dict[str, FloatVector]


def cut_document(document: Document, encoder: Encoder, *, stated: str, reads: Texts[str]) -> Cut:
    """Cut and judge a document; `stated` is its language as its owner says, `reads` are the model's languages."""
    passages = split_document(document, encoder)
    legibility = legibility_of(document, passages, stated=stated, reads=reads)
    return Cut(passages if legibility.scored else (), legibility)


async def prepare(session: AsyncSession, encoder: Encoder, cuts: Mapping[int, Cut]) -> Prepared:
    """Look up what need not be encoded again."""
    generation = await generation_id(session, encoder.fingerprint)
    passages = {document_id: cut.passages for document_id, cut in cuts.items()}
    hashes = {passage.text_hash for cut in passages.values() for passage in cut}
    return Prepared(passages, await vectors_by_text(session, generation, hashes))


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
    nothing = np.empty((0, encoder.dimension), dtype=np.float32)
    return {
        document_id: (cut, np.stack([vectors[passage.text_hash] for passage in cut]) if cut else nothing)
        for document_id, cut in prepared.passages.items()
    }


async def keep(
    session: AsyncSession,
    encoder: Encoder,
    collection: Collection,
    encoded: Encoded,
    judged: Mapping[int, Legibility],
    *,
    reads: Texts[str],
) -> None:
    """Store the vectors with how much they rest on, and tell every index through the change log."""
    generation = await generation_id(session, encoder.fingerprint)
    await store_vectors(session, generation, collection, encoded)
    kept = {document_id: judged[document_id] for document_id in encoded}
    await store_legibility(session, generation, collection, kept, judged_by=judged_by(reads))
    for document_id in encoded:
        record_change(session, collection, document_id, Event.ENCODED)
