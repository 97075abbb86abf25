"""Alerts whose person has not come back for half a year: each asks once whether it is still wanted, then rests.

Opens are not tracked. A press of a button, a change or a visit from a mail's link counts; silence alone does not stop
an alert before its person was asked.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts import queries
from service.alerts.models import AlertState
from service.change_log import Collection, Event, record_change
from service.mail.actions import queue_delivery
from service.mail.models import DeliveryKind

UNSEEN_FOR = timedelta(days=183)
ANSWER_WITHIN = timedelta(days=30)
ASKED_AT_ONCE = 500


async def ask_who_is_still_there(session: AsyncSession, *, now: datetime) -> int:
    """Write to the persons of alerts that were not seen for half a year; returns how many alerts ask."""
    found = await queries.lock_unseen_alerts(session, before=now - UNSEEN_FOR, limit=ASKED_AT_ONCE)
    for alert, person in found:
        alert.asked_at = now
        await queue_delivery(
            session, person_id=person.id, address=person.address, kind=DeliveryKind.STILL_WANTED, alert_id=alert.id
        )
    return len(found)


async def rest_unanswered(session: AsyncSession, *, now: datetime) -> int:
    """Let alerts rest whose question was accepted by a mail server and not answered in time; returns how many."""
    found = await queries.lock_unanswered_alerts(session, asked_before=now - ANSWER_WITHIN, limit=ASKED_AT_ONCE)
    for alert in found:
        alert.state, alert.state_at = AlertState.RESTING, now
        record_change(session, Collection.ALERTS, alert.id, Event.LEFT)
    return len(found)
