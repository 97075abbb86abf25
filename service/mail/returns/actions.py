"""What follows from what came back about a delivery. Each verdict about one counts once, however often it comes.

Whom it is about is its caller's to know: `folded_address` is the one that the delivery's person has.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.mail.answers import status_in
from service.mail.models import Delivery, SuppressionReason
from service.mail.queries import add_suppression, lift_suppression
from service.mail.reports import Report, Verdict
from service.mail.return_path import read_token
from service.mail.returns import queries
from service.mail.returns.rules import BOUNCES_FORGOTTEN_AFTER, DAYS_OF_BOUNCES, days_with
from service.mail.streams.actions import note_complaint, note_refusal
from service.mail.transport import Accepted, Outcome, TemporaryFailure

logger = logging.getLogger(__name__)
# They are about our name and password at the relay, not about our mail.
_LOGIN_CODES = {530, 534, 535, 538}


async def find_subject(session: AsyncSession, report: Report, *, keys: Sequence[str]) -> Delivery | None:
    """The delivery that a report is about, by our own signature alone; None for one that is not, or is forged."""
    for token in report.tokens:
        public_id = read_token(token.lower(), keys=keys)
        if public_id is not None:
            return await queries.find_delivery(session, public_id)
    return None


def report_of(outcome: Outcome) -> Report | None:
    """What a server's answer to a message says, as a report would; None when it says nothing of person or mail."""
    if isinstance(outcome, Accepted) or outcome.code is None or outcome.code in _LOGIN_CODES:
        return None
    status = status_in(f"{outcome.code} {outcome.text}")
    if outcome.policy:
        return Report(Verdict.POLICY, status, outcome.text)
    if isinstance(outcome, TemporaryFailure):
        # Tried again; a relay that takes nothing for a day must not count against those it was to be taken to.
        return None
    verdict = Verdict.MAILBOX_UNKNOWN if outcome.address_unknown else Verdict.TEMPORARY
    return Report(verdict, status, outcome.text)


async def record_report(session: AsyncSession, delivery: Delivery, report: Report, *, now: datetime) -> bool:
    """Put a report on record; returns whether it is news, and to be acted on."""
    is_news = await queries.add_report(session, delivery.id, report, now=now)
    if is_news:
        logger.info("A delivery was reported: %s %s", report.verdict.value, report.status)
    return is_news


async def act_on_report(
    session: AsyncSession, delivery: Delivery, report: Report, *, folded_address: str, now: datetime
) -> None:
    """Do what follows from a report that is on record."""
    match report.verdict:
        case Verdict.MAILBOX_UNKNOWN:
            await add_suppression(session, folded_address, SuppressionReason.BOUNCED)
        case Verdict.COMPLAINT:
            await add_suppression(session, folded_address, SuppressionReason.COMPLAINED)
            await note_complaint(session, now=now)
        case Verdict.TEMPORARY:
            await _count_bounce(session, folded_address, now=now)
        case Verdict.POLICY:
            await note_refusal(session, delivery, report.status, now=now)
        case Verdict.DELAYED:
            pass


async def lift(session: AsyncSession, folded_address: str) -> SuppressionReason | None:
    """Let an address get mail again, its failures forgotten; returns why it got none, or None when it did."""
    reason = await lift_suppression(session, folded_address)
    await queries.forget_bounces(session, folded_address)
    return reason


async def forget_old_bounces(session: AsyncSession, *, now: datetime) -> None:
    await queries.forget_bounces_before(session, now - BOUNCES_FORGOTTEN_AFTER)


async def _count_bounce(session: AsyncSession, folded_address: str, *, now: datetime) -> None:
    count = await queries.lock_bounce_count(session, folded_address)
    count.days, count.last_at = days_with(count.days, count.last_at, now=now), now
    if count.days >= DAYS_OF_BOUNCES:
        await add_suppression(session, folded_address, SuppressionReason.BOUNCED)
