"""Work as rows: what is to be done, asked for once however often, and finished only while its lease still holds.

A row is one kind of work for one subject. Asking for it again while it waits changes nothing; asking while it is being
done raises its version, so that it is done once more. How rows are taken, and when one no longer is, is in claiming.

So that nobody waits in a circle, a transaction locks rows of work after those of what the work is about, and several of
one kind in the order of their subjects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Identity,
    Index,
    UniqueConstraint,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from service.database import AFTER_COMMIT, among
from service.errors import Conflict

LEASE_SECONDS = 10
_ROWS_PER_STATEMENT = 5_000


class WorkKind(StrEnum):
    """Each is the name of the task that does it."""

    ENCODE_LISTINGS = "encode_listings"
    ENCODE_CANDIDATES = "encode_candidates"
    ENCODE_ALERTS = "encode_alerts"
    MATCH_LISTINGS = "match_listings"
    MATCH_ALERTS = "match_alerts"
    COMPOSE_MAIL = "compose_mail"
    SEND_MAIL = "send_mail"


class LeaseLost(Conflict):
    """The work was taken over by another worker: what this one did must not be written."""

    code = "lease-lost"


class Work(SQLModel, table=True):
    """`attempts` counts failures and, while the row is claimed, the attempt that is being made; `crashes` counts apart.

    `claimed_at` is when the lease began, `failing_since` when the row first went wrong since it was last done.
    """

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_work_claim", "kind", "available_at"),
        Index("ix_work_failing", "failing_since", postgresql_where="failing_since IS NOT NULL"),
    )

    id: int = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    kind: str = Field(max_length=30)
    subject_id: int = Field(sa_type=BigInteger)
    owner_id: int = Field(default=0, sa_type=BigInteger)
    version: int = 1
    available_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    lease_token: UUID | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    leased_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    attempts: int = 0
    crashes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    last_error: str | None = Field(default=None, max_length=500)
    failing_since: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    set_aside_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


UNCLAIMED: dict[str, Any] = {"lease_token": None, "claimed_at": None, "leased_until": None}


@dataclass(frozen=True)
class Claimed:
    """A row that is ours until its lease ends; `attempts` counts this one and those that failed."""

    id: int
    kind: str
    subject_id: int
    version: int
    token: UUID
    attempts: int
    crashes: int = 0


async def add_work(
    session: AsyncSession,
    kind: WorkKind,
    subjects: Sequence[int],
    *,
    owner_id: int = 0,
    delay: timedelta | None = None,
    edited: bool = False,
) -> None:
    """Ask for work on each subject; the workers are poked when the transaction commits. Fairness is by owner.

    `edited`: the subjects are not what they were. What went wrong with them before counts no more and what was set
    aside is free again, as the poison may be gone. Asked for without it, as by the clock, what is set aside stays so.
    """
    if not subjects:
        return
    due = func.now() + (delay or timedelta())
    row = {"kind": kind.value, "owner_id": owner_id, "available_at": due}
    ordered = sorted(set(subjects))
    for start in range(0, len(ordered), _ROWS_PER_STATEMENT):
        batch = ordered[start : start + _ROWS_PER_STATEMENT]
        statement = insert(Work).values([{**row, "subject_id": subject} for subject in batch])
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["kind", "subject_id"],
                set_={
                    "version": col(Work.version) + 1,
                    "available_at": func.least(col(Work.available_at), statement.excluded.available_at),
                    **(as_new() if edited else {}),
                },
            )
        )
    if delay is None:
        session.info.setdefault(AFTER_COMMIT, set()).add(kind.value)


async def schedule_work(session: AsyncSession, kind: WorkKind, due: Mapping[int, datetime], *, now: datetime) -> None:
    """Ask for work on each subject at its own time; each subject is its own owner. What is due sooner stays so."""
    subjects = sorted(due)
    for start in range(0, len(subjects), _ROWS_PER_STATEMENT):
        batch = subjects[start : start + _ROWS_PER_STATEMENT]
        rows = [
            {
                "kind": kind.value,
                "subject_id": each,
                "owner_id": each,
                "available_at": func.now() + max(timedelta(), due[each] - now),
            }
            for each in batch
        ]
        statement = insert(Work).values(rows)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["kind", "subject_id"],
                set_={
                    "version": col(Work.version) + 1,
                    "available_at": func.least(col(Work.available_at), statement.excluded.available_at),
                },
            )
        )
    if any(at <= now for at in due.values()):
        session.info.setdefault(AFTER_COMMIT, set()).add(kind.value)


async def hold_work(session: AsyncSession, claims: Sequence[Claimed]) -> None:
    """Raise LeaseLost unless all of it is still ours; it stays so until the transaction ends."""
    held = await held_among(session, claims)
    for claim in claims:
        if claim not in held:
            raise _lost(claim)


async def held_among(session: AsyncSession, claims: Sequence[Claimed]) -> list[Claimed]:
    """What of it is still ours; it stays so until the transaction ends."""
    held = await session.execute(
        select(col(Work.id), col(Work.lease_token))
        .where(col(Work.id).in_([claim.id for claim in claims]))
        .order_by(col(Work.subject_id))
        .with_for_update()
    )
    ours = {(id_, token) for id_, token in held}
    return [claim for claim in claims if (claim.id, claim.token) in ours]


async def renew_leases(
    session: AsyncSession, claims: Sequence[Claimed], *, lease_seconds: float = LEASE_SECONDS
) -> None:
    """Keep what is still ours a while longer. Rows that are being finished are passed over, never waited for."""
    ours = (
        select(col(Work.id))
        .where(col(Work.id).in_([claim.id for claim in claims]))
        .where(col(Work.lease_token).in_({claim.token for claim in claims}))
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(ours)).all()
    leased_until = func.now() + timedelta(seconds=lease_seconds)
    await session.execute(update(Work).where(col(Work.id).in_(ids)).values(leased_until=leased_until))


async def finish_work(session: AsyncSession, claims: Sequence[Claimed]) -> None:
    """Write that claimed work is done; raises LeaseLost when any of it is no longer ours.

    Work that was asked for again meanwhile stays, free to be claimed and as if it had never gone wrong.
    """
    for claim in claims:
        done = await session.execute(
            delete(Work).where(_is_ours(claim), col(Work.version) == claim.version).returning(col(Work.id))
        )
        if done.first() is not None:
            continue
        again = await session.execute(
            update(Work).where(_is_ours(claim)).values(as_new() | UNCLAIMED | {"attempts": 0}).returning(col(Work.id))
        )
        if again.first() is None:
            raise _lost(claim)
        session.info.setdefault(AFTER_COMMIT, set()).add(claim.kind)


async def postpone_work(session: AsyncSession, claims: Sequence[Claimed], *, delay: timedelta, error: str) -> None:
    """Give claimed work back that failed, due after `delay`; what was asked for again meanwhile is due at once."""
    for claim in claims:
        due = case((col(Work.version) == claim.version, func.now() + delay), else_=func.now())
        since = func.coalesce(col(Work.failing_since), func.now())
        await session.execute(
            update(Work)
            .where(_is_ours(claim))
            .values(UNCLAIMED | {"available_at": due, "last_error": error[:500], "failing_since": since})
        )


async def reschedule_work(session: AsyncSession, claim: Claimed, *, after: timedelta) -> None:
    """What was to be done now is done, and there is more later; asked for again meanwhile, it is due at once."""
    due = case((col(Work.version) == claim.version, func.now() + max(timedelta(), after)), else_=func.now())
    kept = await session.execute(
        update(Work)
        .where(_is_ours(claim))
        .values(as_new() | UNCLAIMED | {"attempts": 0, "available_at": due})
        .returning(col(Work.id))
    )
    if kept.first() is None:
        raise _lost(claim)


async def give_back_work(session: AsyncSession, claims: Sequence[Claimed]) -> None:
    """Give claimed work back that was not done, as when a worker is stopped: due at once, and counted as nothing."""
    for claim in claims:
        await session.execute(
            update(Work).where(_is_ours(claim)).values(UNCLAIMED | {"attempts": col(Work.attempts) - 1})
        )


async def still_asked_for(session: AsyncSession, kind: WorkKind, subjects: Sequence[int]) -> set[int]:
    """The subjects whose work of this kind is not finished."""
    found = await session.scalars(
        select(col(Work.subject_id)).where(col(Work.kind) == kind.value, among(col(Work.subject_id), subjects))
    )
    return set(found)


def is_free() -> ColumnElement[bool]:
    """Due, not set aside, and leased to nobody or to somebody who has not been heard of since."""
    return (
        (col(Work.available_at) <= func.now())
        & col(Work.set_aside_at).is_(None)
        & (col(Work.leased_until).is_(None) | (col(Work.leased_until) < func.now()))
    )


def as_new() -> dict[str, Any]:
    """What a row is set to whose past counts no more; if it is claimed, it stays so, at its first attempt."""
    attempts = case((col(Work.lease_token).is_(None), 0), else_=1)
    return {"attempts": attempts, "crashes": 0, "last_error": None, "failing_since": None, "set_aside_at": None}


def _is_ours(claim: Claimed) -> ColumnElement[bool]:
    return (col(Work.id) == claim.id) & (col(Work.lease_token) == claim.token)


def _lost(claim: Claimed) -> LeaseLost:
    return LeaseLost(f"Another worker took over {claim.kind} of {claim.subject_id}; this result is dropped.")
