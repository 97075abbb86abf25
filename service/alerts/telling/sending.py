"""A delivery just before it leaves: checked against what holds now, written out, and its attempt put on record."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.accounts.queries import list_persons
from service.alerts.describing import filters_in_words
from service.alerts.links import keep_url, mail_page_url, preferences_url, stop_all_url, stop_url
from service.alerts.models import Alert, AlertState, AnnouncementState, MatchState
from service.alerts.queries import alerts_by_id
from service.alerts.resting import ANSWER_WITHIN
from service.alerts.rules import filters_of, reason_to_drop
from service.alerts.telling import queries
from service.alerts.telling.queries import Planned, Written
from service.links import Purpose, sign_link
from service.listings.models import Listing
from service.listings.queries import employer_names
from service.listings.rules import state_now
from service.mail.actions import drop_delivery
from service.mail.contents import (
    AlertAnswered,
    AlertNews,
    ConfirmationNews,
    ListingNews,
    MailContent,
    StillWantedNews,
    format_date,
)
from service.mail.message import build_message, feedback_id
from service.mail.models import Delivery, DeliveryKind, message_id_of
from service.mail.queries import lock_pending, suppressed_among
from service.mail.rendering import render_alert, render_confirmation, render_still_wanted
from service.mail.return_path import delivery_token, return_path
from service.mail.signing import SigningKey, sign_message
from service.settings import Settings
from service.work import WorkKind, add_work

LISTINGS_SHOWN = 10
CONFIRM_HOURS = 48
A_PROFILE = "jobs that fit your profile"


@dataclass(frozen=True)
class Outgoing:
    """A message that may leave now."""

    delivery_id: int
    recipient: str
    message: bytes
    return_path: str


@dataclass(frozen=True)
class _Ready:
    """What a delivery says, and where its reader says stop."""

    content: MailContent
    unsubscribe_url: str | None = None
    list_id: str | None = None


async def prepare_sending(
    session: AsyncSession,
    delivery_ids: Sequence[int],
    settings: Settings,
    *,
    now: datetime,
    key: SigningKey | None = None,
) -> list[Outgoing]:
    """Check every delivery against what holds now, write and sign its message, and put the attempt on record.

    What may not leave is dropped with the reason. What its reader stopped at this very moment is in neither group: it
    is still pending and checked again.
    """
    deliveries = await lock_pending(session, delivery_ids)
    persons = await list_persons(session, [delivery.person_id for delivery in deliveries])
    alerts = await alerts_by_id(session, {each.alert_id for each in deliveries if each.alert_id is not None})
    suppressed = await suppressed_among(session, {person.folded_address for person in persons.values()})
    planned = await queries.planned_of(session, [delivery.id for delivery in deliveries])
    written, envelopes = [], {}
    for delivery in deliveries:
        person = persons[delivery.person_id]
        is_suppressed = person.folded_address in suppressed
        ready: _Ready | None
        if delivery.kind is DeliveryKind.ALERT:
            kept, reason = _kept(planned.get(delivery.id, []), suppressed=is_suppressed, now=now)
            await _leave_to_other_alerts(session, person, planned.get(delivery.id, []))
            ready = await _news(session, delivery, person, kept, settings, now=now) if kept else None
        else:
            alert = alerts.get(delivery.alert_id or 0)
            ready, reason = _about_one_alert(delivery, person, alert, settings, suppressed=is_suppressed, now=now)
        if ready is None:
            drop_delivery(delivery, reason or "nothing left to tell", now=now)
            continue
        written.append(
            Written(delivery.id, ready.content.subject[:400], _message(delivery, person, ready, settings, now))
        )
        envelope_from = return_path(delivery.public_id, domain=settings.bounce_domain, keys=settings.secret_keys)
        envelopes[delivery.id] = (person.address, envelope_from)
    if key is not None:
        written = await asyncio.to_thread(_signed, written, key)
    await session.flush()
    claimed = await queries.claim_deliveries(session, written, now=now)
    return [
        Outgoing(each.delivery_id, recipient, each.message, envelope_from)
        for each, (recipient, envelope_from) in zip(written, envelopes.values(), strict=True)
        if each.delivery_id in claimed
    ]


def _kept(planned: list[Planned], *, suppressed: bool, now: datetime) -> tuple[list[Planned], str | None]:
    """What of a delivery may still be told and for which alerts, and the last reason why something may not."""
    kept, last_reason = [], None
    for each in planned:
        listing_state = state_now(each.listing, now=now) if each.listing else None
        answers = []
        # A deleted listing takes its matches along, a deleted alert its own.
        reason_of_all = reason_to_drop(AlertState.ACTIVE, listing_state, suppressed=suppressed) or "alert deleted"
        for answer in each.answers:
            reason = reason_to_drop(answer.alert.state, listing_state, suppressed=suppressed)
            if reason is None:
                answers.append(answer)
                continue
            reason_of_all = reason
            answer.match.state, answer.match.dropped_reason = MatchState.DROPPED, reason
        if answers:
            kept.append(Planned(each.announcement, each.listing, tuple(answers)))
            continue
        last_reason = reason_of_all
        each.announcement.state, each.announcement.dropped_reason = AnnouncementState.DROPPED, reason_of_all
    return kept, last_reason


async def _leave_to_other_alerts(session: AsyncSession, person: Person, planned: list[Planned]) -> None:
    """What this mail does not tell after all, another alert of the same person may."""
    dropped = [each.announcement for each in planned if each.announcement.state is AnnouncementState.DROPPED]
    await session.flush()
    if dropped and await queries.find_again(session, person.id, [each.opening_id for each in dropped]):
        await add_work(session, WorkKind.COMPOSE_MAIL, [person.id], owner_id=person.id)


def _about_one_alert(
    delivery: Delivery, person: Person, alert: Alert | None, settings: Settings, *, suppressed: bool, now: datetime
) -> tuple[_Ready | None, str | None]:
    if suppressed:
        return None, "address suppressed"
    if delivery.kind is DeliveryKind.STILL_WANTED:
        if alert is None or alert.state is not AlertState.ACTIVE or _seen_since_asked(alert):
            return None, "nothing to ask"
        return _still_wanted(alert, person, settings, now=now), None
    if alert is None or alert.state is not AlertState.UNCONFIRMED:
        return None, "nothing to confirm"
    return _confirmation(alert, settings, now=now), None


def _seen_since_asked(alert: Alert) -> bool:
    return alert.seen_at is not None and alert.asked_at is not None and alert.seen_at >= alert.asked_at


def _still_wanted(alert: Alert, person: Person, settings: Settings, *, now: datetime) -> _Ready:
    rests_on = (alert.asked_at or now) + ANSWER_WITHIN
    stop = stop_url(alert.public_id, settings, now=now)
    news = StillWantedNews(
        site_name=settings.site_name,
        description=alert.description or A_PROFILE,
        filters=filters_in_words(filters_of(alert)),
        keep_url=keep_url(alert.public_id, settings, now=now),
        stop_url=stop,
        preferences_url=preferences_url(person.public_id, settings, now=now),
        rests_on=format_date(rests_on, locale=person.locale, zone=ZoneInfo(person.time_zone)),
    )
    return _Ready(render_still_wanted(news), unsubscribe_url=stop, list_id=_list_of(alert, settings))


def _list_of(alert: Alert, settings: Settings) -> str:
    return f"alert-{alert.public_id}.{settings.mail_domain}"


def _confirmation(alert: Alert, settings: Settings, *, now: datetime) -> _Ready:
    token = sign_link(Purpose.CONFIRM, alert.public_id, keys=settings.secret_keys, now=now)
    news = ConfirmationNews(
        site_name=settings.site_name,
        description=alert.description or A_PROFILE,
        filters=filters_in_words(filters_of(alert)),
        confirm_url=f"{settings.public_url}/alerts/confirm/{token}",
        hours=CONFIRM_HOURS,
    )
    return _Ready(render_confirmation(news))


async def _news(
    session: AsyncSession, delivery: Delivery, person: Person, kept: list[Planned], settings: Settings, *, now: datetime
) -> _Ready:
    """The best of what is told; the page of this mail shows all of it."""
    shown = [(each, each.listing) for each in kept[:LISTINGS_SHOWN] if each.listing is not None]
    employers = await employer_names(session, [listing for _, listing in shown])
    alerts = _alerts_answered(kept)
    news = AlertNews(
        site_name=settings.site_name,
        alerts=tuple(
            AlertAnswered(alert.description or A_PROFILE, stop_url(alert.public_id, settings, now=now))
            for alert in alerts
        ),
        listings=tuple(
            _listing_news(listing, employers[listing.id], each, person.locale, settings) for each, listing in shown
        ),
        count=len(kept),
        all_url=mail_page_url(delivery.public_id, settings, now=now),
        first=all(answer.match.open_before for each in kept for answer in each.answers),
        stop_all_url=stop_all_url(person.public_id, settings, now=now),
        preferences_url=preferences_url(person.public_id, settings, now=now),
    )
    single = len(alerts) == 1
    return _Ready(
        render_alert(news),
        # One click stops what this mail is about: the one alert, or all of them.
        unsubscribe_url=news.alerts[0].stop_url if single else news.stop_all_url,
        list_id=_list_of(alerts[0], settings) if single else f"alerts.{settings.mail_domain}",
    )


def _alerts_answered(kept: list[Planned]) -> list[Alert]:
    """The alerts that a mail answers, in the order in which its listings name them."""
    return list({answer.alert.id: answer.alert for each in kept for answer in each.answers}.values())


def _listing_news(listing: Listing, employer: str, planned: Planned, locale: str, settings: Settings) -> ListingNews:
    return ListingNews(
        title=listing.title,
        employer=employer,
        pay=listing.pay_text,
        place=listing.place,
        closes=format_date(listing.closes_at, locale=locale, zone=settings.zone) if listing.closes_at else None,
        why=planned.answers[0].match.why,
        answers=tuple(answer.alert.description or A_PROFILE for answer in planned.answers),
        url=f"{settings.public_url}/listings/{listing.public_id}",
    )


def _message(delivery: Delivery, person: Person, ready: _Ready, settings: Settings, now: datetime) -> bytes:
    return build_message(
        subject=ready.content.subject,
        text=ready.content.text,
        html=ready.content.html,
        message_id=message_id_of(delivery.public_id, settings.mail_domain),
        recipient=person.address,
        sender=settings.mail_from,
        sender_name=settings.mail_from_name,
        date=now,
        list_id=ready.list_id,
        list_name="Job alerts" if ready.list_id else "",
        unsubscribe_url=ready.unsubscribe_url,
        delivery_token=delivery_token(delivery.public_id, keys=settings.secret_keys),
        feedback_id=feedback_id(delivery.kind.value, settings.mail_domain),
    )


def _signed(written: Sequence[Written], key: SigningKey) -> list[Written]:
    return [replace(each, message=sign_message(each.message, key)) for each in written]
