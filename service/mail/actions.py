"""What is done with mail: queued for one person, recorded before it is tried, and ended by the server's answer."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from service.mail.addresses import mailbox_key
from service.mail.models import Delivery, DeliveryKind, DeliveryState
from service.mail.pacing import PACED_OVER_SECONDS, over_the_rate
from service.mail.queries import count_attempts, lock_domains
from service.mail.retries import next_attempt_after
from service.mail.transport import Accepted, Outcome, PermanentFailure, TemporaryFailure
from service.work import WorkKind, add_work


async def queue_delivery(
    session: AsyncSession, *, person_id: int, address: str, kind: DeliveryKind, alert_id: int | None = None
) -> Delivery:
    """A message to be written and sent as soon as the transaction commits."""
    delivery = Delivery(
        person_id=person_id,
        kind=kind,
        alert_id=alert_id,
        mailbox_key=mailbox_key(address),
        domain=address.rpartition("@")[2].casefold(),
    )
    session.add(delivery)
    await session.flush()
    await add_work(session, WorkKind.SEND_MAIL, [delivery.id], owner_id=person_id)
    return delivery


async def held_back(
    session: AsyncSession, delivery_ids: Collection[int], *, per_minute: int, now: datetime
) -> set[int]:
    """Which of these must wait, as their domains got as much as they may in the last minute."""
    waiting = await lock_domains(session, delivery_ids)
    since = now - timedelta(seconds=PACED_OVER_SECONDS)
    sent = await count_attempts(session, {domain for _, domain in waiting}, since=since)
    return over_the_rate(waiting, sent, per_minute=per_minute)


def drop_delivery(delivery: Delivery, reason: str, *, now: datetime) -> None:
    delivery.state, delivery.dropped_reason, delivery.ended_at = DeliveryState.DROPPED, reason, now


def record_outcome(delivery: Delivery, outcome: Outcome, *, now: datetime) -> timedelta | None:
    """Write down the server's answer; returns after how long to try again, or None when this delivery has ended."""
    delivery.reply_code, delivery.reply_text = outcome.code, outcome.text[:500]
    delivery.unanswered = isinstance(outcome, TemporaryFailure) and outcome.unknown
    if isinstance(outcome, Accepted):
        delivery.state, delivery.ended_at = DeliveryState.ACCEPTED, now
        return None
    wait = None if isinstance(outcome, PermanentFailure) else next_attempt_after(delivery.attempts, kind=delivery.kind)
    if wait is None:
        delivery.state, delivery.ended_at = DeliveryState.FAILED, now
    return wait


async def send_again(session: AsyncSession, delivery: Delivery) -> None:
    """Have a delivery that failed for good tried anew, by the same message and from the start of its schedule."""
    delivery.state, delivery.ended_at, delivery.attempts = DeliveryState.PENDING, None, 0
    await session.flush()
    await add_work(session, WorkKind.SEND_MAIL, [delivery.id], owner_id=delivery.person_id)
