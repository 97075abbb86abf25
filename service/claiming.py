"""How work is taken: what is due, in turns, with a lease; alone what went wrong before; not at all what is poison.

Work can go wrong in two ways. It fails when doing it raises an error: then it is given back, and tried again after
longer and longer waits. It crashes when its worker dies while doing it, which shows by the lease token that is left
behind: the claim that takes such a row over counts a crash. A frozen worker whose lease ended counts as dead too, as
nobody can tell the two apart. A worker that is told to stop gives its work back, which counts as nothing.

What crashed three workers is set aside: it is claimed no more until somebody edits what it is about or an operator asks
for it again, and whatever else there is goes on.
"""

import logging
from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.work import LEASE_SECONDS, UNCLAIMED, Claimed, Work, WorkKind, is_free

logger = logging.getLogger(__name__)

CRASHES_TOLERATED = 2
_FAIR_WINDOW = 4


class Past(StrEnum):
    """How the doing of a row ended before. What has no past is done together with others, what has one alone."""

    NONE = "none"
    FAILED = "failed"
    CRASHED = "crashed"


async def claim_work(
    session: AsyncSession, kind: WorkKind, *, limit: int, lease_seconds: float = LEASE_SECONDS
) -> list[Claimed]:
    """Take up to `limit` rows that are due, unleased and without a past, in turns by owner so that none starves."""
    return await _claim(session, kind, Past.NONE, limit=limit, lease_seconds=lease_seconds)


async def claim_one_with(
    session: AsyncSession, past: Past, kind: WorkKind, *, lease_seconds: float = LEASE_SECONDS
) -> list[Claimed]:
    """Take one due row that failed or crashed before, or none.

    Only one, because whatever is claimed together crashes together: of fifty rows one is the poison, and the others
    must not be counted on with it. Those that crashed least come first, so that the poison soon comes last; what
    crashed too often is set aside on the way.
    """
    if past is Past.CRASHED:
        await _set_aside_poison(session, kind)
    return await _claim(session, kind, past, limit=1, lease_seconds=lease_seconds)


async def due_kinds(session: AsyncSession) -> list[WorkKind]:
    """The kinds of which something could be claimed now."""
    found = set(await session.scalars(select(col(Work.kind)).where(is_free()).distinct()))
    return [kind for kind in WorkKind if kind.value in found]


async def due_pasts(session: AsyncSession, kind: WorkKind) -> set[Past]:
    """What the rows of a kind have behind them that could be claimed now."""
    found = await session.scalars(select(_past()).where(col(Work.kind) == kind.value, is_free()).distinct())
    return {Past(past) for past in found}


async def _claim(
    session: AsyncSession, kind: WorkKind, past: Past, *, limit: int, lease_seconds: float
) -> list[Claimed]:
    free = (col(Work.kind) == kind.value) & is_free() & (_past() == past.value)
    crashes = col(Work.crashes) + _was_left_behind()
    turn = func.row_number().over(partition_by=col(Work.owner_id), order_by=(col(Work.available_at), col(Work.id)))
    queue = select(col(Work.id), crashes.label("crashes"), turn.label("turn")).where(free).subquery()
    order = (queue.c.crashes, queue.c.turn, queue.c.id)
    next_in_turn = select(queue).order_by(*order).limit(limit * _FAIR_WINDOW).subquery()
    ours = await session.scalars(
        select(col(Work.id))
        .join(next_in_turn, next_in_turn.c.id == col(Work.id))
        .where(free)
        .order_by(next_in_turn.c.crashes, next_in_turn.c.turn, col(Work.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Work)
    )
    token = uuid4()
    rows = await session.execute(
        update(Work)
        .where(col(Work.id).in_(ours.all()))
        .values(
            lease_token=token,
            claimed_at=func.now(),
            leased_until=func.now() + timedelta(seconds=lease_seconds),
            # The attempt that crashed has been counted when it began.
            attempts=col(Work.attempts) + 1 - _was_left_behind(),
            crashes=crashes,
            failing_since=case(
                (col(Work.lease_token).is_(None), col(Work.failing_since)),
                else_=func.coalesce(col(Work.failing_since), func.now()),
            ),
        )
        .returning(
            col(Work.id), col(Work.kind), col(Work.subject_id), col(Work.version), col(Work.attempts), col(Work.crashes)
        )
    )
    claims = [
        Claimed(id_, kind_, subject, version, token, attempts, crashes)
        for id_, kind_, subject, version, attempts, crashes in rows
    ]
    return sorted(claims, key=lambda claim: claim.subject_id)


async def _set_aside_poison(session: AsyncSession, kind: WorkKind) -> None:
    """Set aside what was left behind by a worker once more than is tolerated."""
    left_behind_again = (
        select(col(Work.id))
        .where(col(Work.kind) == kind.value, is_free())
        .where(col(Work.lease_token).is_not(None), col(Work.crashes) >= CRASHES_TOLERATED)
        .with_for_update(skip_locked=True)
    )
    ids = (await session.scalars(left_behind_again)).all()
    if not ids:
        return
    crashes = CRASHES_TOLERATED + 1
    aside = {"crashes": crashes, "set_aside_at": func.now(), "last_error": f"Its worker died {crashes} times doing it"}
    await session.execute(update(Work).where(col(Work.id).in_(ids)).values(UNCLAIMED | aside))
    logger.error("%d of %s set aside: each ended its worker %d times", len(ids), kind.value, crashes)


def _past() -> ColumnElement[str]:
    """Of a row that is free: one whose lease token was left behind crashed just now."""
    return case(
        (col(Work.lease_token).is_not(None) | (col(Work.crashes) > 0), Past.CRASHED.value),
        (col(Work.attempts) > 0, Past.FAILED.value),
        else_=Past.NONE.value,
    )


def _was_left_behind() -> ColumnElement[int]:
    """1 for a free row that its last worker neither finished nor gave back, else 0."""
    return case((col(Work.lease_token).is_not(None), 1), else_=0)
