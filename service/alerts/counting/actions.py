"""Counting for many alerts with a fixed number of questions, however many there are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.queries import list_persons
from service.alerts.counting import queries
from service.alerts.counting.queries import Tally
from service.alerts.counting.rules import Counts, Reader, Sending, Wait, wait_to_be_sent, wait_to_be_written
from service.alerts.models import Alert, AnnouncementState, MatchState
from service.alerts.telling.cadence import day_of
from service.alerts.telling.composing import rhythm_of


async def counts_of(session: AsyncSession, alerts: Sequence[Alert], *, now: datetime) -> dict[int, Counts]:
    """What became of what each alert found, by its number."""
    by_alert: dict[int, list[Tally]] = {alert.id: [] for alert in alerts}
    for tally in await queries.tally_matches(session, list(by_alert)):
        by_alert[tally.alert_id].append(tally)
    tallies = [tally for found in by_alert.values() for tally in found]
    sendings = await queries.sendings_of(session, {t.delivery_id for t in tallies if t.delivery_id is not None})
    waiting = {tally.alert_id for tally in tallies if tally.state is MatchState.FOUND}
    readers = await _readers(session, {alert.person_id for alert in alerts if alert.id in waiting}, now=now)
    return {alert.id: _counts(alert, by_alert[alert.id], readers, sendings, now=now) for alert in alerts}


async def _readers(session: AsyncSession, person_ids: set[int], *, now: datetime) -> dict[int, Reader]:
    persons = await list_persons(session, sorted(person_ids))
    rhythms = {id_: rhythm_of(person) for id_, person in persons.items()}
    days = {id_: day_of(now, rhythm) for id_, rhythm in rhythms.items()}
    made = await queries.mails_since(session, list(days), min(days.values())) if days else {}
    return {id_: Reader(rhythm, sum(at >= days[id_] for at in made.get(id_, ()))) for id_, rhythm in rhythms.items()}


def _counts(
    alert: Alert,
    tallies: Sequence[Tally],
    readers: Mapping[int, Reader],
    sendings: Mapping[int, Sending],
    *,
    now: datetime,
) -> Counts:
    announced = earlier = 0
    dropped: dict[str, int] = {}
    waiting: list[Wait] = []
    for tally in tallies:
        if tally.state is MatchState.EARLIER:
            earlier += tally.count
        elif tally.state is MatchState.DROPPED:
            reason = tally.reason or "not stated"
            dropped[reason] = dropped.get(reason, 0) + tally.count
        elif tally.state is MatchState.FOUND:
            why, until = wait_to_be_written(
                alert.cadence,
                alert.state,
                readers[alert.person_id],
                found_at=tally.oldest_at,
                first=tally.first,
                now=now,
            )
            waiting.append(Wait(why, until, tally.count))
        elif tally.announcement is not AnnouncementState.PENDING:
            announced += tally.count
        else:
            sending = sendings.get(tally.delivery_id or 0, Sending(None, 0))
            waiting.append(Wait(*wait_to_be_sent(alert.state, sending, now=now), tally.count))
    found = announced + sum(dropped.values()) + sum(wait.count for wait in waiting)
    return Counts(found, announced, earlier, dropped, tuple(_together(waiting)))


def _together(waiting: Sequence[Wait]) -> list[Wait]:
    """What waits for the same counts as one, the soonest first."""
    counts: dict[tuple[object, datetime | None], Wait] = {}
    for wait in waiting:
        before = counts.get((wait.why, wait.until))
        counts[wait.why, wait.until] = Wait(wait.why, wait.until, wait.count + (before.count if before else 0))
    return sorted(counts.values(), key=lambda wait: (wait.until is not None, wait.until, wait.why))
