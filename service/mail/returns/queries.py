"""All SQL about what came back: reports, counts of failures, and the mailbox that reports are read from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.mail.models import Delivery, DeliveryReport
from service.mail.reports import Report
from service.mail.returns.models import BounceCount, ReportsMailbox

_READING_LOCK = 0x72657075


async def find_delivery(session: AsyncSession, public_id: UUID) -> Delivery | None:
    return await session.scalar(select(Delivery).where(col(Delivery.public_id) == public_id))


async def add_report(session: AsyncSession, delivery_id: int, report: Report, *, now: datetime) -> bool:
    """Put a report on record; returns whether it is the first of its verdict about this delivery."""
    added = await session.scalar(
        insert(DeliveryReport)
        .values(delivery_id=delivery_id, verdict=report.verdict, status=report.status, said=report.said, created_at=now)
        .on_conflict_do_nothing()
        .returning(col(DeliveryReport.id))
    )
    return added is not None


async def lock_bounce_count(session: AsyncSession, folded_address: str) -> BounceCount:
    """The count of an address, made where there was none; nobody else changes it until the transaction ends."""
    await session.execute(insert(BounceCount).values(folded_address=folded_address, days=0).on_conflict_do_nothing())
    query = select(BounceCount).where(col(BounceCount.folded_address) == folded_address).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def forget_bounces(session: AsyncSession, folded_address: str) -> None:
    await session.execute(delete(BounceCount).where(col(BounceCount.folded_address) == folded_address))


async def forget_bounces_before(session: AsyncSession, moment: datetime) -> None:
    await session.execute(delete(BounceCount).where(col(BounceCount.last_at) < moment))


async def begin_reading(session: AsyncSession) -> bool:
    """Be the one who reads the mailbox, until the transaction ends; False while another is."""
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(_READING_LOCK))))


async def get_mailbox_state(session: AsyncSession) -> ReportsMailbox | None:
    return await session.get(ReportsMailbox, 1)


async def mark_mailbox_read(session: AsyncSession, *, now: datetime) -> None:
    mailbox = await _lock_mailbox_state(session)
    mailbox.read_at, mailbox.failing_since, mailbox.error = now, None, None


async def mark_mailbox_failing(session: AsyncSession, error: str, *, now: datetime) -> None:
    """Keep since when it fails, and why it does now."""
    mailbox = await _lock_mailbox_state(session)
    mailbox.failing_since, mailbox.error = mailbox.failing_since or now, error[:200]


async def _lock_mailbox_state(session: AsyncSession) -> ReportsMailbox:
    await session.execute(insert(ReportsMailbox).values(id=1).on_conflict_do_nothing())
    return await session.get_one(ReportsMailbox, 1, with_for_update=True)
