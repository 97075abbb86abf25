"""A delivery just before it leaves: checked against what holds now, written out, and its attempt put on record."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.accounts.queries import list_persons
from service.alerts.models import Alert, AlertState, AnnouncementState, MatchState
from service.alerts.queries import alerts_by_id
from service.alerts.reasons.background import background_of
from service.alerts.rules import reason_to_drop
from service.alerts.telling import queries
from service.alerts.telling.asking import confirmation_news, still_wanted_news
from service.alerts.telling.news import LISTINGS_SHOWN, alert_news, alerts_answered
from service.alerts.telling.queries import Planned, Written
from service.listings.rules import state_now
from service.mail.actions import drop_delivery
from service.mail.contents import AlertNews, MailContent
from service.mail.message import build_message, feedback_id
from service.mail.models import Delivery, DeliveryKind, message_id_of
from service.mail.queries import lock_pending, suppressed_among
from service.mail.rendering import render_alert, render_confirmation, render_still_wanted
from service.mail.return_path import delivery_token, return_path
from service.mail.signing import SigningKey, sign_message
from service.settings import Settings
from service.work import WorkKind, add_work


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
    kept = {}
    for delivery in deliveries:
        person = persons[delivery.person_id]
        news = planned.get(delivery.id, [])
        kept[delivery.id] = _kept(news, suppressed=person.folded_address in suppressed, now=now)
        await _leave_to_other_alerts(session, person, news)
    shown = [each for told, _ in kept.values() for each in told[:LISTINGS_SHOWN]]
    background = await background_of(session, shown)
    written, envelopes = [], {}
    for delivery in deliveries:
        person = persons[delivery.person_id]
        told, reason = kept[delivery.id]
        ready: _Ready | None = None
        if delivery.kind is not DeliveryKind.ALERT:
            alert, is_suppressed = alerts.get(delivery.alert_id or 0), person.folded_address in suppressed
            ready, reason = _about_one_alert(delivery, person, alert, settings, suppressed=is_suppressed, now=now)
        elif told:
            said = alert_news(delivery, person, told, background, settings, now=now)
            ready = _told(said, alerts_answered(told), settings)
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
        asking = still_wanted_news(alert, person, settings, now=now)
        ready = _Ready(render_still_wanted(asking), unsubscribe_url=asking.stop_url, list_id=_list_of(alert, settings))
        return ready, None
    if alert is None or alert.state is not AlertState.UNCONFIRMED:
        return None, "nothing to confirm"
    return _Ready(render_confirmation(confirmation_news(alert, person, settings, now=now))), None


def _seen_since_asked(alert: Alert) -> bool:
    return alert.seen_at is not None and alert.asked_at is not None and alert.seen_at >= alert.asked_at


def _list_of(alert: Alert, settings: Settings) -> str:
    return f"alert-{alert.public_id}.{settings.mail_domain}"


def _told(news: AlertNews, alerts: list[Alert], settings: Settings) -> _Ready:
    single = len(alerts) == 1
    return _Ready(
        render_alert(news),
        # One click stops what this mail is about: the one alert, or all of them.
        unsubscribe_url=news.alerts[0].stop_url if single else news.stop_all_url,
        list_id=_list_of(alerts[0], settings) if single else f"alerts.{settings.mail_domain}",
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
