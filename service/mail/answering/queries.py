"""What the mail server last answered to the messages that wait for another attempt."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.mail.answering.rules import LOGIN_REFUSED, UNANSWERED, Attempts
from service.mail.models import Delivery, DeliveryState


async def read_attempts(session: AsyncSession, *, now: datetime) -> Attempts:
    """Cheap while all is well: then nothing waits for another attempt, and nothing more is asked."""
    code = col(Delivery.reply_code)
    unanswered, answered = code.is_(None), code.is_not(None)
    login, us = code.in_(LOGIN_REFUSED), and_(code >= 500, code.not_in(LOGIN_REFUSED))
    other = and_(code < 500, code.not_in(LOGIN_REFUSED))
    row = (
        await session.execute(
            select(
                func.count().filter(unanswered),
                func.max(col(Delivery.attempted_at)).filter(unanswered),
                func.count().filter(login),
                func.count().filter(us),
                func.count(col(Delivery.person_id).distinct()).filter(other),
                func.min(col(Delivery.created_at)).filter(other),
                func.max(col(Delivery.attempted_at)).filter(login | us),
                func.max(col(Delivery.attempted_at)).filter(answered),
                func.min(col(Delivery.created_at)),
            ).where(
                col(Delivery.state) == DeliveryState.PENDING,
                col(Delivery.attempted_at).is_not(None),
                # Without it the first attempt is under way.
                col(Delivery.reply_text).is_not(None),
            )
        )
    ).one()
    found = Attempts(*row[:7], last_answered_at=row[7])
    oldest: datetime | None = row[8]
    if oldest is None:
        return found
    ended = col(Delivery.ended_at)
    accepted_at, ended_at = (
        await session.execute(
            select(func.max(ended).filter(col(Delivery.state) == DeliveryState.ACCEPTED), func.max(ended)).where(
                ended > min(oldest, now - UNANSWERED), col(Delivery.reply_code).is_not(None)
            )
        )
    ).one()
    answered_at = max((at for at in (ended_at, row[7]) if at is not None), default=None)
    return replace(found, last_accepted_at=accepted_at, last_answered_at=answered_at)
