"""From matches to mail: what one person is told now, over all their alerts, each opening once; the rest waits."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.alerts.models import Announcement, AnnouncementState, MatchState
from service.alerts.rules import TOLD_ALREADY, chance_of, reason_to_drop
from service.alerts.telling import queries
from service.alerts.telling.cadence import Rhythm, after_cap, after_quiet, day_of, due_at, spread_minute
from service.alerts.telling.queries import Waiting
from service.listings.rules import state_now
from service.mail.actions import queue_delivery
from service.mail.models import DeliveryKind

# As many as a mail shows; what more is found is told by the next mail.
MOST_ANNOUNCED = 10


def rhythm_of(person: Person) -> Rhythm:
    return Rhythm(
        zone=ZoneInfo(person.time_zone),
        hour=person.send_hour,
        minute=spread_minute(person.public_id),
        weekday=person.send_weekday,
        quiet_from=person.quiet_from,
        quiet_until=person.quiet_until,
        mails_a_day=person.mails_a_day,
    )


async def compose_mail(session: AsyncSession, person_id: int, *, now: datetime) -> datetime | None:
    """Make one delivery of what is due for a person; returns when something next is, None when nothing waits."""
    person = await queries.lock_person(session, person_id)
    if person is None:
        return None
    rhythm = rhythm_of(person)
    news = await _still_news(session, person, now=now)
    due = {each.match.id: _due_at(each, rhythm, now=now) for each in news}
    if any(at <= now for at in due.values()):
        allowed_at = await _allowed_at(session, person, rhythm, news, due, now=now)
        if allowed_at > now:
            return allowed_at
        ripe = {each.listing.opening_id for each in news if due[each.match.id] <= now}
        # Another alert's match of the same opening is told with it, also before its own time.
        news = await _announce(session, person, [each for each in news if each.listing.opening_id in ripe], news)
    return min((max(now, due[each.match.id]) for each in news), default=None)


def _due_at(each: Waiting, rhythm: Rhythm, *, now: datetime) -> datetime:
    return due_at(each.alert.cadence, each.match.created_at or now, rhythm, first=each.match.open_before)


async def _allowed_at(
    session: AsyncSession,
    person: Person,
    rhythm: Rhythm,
    news: Sequence[Waiting],
    due: dict[int, datetime],
    *,
    now: datetime,
) -> datetime:
    """When a mail may be made: not in quiet hours, but for what its reader just asked for, and not too many a day."""
    if await queries.count_mails_since(session, person.id, day_of(now, rhythm)) >= rhythm.mails_a_day:
        return after_cap(now, rhythm)
    just_asked = any(each.match.open_before and due[each.match.id] <= now for each in news)
    return now if just_asked else after_quiet(now, rhythm)


async def _still_news(session: AsyncSession, person: Person, *, now: datetime) -> list[Waiting]:
    """Those of a person's matches that may be told. What they were told of is dropped; what they are about to be
    told of is told as an answer to this alert too."""
    waiting = await queries.waiting_matches(session, person.id)
    openings = {each.listing.opening_id for each in waiting}
    told = await queries.announcements_of(session, person.id, openings)
    news = []
    for each in waiting:
        reason = reason_to_drop(each.alert.state, state_now(each.listing, now=now), suppressed=False)
        announcement = told.get(each.listing.opening_id)
        if reason is None and announcement is not None and announcement.state is AnnouncementState.PENDING:
            each.match.state, each.match.announcement_id = MatchState.ANNOUNCED, announcement.id
        elif reason is not None or announcement is not None:
            each.match.state, each.match.dropped_reason = MatchState.DROPPED, reason or TOLD_ALREADY
        else:
            news.append(each)
    await session.flush()
    return news


async def _announce(session: AsyncSession, person: Person, ripe: list[Waiting], news: list[Waiting]) -> list[Waiting]:
    """Plan one delivery of the best of what is ripe; returns what of the news waits on."""
    by_opening: dict[int, list[Waiting]] = {}
    for each in sorted(ripe, key=lambda each: (-chance_of(each.alert, each.match.score), each.match.id)):
        by_opening.setdefault(each.listing.opening_id, []).append(each)
    told = list(by_opening.items())[:MOST_ANNOUNCED]
    await queries.forget_dropped(session, person.id, [opening_id for opening_id, _ in told])
    delivery = await queue_delivery(session, person_id=person.id, address=person.address, kind=DeliveryKind.ALERT)
    announcements = [
        Announcement(
            person_id=person.id,
            opening_id=opening_id,
            listing_id=answers[0].listing.id,
            delivery_id=delivery.id,
            position=position,
        )
        for position, (opening_id, answers) in enumerate(told)
    ]
    session.add_all(announcements)
    await session.flush()
    for announcement, (_, answers) in zip(announcements, told, strict=True):
        for each in answers:
            each.match.state, each.match.announcement_id = MatchState.ANNOUNCED, announcement.id
    await session.flush()
    return [each for each in news if each.match.state is MatchState.FOUND]
