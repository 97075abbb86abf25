"""One grouped question for each figure of the overview, however many alerts there are. The canary's are left out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Interval, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.alerts.models import Alert, AlertState, Announcement, AnnouncementState, Cadence, Match, MatchState
from service.alerts.rules import TOLD_ALREADY
from service.mail.models import Delivery, DeliveryKind, DeliveryState
from service.work import Work, WorkKind

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# What an alert finds may wait for so long in the usual course of things.
_USUAL_WAIT = {Cadence.AT_ONCE: DAY, Cadence.DAILY: 2 * DAY, Cadence.WEEKLY: WEEK + DAY}
_MAIL = (WorkKind.COMPOSE_MAIL.value, WorkKind.SEND_MAIL.value)


@dataclass(frozen=True)
class AlertsOf:
    """How many alerts have a state and a cadence."""

    state: AlertState
    cadence: Cadence
    count: int


@dataclass(frozen=True)
class MailOf:
    """Mails of news that ended in a state, and why where they were dropped; of `pending` ones, those made since."""

    state: DeliveryState
    reason: str | None
    last_day: int
    last_week: int
    all: int


@dataclass(frozen=True)
class Overdue:
    """Persons to be written to, or mails to be sent, whose time has passed: how many, and the first of them."""

    kind: str
    count: int
    due_at: datetime


@dataclass(frozen=True)
class Forgotten:
    """What waits to be told or sent though nothing asks for it any more: nothing ever should."""

    matches: int
    mails: int


@dataclass(frozen=True)
class SilentAlert:
    """An alert that found something in a week and told nothing in it, nor since; `reason` is the most frequent one for
    which it was dropped."""

    id: UUID
    cadence: Cadence
    found: int
    waiting: int
    dropped: int
    reason: str | None
    since: datetime


@dataclass(frozen=True)
class Skipped:
    """Matches that were found, and dropped for a reason."""

    reason: str
    last_day: int
    last_week: int


async def count_alerts(session: AsyncSession) -> list[AlertsOf]:
    kinds = (col(Alert.state), col(Alert.cadence))
    rows = await session.execute(
        select(*kinds, func.count()).where(~col(Alert.canary)).group_by(*kinds).order_by(*kinds)
    )
    return [AlertsOf(*row) for row in rows]


async def count_mail(session: AsyncSession, *, now: datetime) -> list[MailOf]:
    """Of what has ended, the last week's; of what waits, everything."""
    pending = col(Delivery.state) == DeliveryState.PENDING
    at = case((pending, col(Delivery.created_at)), else_=col(Delivery.ended_at))
    kinds = (col(Delivery.state), col(Delivery.dropped_reason))
    rows = await session.execute(
        select(*kinds, func.count().filter(at > now - DAY), func.count().filter(at > now - WEEK), func.count())
        .where(col(Delivery.kind) == DeliveryKind.ALERT, or_(pending, col(Delivery.ended_at) > now - WEEK))
        .where(~_is_canarys(col(Delivery.person_id)))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [MailOf(*row) for row in rows]


async def list_overdue(session: AsyncSession) -> list[Overdue]:
    due = col(Work.available_at)
    rows = await session.execute(
        select(col(Work.kind), func.count(), func.min(due))
        .where(col(Work.kind).in_(_MAIL), due <= func.now())
        .group_by(col(Work.kind))
        .order_by(col(Work.kind))
    )
    return [Overdue(*row) for row in rows]


async def count_forgotten(session: AsyncSession) -> Forgotten:
    matches = (
        select(func.count())
        .select_from(Match)
        .join(Alert, col(Alert.id) == col(Match.alert_id))
        .where(col(Match.state) == MatchState.FOUND, col(Alert.state) == AlertState.ACTIVE)
        .where(~_is_asked_for(WorkKind.COMPOSE_MAIL, col(Alert.person_id)))
    )
    mails = (
        select(func.count())
        .select_from(Delivery)
        .where(col(Delivery.state) == DeliveryState.PENDING, ~_is_asked_for(WorkKind.SEND_MAIL, col(Delivery.id)))
    )
    row = (await session.execute(select(matches.scalar_subquery(), mails.scalar_subquery()))).one()
    return Forgotten(*row)


async def list_silent_alerts(session: AsyncSession, *, now: datetime, limit: int) -> tuple[list[SilentAlert], int]:
    """The first of them and how many there are. What its person was told by another alert does not count as found."""
    found_at = col(Match.created_at)
    usual = case(
        *((col(Alert.cadence) == cadence, cast(literal(wait), Interval)) for cadence, wait in _USUAL_WAIT.items())
    )
    until = literal(now) - usual
    since = until - cast(WEEK, Interval)
    is_told = and_(col(Announcement.state) == AnnouncementState.SENT, col(Delivery.ended_at) > since)
    is_news = and_(
        col(Match.state) != MatchState.EARLIER,
        func.coalesce(col(Match.dropped_reason), "") != TOLD_ALREADY,
        found_at.between(since, until),
    )
    silent = (
        select(
            col(Alert.public_id),
            col(Alert.cadence),
            func.count().filter(is_news).label("found"),
            func.count().filter(is_news, col(Match.state).in_((MatchState.FOUND, MatchState.ANNOUNCED))),
            func.count().filter(is_news, col(Match.state) == MatchState.DROPPED),
            func.mode().within_group(col(Match.dropped_reason)).filter(is_news),
            func.min(found_at).filter(is_news).label("since"),
        )
        .join(Alert, col(Alert.id) == col(Match.alert_id))
        .outerjoin(Announcement, col(Announcement.id) == col(Match.announcement_id))
        .outerjoin(Delivery, col(Delivery.id) == col(Announcement.delivery_id))
        .where(col(Alert.state) == AlertState.ACTIVE, ~col(Alert.canary))
        .where(found_at > now - max(_USUAL_WAIT.values()) - WEEK)
        .group_by(col(Alert.id))
        .having(func.count().filter(is_news) > 0, func.count().filter(is_told) == 0)
    ).subquery()
    rows = (
        await session.execute(
            select(silent, func.count().over()).order_by(silent.c.since, silent.c.public_id).limit(limit)
        )
    ).all()
    return [SilentAlert(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


async def count_skipped(session: AsyncSession, *, now: datetime) -> list[Skipped]:
    """By reason, the most frequent first; of the last week's matches."""
    reason, found_at = col(Match.dropped_reason), col(Match.created_at)
    rows = await session.execute(
        select(reason, func.count().filter(found_at > now - DAY), func.count())
        .where(col(Match.state) == MatchState.DROPPED, found_at > now - WEEK, reason.is_not(None))
        .group_by(reason)
        .order_by(func.count().desc(), reason)
    )
    return [Skipped(reason or "", last_day, last_week) for reason, last_day, last_week in rows]


def _is_asked_for(kind: WorkKind, subject: Any) -> ColumnElement[bool]:
    return exists().where(col(Work.kind) == kind.value, col(Work.subject_id) == subject)


def _is_canarys(person_id: Any) -> ColumnElement[bool]:
    return exists().where(col(Alert.canary), col(Alert.person_id) == person_id)
