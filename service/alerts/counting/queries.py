"""Matches counted for many alerts at once, and what says when those that wait are told."""

from collections.abc import Collection as Ids
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.alerts.counting.rules import Sending
from service.alerts.models import Announcement, AnnouncementState, Match, MatchState
from service.database import among
from service.mail.models import Delivery, DeliveryKind, DeliveryState
from service.work import Work, WorkKind


@dataclass(frozen=True)
class Tally:
    """So many matches of one alert of which the same holds. `first`: they were open before it began; `delivery_id` is
    the mail that is to tell them; `oldest_at` is when the first of them was found."""

    alert_id: int
    state: MatchState
    reason: str | None
    announcement: AnnouncementState | None
    first: bool
    delivery_id: int | None
    count: int
    oldest_at: datetime


async def tally_matches(session: AsyncSession, alert_ids: Ids[int]) -> list[Tally]:
    is_found = col(Match.state) == MatchState.FOUND
    is_pending = col(Announcement.state) == AnnouncementState.PENDING
    kinds = (
        col(Match.alert_id),
        col(Match.state),
        col(Match.dropped_reason),
        col(Announcement.state),
        case((is_found, col(Match.open_before)), else_=False),
        case((is_pending, col(Announcement.delivery_id))),
    )
    rows = await session.execute(
        select(*kinds, func.count(), func.min(col(Match.created_at)))
        .outerjoin(Announcement, col(Announcement.id) == col(Match.announcement_id))
        .where(among(col(Match.alert_id), alert_ids))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [Tally(*row) for row in rows]


async def sendings_of(session: AsyncSession, delivery_ids: Ids[int]) -> dict[int, Sending]:
    rows = await session.execute(
        select(col(Delivery.id), col(Work.available_at), col(Delivery.attempts))
        .outerjoin(Work, (col(Work.subject_id) == col(Delivery.id)) & (col(Work.kind) == WorkKind.SEND_MAIL.value))
        .where(among(col(Delivery.id), delivery_ids))
    )
    return {id_: Sending(due_at, attempts) for id_, due_at, attempts in rows}


async def mails_since(session: AsyncSession, person_ids: Ids[int], moment: datetime) -> dict[int, list[datetime]]:
    """When mails of news were made for each of these persons since then, but those that never left."""
    rows = await session.execute(
        select(col(Delivery.person_id), col(Delivery.created_at))
        .where(among(col(Delivery.person_id), person_ids), col(Delivery.kind) == DeliveryKind.ALERT)
        .where(col(Delivery.created_at) >= moment, col(Delivery.state) != DeliveryState.DROPPED)
    )
    made: dict[int, list[datetime]] = {}
    for person_id, created_at in rows:
        if created_at is not None:
            made.setdefault(person_id, []).append(created_at)
    return made
