"""Looking at all alerts at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts.overview import queries
from service.alerts.overview.queries import MailOf
from service.alerts.overview.schemas import (
    AlertsCounted,
    AlertsOverview,
    MailCounted,
    OverdueCounted,
    SilentAlertOut,
    SkippedCounted,
)
from service.mail.models import DeliveryState

_SILENT_SHOWN = 20


async def look_over_alerts(session: AsyncSession, *, now: datetime) -> AlertsOverview:
    mail = await queries.count_mail(session, now=now)
    silent, silent_count = await queries.list_silent_alerts(session, now=now, limit=_SILENT_SHOWN)
    forgotten = await queries.count_forgotten(session)
    return AlertsOverview(
        alerts=[AlertsCounted.model_validate(each) for each in await queries.count_alerts(session)],
        pending=sum(each.all for each in mail if each.state is DeliveryState.PENDING),
        accepted=_sum(mail, DeliveryState.ACCEPTED),
        failed=_sum(mail, DeliveryState.FAILED),
        mails_dropped=[
            SkippedCounted(reason=each.reason or "not stated", last_day=each.last_day, last_week=each.last_week)
            for each in mail
            if each.state is DeliveryState.DROPPED
        ],
        matches_dropped=[SkippedCounted.model_validate(each) for each in await queries.count_skipped(session, now=now)],
        overdue=[OverdueCounted.model_validate(each) for each in await queries.list_overdue(session)],
        forgotten_matches=forgotten.matches,
        forgotten_mails=forgotten.mails,
        silent=[SilentAlertOut.model_validate(each) for each in silent],
        silent_count=silent_count,
    )


def _sum(mail: Sequence[MailOf], state: DeliveryState) -> MailCounted:
    of_state = [each for each in mail if each.state is state]
    return MailCounted(
        last_day=sum(each.last_day for each in of_state), last_week=sum(each.last_week for each in of_state)
    )
