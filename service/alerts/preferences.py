"""What a person sees of their own alerts, and what they can do to one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.alerts import actions
from service.alerts.counting.actions import counts_of
from service.alerts.counting.wording import CountsInWords, in_words
from service.alerts.describing import filters_in_words
from service.alerts.models import Alert, Cadence
from service.alerts.queries import alerts_of_person, lock_alert_of
from service.alerts.rules import filters_of
from service.alerts.schemas import AlertChanges
from service.errors import NotFound
from service.search.levels import Level


@dataclass(frozen=True)
class KeptAlert:
    """An alert with its filters in words, and what became of what it found."""

    alert: Alert
    filters: str
    counts: CountsInWords


async def kept_alerts(session: AsyncSession, person: Person, *, now: datetime) -> list[KeptAlert]:
    alerts, zone = await alerts_of_person(session, person.id), ZoneInfo(person.time_zone)
    counts = await counts_of(session, alerts, now=now)
    return [
        KeptAlert(
            alert,
            filters_in_words(filters_of(alert)),
            in_words(counts[alert.id], now=now, locale=person.locale, zone=zone),
        )
        for alert in alerts
    ]


async def change_kept_alert(
    session: AsyncSession,
    person: Person,
    alert_id: UUID,
    verb: str,
    *,
    level: str | None,
    cadence: str | None,
    now: datetime,
) -> None:
    """Do to a person's own alert what its button says; raises NotFound for any other alert or button."""
    alert = await lock_alert_of(session, person.id, alert_id)
    alert.seen_at = now
    if verb == "pause":
        await actions.pause_alert(session, alert, now=now)
    elif verb == "resume":
        await actions.resume_alert(session, alert, now=now)
    elif verb == "stop":
        await actions.stop_alert(session, alert.public_id, now=now)
    elif verb == "delete":
        await actions.delete_alert(session, alert)
    elif verb == "told" and level in list(Level) and cadence in list(Cadence):
        changes = AlertChanges(level=Level(level), cadence=Cadence(cadence))
        await actions.change_alert(session, alert, changes, now=now)
    else:
        raise NotFound("There is no such button on this page. Go back and choose one of those shown.")
