"""From matches to mail: what one person is told, written down, and checked again just before it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.accounts.queries import list_persons
from service.alerts import queries
from service.alerts.describing import filters_in_words
from service.alerts.models import Alert, AlertState, Announcement, AnnouncementState, MatchState
from service.alerts.queries import Planned, Waiting
from service.alerts.rules import TOLD_ALREADY, filters_of, reason_to_drop
from service.links import Purpose, sign_link
from service.listings.models import Listing
from service.listings.queries import employer_names
from service.listings.rules import state_now
from service.mail.actions import drop_delivery, queue_delivery, record_attempt
from service.mail.contents import AlertNews, ConfirmationNews, ListingNews, MailContent, format_date
from service.mail.message import build_message
from service.mail.models import Delivery, DeliveryKind, message_id_of
from service.mail.queries import lock_pending, suppressed_among
from service.mail.rendering import render_alert, render_confirmation
from service.settings import Settings
from service.work import WorkKind, add_work

LISTINGS_IN_A_MAIL = 20
CONFIRM_HOURS = 48


@dataclass(frozen=True)
class Outgoing:
    """A message that may leave now."""

    delivery_id: int
    recipient: str
    message: bytes


async def compose_mail(session: AsyncSession, person_id: int, *, now: datetime) -> int:
    """Turn what was found for a person into deliveries, each opening told once; returns how many deliveries."""
    person = await queries.lock_person(session, person_id)
    if person is None:
        return 0
    waiting = await queries.waiting_matches(session, person_id)
    openings = {each.listing.opening_id for each in waiting}
    told = await queries.told_openings(session, person_id, openings)
    await queries.forget_dropped(session, person_id, openings)
    count = 0
    for _, of_alert in groupby(waiting, key=lambda each: each.alert.id):
        news = _still_news(list(of_alert), told, now=now)
        for start in range(0, len(news), LISTINGS_IN_A_MAIL):
            await _plan(session, person, news[start : start + LISTINGS_IN_A_MAIL])
            count += 1
    return count


async def prepare_sending(
    session: AsyncSession, delivery_ids: Sequence[int], settings: Settings, *, now: datetime
) -> list[Outgoing]:
    """Check every delivery against what holds now, write its message and put the attempt on record."""
    deliveries = await lock_pending(session, delivery_ids)
    persons = await list_persons(session, [delivery.person_id for delivery in deliveries])
    alerts = await queries.alerts_by_id(session, {delivery.alert_id for delivery in deliveries})
    suppressed = await suppressed_among(session, {person.folded_address for person in persons.values()})
    planned = await queries.planned_of(session, [delivery.id for delivery in deliveries])
    outgoing = []
    for delivery in deliveries:
        person, alert = persons[delivery.person_id], alerts.get(delivery.alert_id)
        is_suppressed = person.folded_address in suppressed
        if delivery.kind is DeliveryKind.CONFIRMATION:
            content, reason = _confirmation(alert, settings, suppressed=is_suppressed, now=now)
        else:
            kept, reason = _kept(planned.get(delivery.id, []), alert, suppressed=is_suppressed, now=now)
            await _leave_to_other_alerts(session, person, planned.get(delivery.id, []))
            content = await _news(session, alert, person, kept, settings, now=now) if alert and kept else None
        if content is None:
            drop_delivery(delivery, reason or "nothing left to tell", now=now)
            continue
        message = _message(delivery, person, alert, content, settings, now=now)
        record_attempt(delivery, subject=content.subject[:400], message=message, now=now)
        outgoing.append(Outgoing(delivery.id, person.address, message))
    return outgoing


def _still_news(waiting: list[Waiting], told: set[int], *, now: datetime) -> list[Waiting]:
    """Those of an alert's matches that its person was not told of; each opening once, told or about to be."""
    news = []
    for each in waiting:
        reason = reason_to_drop(each.alert.state, state_now(each.listing, now=now), suppressed=False)
        if each.listing.opening_id in told:
            reason = TOLD_ALREADY
        if reason is not None:
            each.match.state, each.match.dropped_reason = MatchState.DROPPED, reason
            continue
        told.add(each.listing.opening_id)
        news.append(each)
    return news


async def _plan(session: AsyncSession, person: Person, news: list[Waiting]) -> None:
    delivery = await queue_delivery(
        session, person_id=person.id, address=person.address, kind=DeliveryKind.ALERT, alert_id=news[0].alert.id
    )
    for each in news:
        each.match.state = MatchState.ANNOUNCED
        session.add(
            Announcement(
                person_id=person.id,
                opening_id=each.listing.opening_id,
                match_id=each.match.id,
                delivery_id=delivery.id,
            )
        )
    await session.flush()


def _kept(
    planned: list[Planned], alert: Alert | None, *, suppressed: bool, now: datetime
) -> tuple[list[Planned], str | None]:
    """What of a delivery may still be told, and the last reason why something may not."""
    kept, last_reason = [], None
    for each in planned:
        listing_state = state_now(each.listing, now=now) if each.listing else None
        reason = reason_to_drop(alert.state if alert else None, listing_state, suppressed=suppressed)
        if reason is None:
            kept.append(each)
            continue
        last_reason = reason
        each.announcement.state, each.announcement.dropped_reason = AnnouncementState.DROPPED, reason
        if each.match is not None:
            each.match.state, each.match.dropped_reason = MatchState.DROPPED, reason
    return kept, last_reason


async def _leave_to_other_alerts(session: AsyncSession, person: Person, planned: list[Planned]) -> None:
    """What this mail does not tell after all, another alert of the same person may."""
    dropped = [each.announcement for each in planned if each.announcement.state is AnnouncementState.DROPPED]
    await session.flush()
    if dropped and await queries.find_again(session, person.id, [each.opening_id for each in dropped]):
        await add_work(session, WorkKind.COMPOSE_MAIL, [person.id], owner_id=person.id)


def _confirmation(
    alert: Alert | None, settings: Settings, *, suppressed: bool, now: datetime
) -> tuple[MailContent | None, str | None]:
    if suppressed:
        return None, "address suppressed"
    if alert is None or alert.state is not AlertState.UNCONFIRMED:
        return None, "nothing to confirm"
    token = sign_link(Purpose.CONFIRM, alert.public_id, keys=settings.secret_keys, now=now)
    news = ConfirmationNews(
        site_name=settings.site_name,
        description=alert.description or "jobs that fit your profile",
        filters=filters_in_words(filters_of(alert)),
        confirm_url=f"{settings.public_url}/alerts/confirm/{token}",
        hours=CONFIRM_HOURS,
    )
    return render_confirmation(news), None


async def _news(
    session: AsyncSession, alert: Alert, person: Person, kept: list[Planned], settings: Settings, *, now: datetime
) -> MailContent:
    pairs = [(each, each.listing) for each in kept if each.listing is not None]
    employers = await employer_names(session, [listing for _, listing in pairs])
    news = AlertNews(
        site_name=settings.site_name,
        description=alert.description or "jobs that fit your profile",
        listings=tuple(
            _listing_news(listing, employers[listing.id], each, person.locale, settings) for each, listing in pairs
        ),
        first=all(each.match is not None and each.match.open_before for each in kept),
        stop_url=stop_url(alert.public_id, settings, now=now),
        preferences_url=preferences_url(person.public_id, settings, now=now),
    )
    return render_alert(news)


def _listing_news(listing: Listing, employer: str, planned: Planned, locale: str, settings: Settings) -> ListingNews:
    return ListingNews(
        title=listing.title,
        employer=employer,
        pay=listing.pay_text,
        place=listing.place,
        closes=format_date(listing.closes_at, locale=locale, zone=settings.zone) if listing.closes_at else None,
        why=planned.match.why if planned.match else "",
        url=f"{settings.public_url}/listings/{listing.public_id}",
    )


def _message(
    delivery: Delivery, person: Person, alert: Alert | None, content: MailContent, settings: Settings, *, now: datetime
) -> bytes:
    is_news = delivery.kind is DeliveryKind.ALERT and alert is not None
    return build_message(
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id=message_id_of(delivery.public_id, settings.mail_domain),
        recipient=person.address,
        sender=settings.mail_from,
        sender_name=settings.mail_from_name,
        date=now,
        list_id=f"alert-{alert.public_id}.{settings.mail_domain}" if is_news and alert else None,
        list_name="Job alert" if is_news else "",
        unsubscribe_url=stop_url(alert.public_id, settings, now=now) if is_news and alert else None,
    )


def stop_url(alert_id: UUID, settings: Settings, *, now: datetime) -> str:
    return f"{settings.public_url}/stop/{sign_link(Purpose.STOP, alert_id, keys=settings.secret_keys, now=now)}"


def preferences_url(person_id: UUID, settings: Settings, *, now: datetime) -> str:
    token = sign_link(Purpose.PREFERENCES, person_id, keys=settings.secret_keys, now=now)
    return f"{settings.public_url}/preferences/{token}"
