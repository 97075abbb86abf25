"""What an operator does: look at what is stuck, and have a piece of it tried again."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts.telling.queries import lock_person, tell_after_all
from service.mail.actions import send_again
from service.mail.models import Delivery, DeliveryKind, DeliveryState
from service.mail.queries import find_suppression, get_deliveries
from service.operations import queries
from service.operations.rules import (
    DeadLetter,
    LetterBusy,
    LetterGone,
    NothingLeftToTell,
    Place,
    Source,
    Stuck,
    check_not_suppressed,
    letter_id,
    read_letter_id,
    stuck_as,
    why_delivery_is_stuck,
)
from service.work import Work, WorkKind, add_work

logger = logging.getLogger(__name__)


async def list_dead_letters(
    session: AsyncSession, before: Place | None, *, limit: int
) -> tuple[list[DeadLetter], Place | None]:
    """A part of what is stuck, the newest first, and the place after which there is more."""
    places = await queries.list_places(session, before, limit=limit + 1)
    shown = places[:limit]
    return await _read_letters(session, shown), shown[-1] if len(places) > limit else None


async def retry(session: AsyncSession, text: str) -> None:
    """Have a dead letter tried again at once, as if nothing had gone wrong; raises why it cannot be."""
    key = read_letter_id(text)
    if isinstance(key, UUID):
        await _retry_delivery(session, key)
    else:
        await _retry_work(session, key)
    logger.info("An operator had %s tried again", text)


async def _retry_work(session: AsyncSession, number: int) -> None:
    found = await queries.lock_stuck_work(session, number)
    if found is None:
        raise LetterGone
    work, under_way = found
    if under_way:
        raise LetterBusy("A worker is at it at this very moment: look again when it is done.")
    if work.kind == WorkKind.SEND_MAIL:
        await _check_recipient(session, work.subject_id)
    await queries.free_work(session, work)


async def _retry_delivery(session: AsyncSession, public_id: UUID) -> None:
    delivery = await queries.find_delivery(session, public_id)
    stuck = stuck_as(delivery.state, delivery.attempts) if delivery else None
    if delivery is None or stuck is None:
        raise LetterGone
    await _check_recipient(session, delivery.id)
    if stuck is Stuck.DEFERRED:
        await add_work(session, WorkKind.SEND_MAIL, [delivery.id], owner_id=delivery.person_id)
        return
    # Composing holds the person too: what it tells and what is told after all cannot be the same opening.
    await lock_person(session, delivery.person_id)
    (delivery,) = await get_deliveries(session, [delivery.id])
    if delivery.state is not DeliveryState.FAILED:
        raise LetterGone
    if delivery.kind is DeliveryKind.ALERT and not await tell_after_all(session, delivery.id):
        raise NothingLeftToTell("All that this mail was to tell has been told since, or is not to be told any more.")
    await send_again(session, delivery)


async def _check_recipient(session: AsyncSession, delivery_id: int) -> None:
    person = await queries.recipient_of(session, delivery_id)
    if person is not None:
        check_not_suppressed(await find_suppression(session, person.folded_address))


async def _read_letters(session: AsyncSession, places: Sequence[Place]) -> list[DeadLetter]:
    numbers = {source: [place.number for place in places if place.source is source] for source in Source}
    works = await queries.work_by_id(session, numbers[Source.WORK])
    deliveries = await queries.deliveries_by_id(session, numbers[Source.DELIVERY])
    subjects = await queries.public_ids_of(session, works.values())
    letters = []
    for place in places:
        # What is done between the questions is not stuck any more.
        if place.source is Source.DELIVERY and (delivery := deliveries.get(place.number)):
            letters.append(_of_delivery(delivery, place.since))
        elif place.source is Source.WORK and (work := works.get(place.number)):
            letters.append(_of_work(work, subjects.get((work.kind, work.subject_id)), place.since))
    return letters


def _of_work(work: Work, subject: UUID | None, since: datetime) -> DeadLetter:
    return DeadLetter(
        id=letter_id(Source.WORK, work.id),
        kind=work.kind,
        about=queries.ABOUT[WorkKind(work.kind)].name,
        subject=subject,
        stuck=Stuck.SET_ASIDE if work.set_aside_at else Stuck.FAILING,
        reason=work.last_error or "",
        since=since,
        attempts=work.attempts,
        crashes=work.crashes,
    )


def _of_delivery(delivery: Delivery, since: datetime) -> DeadLetter:
    return DeadLetter(
        id=letter_id(Source.DELIVERY, delivery.public_id),
        kind=f"{delivery.kind.value}_mail",
        about="delivery",
        subject=delivery.public_id,
        stuck=stuck_as(delivery.state, delivery.attempts) or Stuck.DEFERRED,
        reason=why_delivery_is_stuck(
            delivery.state,
            delivery.attempts,
            delivery.reply_code,
            delivery.reply_text,
            unanswered=delivery.unanswered,
        ),
        since=since,
        attempts=delivery.attempts,
        crashes=0,
    )
