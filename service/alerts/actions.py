"""The life of an alert: asked for, confirmed, changed, paused, stopped, deleted. Only confirming makes it speak."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person, Scope
from service.accounts.principal import SYSTEM, Principal
from service.accounts.queries import find_person, forget_answers_about, get_person, put_person
from service.alerts import queries
from service.alerts.models import Alert, AlertState
from service.alerts.rules import check_can_change, read_again, read_alert
from service.alerts.schemas import AlertChanges, AlertInput
from service.candidates.queries import get_candidate
from service.change_log import Collection, Event, head, record_change
from service.errors import Invalid, NotFound
from service.mail.actions import drop_delivery, queue_delivery
from service.mail.addresses import mailbox_key, parse_address
from service.mail.models import DeliveryKind, SuppressionReason
from service.mail.queries import add_suppression, count_to_mailbox, lock_mailbox
from service.search.filtering.bounds import values_of
from service.vectors import delete_vectors
from service.work import WorkKind, add_work

_A_DAY = timedelta(days=1)
_KEPT_UNCONFIRMED = timedelta(days=7)


@dataclass(frozen=True)
class SignUpSetting:
    """What an installation decides about sign-ups."""

    confirmations_per_day: int
    time_zone: str
    locale: str


async def ask_for_alert(
    session: AsyncSession,
    principal: Principal,
    given: AlertInput,
    setting: SignUpSetting,
    *,
    source: str | None,
    now: datetime,
) -> Alert:
    """Save an alert that says nothing until its owner confirms it, and write to them for that.

    The same rows are written for every address, known or not; a mailbox that was written to often enough today
    gets a message that never leaves.
    """
    address = parse_address(given.email)
    candidate_id, wish = await _candidate_of(session, principal, given.candidate_id), read_alert(given)
    person = await put_person(
        session,
        address=address.address,
        folded_address=address.folded,
        time_zone=given.time_zone or setting.time_zone,
        locale=given.locale or setting.locale,
    )
    alert = Alert(
        person_id=person.id,
        organisation_id=principal.organisation_id,
        candidate_id=candidate_id,
        description=given.description,
        meaning=wish.meaning,
        level=given.level,
        cadence=given.cadence,
        consented_from=source,
        **values_of(wish.filters),
    )
    session.add(alert)
    await session.flush()
    key = mailbox_key(person.address)
    await lock_mailbox(session, key)
    sent = await count_to_mailbox(session, key, DeliveryKind.CONFIRMATION, since=now - _A_DAY)
    delivery = await queue_delivery(
        session, person_id=person.id, address=person.address, kind=DeliveryKind.CONFIRMATION, alert_id=alert.id
    )
    if sent >= setting.confirmations_per_day:
        drop_delivery(delivery, "mailbox written to often enough today", now=now)
    return alert


async def confirm_alert(session: AsyncSession, public_id: UUID, *, now: datetime) -> Alert:
    """Make an alert active, from now on; confirming twice changes nothing."""
    alert = await _locked(session, public_id)
    check_can_change(alert)
    if alert.state is not AlertState.UNCONFIRMED:
        return alert
    person = await get_person(session, alert.person_id)
    person.confirmed_at = person.confirmed_at or now
    alert.confirmed_at = alert.seen_at = now
    await _activate(session, alert, now=now)
    await _read_again(session, alert)
    return alert


async def change_alert(session: AsyncSession, alert: Alert, changes: AlertChanges, *, now: datetime) -> Alert:
    """Change what is named; an active alert then gets one mail of its best open matches that it has not told.

    A new cadence alone changes only when what was found is told.
    """
    check_can_change(alert)
    columns = _named_columns(changes)
    if "description" in columns and alert.candidate_id is None:
        if not any(character.isalnum() for character in str(columns["description"])):
            raise Invalid("An alert needs a description in plain words.", field="description")
        wish = read_again(alert, changes)
        columns |= {"meaning": wish.meaning, **values_of(wish.filters)}
    different = {name: value for name, value in columns.items() if getattr(alert, name) != value}
    for name, value in different.items():
        setattr(alert, name, value)
    if "cadence" in different:
        await add_work(session, WorkKind.COMPOSE_MAIL, [alert.person_id], owner_id=alert.person_id)
    if different.keys() - {"cadence"} and alert.state is not AlertState.UNCONFIRMED:
        alert.baseline = await head(session)
        await _read_again(session, alert)
    return alert


async def pause_alert(session: AsyncSession, alert: Alert, *, now: datetime) -> None:
    check_can_change(alert)
    if alert.state is AlertState.ACTIVE:
        _leave(session, alert, AlertState.PAUSED, now=now)


async def resume_alert(session: AsyncSession, alert: Alert, *, now: datetime) -> None:
    """Speak again, of what opens from now on; the pause is not made up for."""
    check_can_change(alert)
    if alert.state in (AlertState.PAUSED, AlertState.RESTING):
        alert.seen_at = now
        # Else a change made during the pause would be told when the alert is next encoded, perhaps months later.
        alert.matched_revision = alert.revision
        await _activate(session, alert, now=now)
        # The model may have changed during the pause.
        await add_work(session, WorkKind.ENCODE_ALERTS, [alert.id], owner_id=alert.person_id)


async def keep_alert(session: AsyncSession, public_id: UUID, *, now: datetime) -> Alert:
    """Its owner still wants it: it goes on, or speaks again if it rests already."""
    alert = await _locked(session, public_id)
    check_can_change(alert)
    alert.seen_at = now
    if alert.state is AlertState.RESTING:
        await resume_alert(session, alert, now=now)
    return alert


async def stop_alert(session: AsyncSession, public_id: UUID, *, now: datetime) -> Alert:
    """Stop an alert for good; stopping twice changes nothing."""
    alert = await _locked(session, public_id)
    if alert.state is not AlertState.STOPPED:
        _leave(session, alert, AlertState.STOPPED, now=now)
    return alert


async def stop_everything(session: AsyncSession, person: Person) -> None:
    """Stop every alert of a person and suppress their address, so that nobody can start another for it."""
    for alert_id in await queries.stop_all(session, person.id):
        record_change(session, Collection.ALERTS, alert_id, Event.LEFT)
    await add_suppression(session, person.folded_address, SuppressionReason.ASKED)


async def delete_alert(session: AsyncSession, alert: Alert) -> None:
    """Remove an alert with its matches; what was sent for it stays on record as sent."""
    await delete_vectors(session, Collection.ALERTS, [alert.id])
    await forget_answers_about(session, alert.public_id)
    record_change(session, Collection.ALERTS, alert.id, Event.LEFT)
    await session.delete(alert)


async def forget_unconfirmed(session: AsyncSession, *, now: datetime) -> None:
    """Forget sign-ups that nobody confirmed long after their link expired, and persons of whom nothing else is kept."""
    await queries.delete_unconfirmed(session, before=now - _KEPT_UNCONFIRMED)


async def person_of_link(session: AsyncSession, public_id: UUID) -> Person:
    person = await find_person(session, public_id)
    if person is None:
        raise NotFound("Nothing is kept about you here any more.")
    return person


def _leave(session: AsyncSession, alert: Alert, state: AlertState, *, now: datetime) -> None:
    alert.state, alert.state_at = state, now
    record_change(session, Collection.ALERTS, alert.id, Event.LEFT)


async def _activate(session: AsyncSession, alert: Alert, *, now: datetime) -> None:
    alert.state, alert.state_at = AlertState.ACTIVE, now
    alert.baseline = await head(session)
    record_change(session, Collection.ALERTS, alert.id, Event.CONFIRMED)


async def _read_again(session: AsyncSession, alert: Alert) -> None:
    """Have an alert encoded and, once that is done, matched with what is open."""
    alert.revision += 1
    await session.flush()
    await add_work(session, WorkKind.ENCODE_ALERTS, [alert.id], owner_id=alert.person_id, edited=True)


async def _locked(session: AsyncSession, public_id: UUID) -> Alert:
    try:
        return await queries.get_alert(session, SYSTEM, public_id, lock=True)
    except NotFound:
        raise NotFound("This alert is gone: it was deleted.") from None


async def _candidate_of(session: AsyncSession, principal: Principal, public_id: UUID | None) -> int | None:
    if public_id is None:
        return None
    principal.require(Scope.CANDIDATES_READ)
    return (await get_candidate(session, principal, public_id)).candidate.id


def _named_columns(changes: AlertChanges) -> dict[str, Any]:
    named = {name: getattr(changes, name) for name in changes.model_fields_set}
    for how in ("understand", "keep_as_words"):
        if named.pop(how, None) is not None and "description" not in named:
            raise Invalid(f"{how} says how a description is read: send it with one.", field=how)
    empty = [name for name, value in named.items() if value is None]
    if empty:
        raise Invalid(f"{empty[0]} cannot be removed: leave it out to keep it.", field=empty[0])
    filters = named.pop("filters", None)
    return {**named, **(values_of(filters) if filters is not None else {})}
