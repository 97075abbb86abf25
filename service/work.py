"""Work as rows: what is to be done, claimed with a lease and finished only while the lease's token still holds.

A row is one kind of work for one subject. Asking for it again while it waits changes nothing; asking while it is being
done raises its version, so that it is done once more.

So that nobody waits in a circle, a transaction locks rows of work after those of what the work is about, and several of
one kind in the order of their subjects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

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
_FAIR_WINDOW = 4
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
    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_work_claim", "kind", "available_at"),
    )

    id: int = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    kind: str = Field(max_length=30)
    subject_id: int = Field(sa_type=BigInteger)
    owner_id: int = Field(default=0, sa_type=BigInteger)
    version: int = 1
    available_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    lease_token: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    attempts: int = 0
    last_error: str | None = Field(default=None, max_length=500)


@dataclass(frozen=True)
class Claimed:
    """A row that is ours until its lease ends; `attempts` counts this one."""

    id: int
    kind: str
    subject_id: int
    version: int
    token: UUID
    attempts: int


async def add_work(
    session: AsyncSession, kind: WorkKind, subjects: Sequence[int], *, owner_id: int = 0, delay: timedelta | None = None
) -> None:
    """Ask for work on each subject; the workers are poked when the transaction commits. Fairness is by owner."""
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


async def claim_work(
    session: AsyncSession, kind: WorkKind, *, limit: int, lease_seconds: float = LEASE_SECONDS
) -> list[Claimed]:
    """Take up to `limit` rows that are due and unleased, in turns by owner so that no owner starves another."""
    free = (col(Work.kind) == kind.value) & _is_free()
    turn = func.row_number().over(partition_by=col(Work.owner_id), order_by=(col(Work.available_at), col(Work.id)))
    queue = select(col(Work.id), turn.label("turn")).where(free).subquery()
    next_in_turn = select(queue).order_by(queue.c.turn, queue.c.id).limit(limit * _FAIR_WINDOW).subquery()
    ours = await session.scalars(
        select(col(Work.id))
        .join(next_in_turn, next_in_turn.c.id == col(Work.id))
        .where(free)
        .order_by(next_in_turn.c.turn, col(Work.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Work)
    )
    token = uuid4()
    rows = await session.execute(
        update(Work)
        .where(col(Work.id).in_(ours.all()))
        .values(
            lease_token=token,
            leased_until=func.now() + timedelta(seconds=lease_seconds),
            attempts=col(Work.attempts) + 1,
        )
        .returning(col(Work.id), col(Work.kind), col(Work.subject_id), col(Work.version), col(Work.attempts))
    )
    claims = [Claimed(id_, kind_, subject, version, token, attempts) for id_, kind_, subject, version, attempts in rows]
    return sorted(claims, key=lambda claim: claim.subject_id)


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

    Work that was asked for again meanwhile stays, free to be claimed.
    """
    for claim in claims:
        still_ours = (col(Work.id) == claim.id) & (col(Work.lease_token) == claim.token)
        done = await session.execute(
            delete(Work).where(still_ours, col(Work.version) == claim.version).returning(col(Work.id))
        )
        if done.first() is not None:
            continue
        again = await session.execute(
            update(Work)
            .where(still_ours)
            .values(lease_token=None, leased_until=None, attempts=0, last_error=None)
            .returning(col(Work.id))
        )
        if again.first() is None:
            raise _lost(claim)
        session.info.setdefault(AFTER_COMMIT, set()).add(claim.kind)


async def postpone_work(session: AsyncSession, claims: Sequence[Claimed], *, delay: timedelta, error: str) -> None:
    """Give claimed work back, due again after `delay`; work that was asked for again meanwhile is due at once."""
    for claim in claims:
        due = case((col(Work.version) == claim.version, func.now() + delay), else_=func.now())
        await session.execute(
            update(Work)
            .where(col(Work.id) == claim.id, col(Work.lease_token) == claim.token)
            .values(lease_token=None, leased_until=None, available_at=due, last_error=error[:500])
        )


async def reschedule_work(session: AsyncSession, claim: Claimed, *, after: timedelta) -> None:
    """What was to be done now is done, and there is more later; asked for again meanwhile, it is due at once."""
    due = case((col(Work.version) == claim.version, func.now() + max(timedelta(), after)), else_=func.now())
    kept = await session.execute(
        update(Work)
        .where(col(Work.id) == claim.id, col(Work.lease_token) == claim.token)
        .values(lease_token=None, leased_until=None, available_at=due, attempts=0, last_error=None)
        .returning(col(Work.id))
    )
    if kept.first() is None:
        raise _lost(claim)


async def due_kinds(session: AsyncSession) -> list[WorkKind]:
    """The kinds of which something could be claimed now."""
    found = set(await session.scalars(select(col(Work.kind)).where(_is_free()).distinct()))
    return [kind for kind in WorkKind if kind.value in found]


async def still_asked_for(session: AsyncSession, kind: WorkKind, subjects: Sequence[int]) -> set[int]:
    """The subjects whose work of this kind is not finished."""
    found = await session.scalars(
        select(col(Work.subject_id)).where(col(Work.kind) == kind.value, among(col(Work.subject_id), subjects))
    )
    return set(found)


async def count_work(session: AsyncSession) -> dict[str, int]:
    """How many rows of each kind wait or are being done."""
    rows = await session.execute(select(col(Work.kind), func.count()).group_by(col(Work.kind)))
    return {kind: count for kind, count in rows}


async def oldest_due_seconds(session: AsyncSession) -> float:
    """How long the longest-waiting due row has waited; 0 when nothing is late."""
    oldest = await session.scalar(select(func.now() - func.min(col(Work.available_at))))
    return max(0.0, oldest.total_seconds()) if oldest else 0.0


def _is_free() -> ColumnElement[bool]:
    """Due, and leased to nobody or to somebody who has not been heard of since."""
    return (col(Work.available_at) <= func.now()) & (
        col(Work.leased_until).is_(None) | (col(Work.leased_until) < func.now())
    )


def _lost(claim: Claimed) -> LeaseLost:
    return LeaseLost(f"Another worker took over {claim.kind} of {claim.subject_id}; this result is dropped.")
