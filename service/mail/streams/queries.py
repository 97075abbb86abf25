"""All SQL about the pauses of streams, and the counts that decide on them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.mail.models import Delivery, DeliveryKind, DeliveryReport, DeliveryState
from service.mail.reports import Verdict
from service.mail.streams.models import Stream, StreamPause, stream_of


async def list_pauses(session: AsyncSession) -> list[StreamPause]:
    """The streams' last pauses, whether they are over or not."""
    return list(await session.scalars(select(StreamPause).order_by(col(StreamPause.stream))))


async def lock_pause(session: AsyncSession, stream: Stream) -> StreamPause:
    """The stream's last pause, made where there was none; nobody else changes it until the transaction ends."""
    await session.execute(insert(StreamPause).values(stream=stream, status="", pauses=0).on_conflict_do_nothing())
    query = select(StreamPause).where(col(StreamPause.stream) == stream).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


@dataclass(frozen=True)
class Attempts:
    """How many messages were tried, of which were refused by policy, and how many were tried in a whole day."""

    refused: int
    attempted: int
    attempted_in_a_day: int


async def count_attempts(session: AsyncSession, stream: Stream, *, since: datetime, in_a_day: datetime) -> Attempts:
    earliest = min(since, in_a_day)
    counted = await session.execute(
        select(
            func.count().filter(col(Delivery.attempted_at) >= since),
            func.count().filter(col(Delivery.attempted_at) >= in_a_day),
        ).where(col(Delivery.attempted_at) >= earliest, col(Delivery.kind).in_(_kinds(stream)))
    )
    attempted, of_a_day = counted.one()
    refused = await session.scalar(
        select(func.count())
        .select_from(DeliveryReport)
        .join(Delivery, col(Delivery.id) == col(DeliveryReport.delivery_id))
        .where(col(DeliveryReport.verdict) == Verdict.POLICY, col(DeliveryReport.created_at) >= since)
        .where(col(Delivery.kind).in_(_kinds(stream)))
    )
    return Attempts(refused or 0, attempted, of_a_day)


async def count_complaints(session: AsyncSession, *, since: datetime) -> tuple[int, int]:
    """How many persons complained of alerts since then, and how many alert mails were accepted."""
    complained = await session.scalar(
        select(func.count(col(Delivery.person_id).distinct()))
        .join(DeliveryReport, col(Delivery.id) == col(DeliveryReport.delivery_id))
        .where(col(DeliveryReport.verdict) == Verdict.COMPLAINT, col(DeliveryReport.created_at) >= since)
        .where(col(Delivery.kind).in_(_kinds(Stream.ALERTS)))
    )
    accepted = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(col(Delivery.ended_at) >= since, col(Delivery.state) == DeliveryState.ACCEPTED)
        .where(col(Delivery.kind).in_(_kinds(Stream.ALERTS)))
    )
    return complained or 0, accepted or 0


async def waiting_in(session: AsyncSession, stream: Stream) -> list[int]:
    """The deliveries of a stream that have not ended."""
    query = select(col(Delivery.id)).where(col(Delivery.state) == DeliveryState.PENDING)
    return list(await session.scalars(query.where(col(Delivery.kind).in_(_kinds(stream)))))


def _kinds(stream: Stream) -> list[DeliveryKind]:
    return [kind for kind in DeliveryKind if stream_of(kind) is stream]
