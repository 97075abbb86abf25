"""The change log: what changed, in the order in which it was committed. Index replicas and alerts read it by position.

A serial alone hands out numbers before commit, so that a slow writer's entry appears behind a reader's position and is
lost. Entries are therefore the last statements before a commit, written under one advisory lock that is held until it:
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Identity, Index, any_, bindparam, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

_LOCK = 0x526F6C65
_RECORDED = "recorded_changes"


class Collection(StrEnum):
    """What has vectors: one index each."""

    LISTINGS = "listings"
    CANDIDATES = "candidates"
    ALERTS = "alerts"


class Event(StrEnum):
    """What happened to a document. Only OPENED, EDITED and CONFIRMED can lead to an announcement."""

    OPENED = "opened"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    ENCODED = "encoded"
    LEFT = "left"


class Change(SQLModel, table=True):
    __tablename__ = "change_log"
    __table_args__ = (Index("ix_change_log_document", "collection", "document_id", "position"),)

    position: int = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True, autoincrement=True)
    )
    collection: str = Field(max_length=20)
    document_id: int = Field(sa_type=BigInteger)
    event: str = Field(max_length=20)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


@dataclass(frozen=True)
class Changes:
    """The documents of one collection that changed up to a position, each once."""

    documents: frozenset[int]
    position: int


def record_change(session: AsyncSession, collection: Collection, document_id: int, event: Event) -> None:
    """Note a change; it is written by the transaction's commit, in commit order."""
    entry = {"collection": collection.value, "document_id": document_id, "event": event.value}
    recorded: list[dict[str, Any]] = session.info.setdefault(_RECORDED, [])
    if entry not in recorded:
        recorded.append(entry)


def forget_changes(session: AsyncSession, *, keep: int) -> None:
    """Drop what was recorded after the first `keep` entries, when a savepoint is rolled back."""
    del session.info.setdefault(_RECORDED, [])[keep:]


def count_recorded(session: AsyncSession) -> int:
    return len(session.info.get(_RECORDED, []))


async def append_recorded(session: AsyncSession) -> None:
    """Write the recorded changes; must be followed by the commit, with nothing between."""
    entries = session.info.pop(_RECORDED, [])
    if entries:
        await session.flush()
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await session.execute(insert(Change), entries)


async def head(session: AsyncSession) -> int:
    """The newest position that anyone can have read."""
    return (await session.scalar(select(func.max(col(Change.position))))) or 0


async def changes_after(session: AsyncSession, collection: Collection, position: int) -> Changes:
    """Documents of a collection changed after `position`, and the position up to which this holds."""
    newest = await head(session)
    if newest <= position:
        return Changes(frozenset(), position)
    found = await session.scalars(
        select(col(Change.document_id))
        .where(col(Change.collection) == collection.value)
        .where(col(Change.position) > position, col(Change.position) <= newest)
        .distinct()
    )
    return Changes(frozenset(found), newest)


async def event_positions(
    session: AsyncSession, collection: Collection, documents: Sequence[int], events: Sequence[Event]
) -> dict[int, int]:
    """The newest position of any of `events` for each document that has one."""
    # One array, as an IN list may not exceed 32,767 entries.
    one_of = col(Change.document_id) == any_(bindparam(None, list(documents), type_=ARRAY(BigInteger), unique=True))
    rows = await session.execute(
        select(col(Change.document_id), func.max(col(Change.position)))
        .where(col(Change.collection) == collection.value, one_of)
        .where(col(Change.event).in_([event.value for event in events]))
        .group_by(col(Change.document_id))
    )
    return {document: position for document, position in rows}
