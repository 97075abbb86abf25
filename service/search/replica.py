"""An index in this process that follows the change log, and repairs itself from the stored vectors when it must."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from pathlib import Path

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import FloatMatrix
from embeddings.errors import EmbeddingsError
from embeddings.faiss_index import FaissIndex
from embeddings.fingerprint import Fingerprint
from service.change_log import Collection, changes_after, head
from service.vectors import generation_id, load_vectors

logger = logging.getLogger(__name__)

Live = Callable[[AsyncSession, AbstractSet[int] | None], Awaitable[set[int]]]
_LOADED_AT_ONCE = 2_000
# A generation file is written when this many documents changed since the last one.
_CHANGED_ENOUGH = 500


class Replica:
    """One collection's index. `live` says which documents may be in it: what is not live is not found."""

    def __init__(self, collection: Collection, live: Live, *, folder: Path, fingerprint: Fingerprint):
        self.collection = collection
        self.position = 0
        self._live = live
        self.fingerprint = fingerprint
        self._folder = folder / fingerprint.digest() / collection.value
        self._index: FaissIndex | None = None
        self._changed = 0
        self._catching_up = asyncio.Lock()

    @property
    def index(self) -> FaissIndex:
        """The index as far as it has been read; call `catch_up` once before."""
        if self._index is None:
            raise RuntimeError("An index is read before it was caught up")
        return self._index

    async def catch_up(self, session: AsyncSession) -> FaissIndex:
        """Read everything that was committed before this call; readers of the index never wait for it."""
        async with self._catching_up:
            if self._index is None:
                await self._open(session)
            changes = await changes_after(session, self.collection, self.position)
            if changes.documents:
                await self._apply(session, changes.documents)
            self.position = changes.position
            return self.index

    async def save_if_grown(self, session: AsyncSession, *, least: int = _CHANGED_ENOUGH) -> bool:
        """Write the next generation file when enough has changed since the last; returns whether it did."""
        index = await self.catch_up(session)
        if self._changed < least:
            return False
        self._changed = 0
        await self._save(index, self.position)
        return True

    async def _open(self, session: AsyncSession) -> None:
        try:
            self._index = await asyncio.to_thread(FaissIndex.open, self._folder, fingerprint=self.fingerprint)
            self.position = self._index.position
            if self.position <= await head(session):
                return
            logger.warning("The index of %s is ahead of this database: building it again", self.collection)
        except (EmbeddingsError, OSError) as error:
            logger.info("Building the index of %s from stored vectors: %s", self.collection, error)
        await self._rebuild(session)

    async def _rebuild(self, session: AsyncSession) -> None:
        index = FaissIndex.empty(self.fingerprint.dimension)
        position = await head(session)
        documents = sorted(await self._live(session, None))
        for start in range(0, len(documents), _LOADED_AT_ONCE):
            index.replace_many(await self._rows(session, set(documents[start : start + _LOADED_AT_ONCE])))
        self._index, self.position, self._changed = index, position, 0
        if documents:
            await self._save(index, position)

    async def _save(self, index: FaissIndex, position: int) -> None:
        try:
            await asyncio.to_thread(index.save, self._folder, fingerprint=self.fingerprint, position=position)
        except (EmbeddingsError, OSError) as error:
            # The file only saves time at the next start: the database holds every vector.
            logger.warning("The index of %s could not be saved: %s", self.collection, error)

    async def _apply(self, session: AsyncSession, documents: frozenset[int]) -> None:
        rows = await self._rows(session, await self._live(session, documents))
        nothing = np.empty((0, self.fingerprint.dimension), dtype=np.float32)
        gone = dict.fromkeys(documents - rows.keys(), nothing)
        await asyncio.to_thread(self.index.replace_many, {**rows, **gone})
        self._changed += len(documents)

    async def _rows(self, session: AsyncSession, documents: AbstractSet[int]) -> dict[int, FloatMatrix]:
        generation = await generation_id(session, self.fingerprint)
        return await load_vectors(session, generation, self.collection, documents)


class ListingsIndex(Replica):
    """The index of open listings."""


class CandidatesIndex(Replica):
    """The index of candidates who let themselves be found."""
