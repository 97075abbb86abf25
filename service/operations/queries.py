"""All SQL of what operators see: what is stuck in the queue and in the mail, and what it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    TextClause,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import Person
from service.alerts.models import Alert
from service.candidates.models import Candidate
from service.database import AFTER_COMMIT, among
from service.listings.models import Listing
from service.mail.models import IN_TROUBLE, MANY_ATTEMPTS, Delivery, DeliveryState
from service.operations.rules import Place, Source
from service.work import UNCLAIMED, Work, WorkKind, as_new

_STUCK_STATES = (DeliveryState.FAILED, DeliveryState.PENDING)


@dataclass(frozen=True)
class About:
    """What a kind of work is done on."""

    name: str
    table: type[Listing] | type[Candidate] | type[Alert] | type[Person] | type[Delivery]


ABOUT: dict[WorkKind, About] = {
    WorkKind.ENCODE_LISTINGS: About("listing", Listing),
    WorkKind.ENCODE_CANDIDATES: About("candidate", Candidate),
    WorkKind.ENCODE_ALERTS: About("alert", Alert),
    WorkKind.MATCH_LISTINGS: About("listing", Listing),
    WorkKind.MATCH_ALERTS: About("alert", Alert),
    WorkKind.COMPOSE_MAIL: About("person", Person),
    WorkKind.SEND_MAIL: About("delivery", Delivery),
}


async def list_places(session: AsyncSession, before: Place | None, *, limit: int) -> list[Place]:
    """Where what is stuck stands in the list of it, the newest first, from behind a place on."""
    found = union_all(
        select(
            literal(Source.WORK.value).label("source"),
            col(Work.id).label("number"),
            _microseconds(func.coalesce(col(Work.set_aside_at), col(Work.failing_since))).label("since"),
        ).where(_work_is_stuck()),
        select(
            literal(Source.DELIVERY.value),
            col(Delivery.id),
            _microseconds(func.coalesce(col(Delivery.ended_at), col(Delivery.created_at))),
        ).where(*_delivery_is_stuck()),
    ).subquery()
    position = tuple_(found.c.since, found.c.source, found.c.number)
    query = select(found).order_by(found.c.since.desc(), found.c.source.desc(), found.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(position < tuple_(before.microseconds, before.source.value, before.number))
    return [Place(since, Source(source), number) for source, number, since in await session.execute(query)]


async def count_stuck(session: AsyncSession) -> int:
    counts = [
        select(func.count()).select_from(Work).where(_work_is_stuck()).scalar_subquery(),
        select(func.count()).select_from(Delivery).where(*_delivery_is_stuck()).scalar_subquery(),
    ]
    return await session.scalar(select(counts[0] + counts[1])) or 0


async def work_by_id(session: AsyncSession, ids: Sequence[int]) -> dict[int, Work]:
    return {each.id: each for each in await session.scalars(select(Work).where(among(col(Work.id), ids)))}


async def deliveries_by_id(session: AsyncSession, ids: Sequence[int]) -> dict[int, Delivery]:
    return {each.id: each for each in await session.scalars(select(Delivery).where(among(col(Delivery.id), ids)))}


async def public_ids_of(session: AsyncSession, works: Iterable[Work]) -> dict[tuple[str, int], UUID]:
    """What rows of work are about, by kind and subject; what is gone is left out."""
    subjects: dict[str, list[int]] = {}
    for each in works:
        subjects.setdefault(each.kind, []).append(each.subject_id)
    found: dict[tuple[str, int], UUID] = {}
    for kind, ids in subjects.items():
        table = ABOUT[WorkKind(kind)].table
        rows = await session.execute(select(col(table.id), col(table.public_id)).where(among(col(table.id), ids)))
        found |= {(kind, id_): public_id for id_, public_id in rows}
    return found


async def lock_stuck_work(session: AsyncSession, work_id: int) -> tuple[Work, bool] | None:
    """The row while it is stuck, and whether a worker is at it at this moment."""
    under_way = col(Work.leased_until).is_not(None) & (col(Work.leased_until) > func.now())
    query = select(Work, under_way).where(col(Work.id) == work_id, _work_is_stuck()).with_for_update()
    row = (await session.execute(query)).first()
    return (row[0], row[1]) if row else None


async def free_work(session: AsyncSession, work: Work) -> None:
    """Have a row that is stuck done as if it had never gone wrong, now."""
    values: dict[str, Any] = as_new() | UNCLAIMED | {"attempts": 0, "available_at": func.now()}
    await session.execute(update(Work).where(col(Work.id) == work.id).values(values))
    session.info.setdefault(AFTER_COMMIT, set()).add(work.kind)


async def find_delivery(session: AsyncSession, public_id: UUID) -> Delivery | None:
    return await session.scalar(select(Delivery).where(col(Delivery.public_id) == public_id))


async def recipient_of(session: AsyncSession, delivery_id: int) -> Person | None:
    return await session.scalar(
        select(Person).join(Delivery, col(Delivery.person_id) == col(Person.id)).where(col(Delivery.id) == delivery_id)
    )


def _work_is_stuck() -> ColumnElement[bool]:
    return col(Work.failing_since).is_not(None) & or_(
        col(Work.set_aside_at).is_not(None), col(Work.attempts) >= MANY_ATTEMPTS
    )


def _delivery_is_stuck() -> tuple[TextClause, ColumnElement[bool]]:
    return text(IN_TROUBLE), col(Delivery.state).in_(_STUCK_STATES)


def _microseconds(moment: Any) -> ColumnElement[int]:
    return cast(func.extract("epoch", moment) * 1_000_000, BigInteger)
