"""How much work there is of each kind, how long it has waited or been under way, and how much of it is set aside."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.work import Work, is_free


@dataclass(frozen=True)
class Backlog:
    """Of one kind. `waiting` counts what is being done, too; what is set aside counts for itself.

    `oldest_waiting_seconds` is for how long the first in the queue could have been claimed, `oldest_lease_seconds` for
    how long the longest claimed row has been so, however long ago its lease ended; 0 where there is none.
    """

    kind: str
    waiting: int
    set_aside: int
    oldest_waiting_seconds: float
    oldest_lease_seconds: float


async def list_backlogs(session: AsyncSession) -> list[Backlog]:
    """Of the kinds of which there is work, by name."""
    is_set_aside = col(Work.set_aside_at).is_not(None)
    rows = await session.execute(
        select(
            col(Work.kind),
            func.count().filter(~is_set_aside),
            func.count().filter(is_set_aside),
            _seconds_since(func.min(col(Work.available_at)).filter(is_free())),
            _seconds_since(func.min(col(Work.claimed_at)).filter(col(Work.lease_token).is_not(None))),
        )
        .group_by(col(Work.kind))
        .order_by(col(Work.kind))
    )
    return [
        Backlog(kind, waiting, aside, round(float(waited or 0), 1), round(float(leased or 0), 1))
        for kind, waiting, aside, waited, leased in rows
    ]


async def count_work(session: AsyncSession) -> dict[str, int]:
    """How many rows of each kind wait or are being done."""
    return {each.kind: each.waiting for each in await list_backlogs(session) if each.waiting}


def _seconds_since(moment: Any) -> ColumnElement[int]:
    return func.extract("epoch", func.now() - moment)
