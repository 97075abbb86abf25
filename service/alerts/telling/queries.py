"""All SQL about what persons are told: what waits, announcements, and deliveries claimed for sending."""

from collections.abc import Collection as Ids
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    LargeBinary,
    Text,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import Person
from service.alerts.models import Alert, AlertState, Announcement, AnnouncementState, Cadence, Match, MatchState
from service.alerts.rules import REFUSED, TOLD_ALREADY
from service.database import among
from service.listings.models import Listing
from service.mail.models import Delivery, DeliveryKind, DeliveryState, Suppression


@dataclass(frozen=True)
class Waiting:
    """A match to be told, with what decides whether it still may be."""

    match: Match
    alert: Alert
    listing: Listing


async def rhythms_of(session: AsyncSession, alert_ids: Ids[int]) -> list[tuple[Person, Cadence]]:
    """Whom these alerts are for and how often each tells; a person comes once for each cadence."""
    rows = await session.execute(
        select(Person, col(Alert.cadence))
        .join(Alert, col(Alert.person_id) == col(Person.id))
        .where(among(col(Alert.id), alert_ids))
        .distinct()
        .order_by(col(Person.id))
    )
    return [(person, cadence) for person, cadence in rows]


async def lock_person(session: AsyncSession, person_id: int) -> Person | None:
    """Composing for one person is done by one worker at a time."""
    return await session.scalar(select(Person).where(col(Person.id) == person_id).with_for_update())


async def waiting_matches(session: AsyncSession, person_id: int) -> list[Waiting]:
    """What was found for a person's alerts and not told yet, in one order."""
    rows = await session.execute(
        select(Match, Alert, Listing)
        .join(Alert, col(Alert.id) == col(Match.alert_id))
        .join(Listing, col(Listing.id) == col(Match.listing_id))
        .where(col(Alert.person_id) == person_id, col(Match.state) == MatchState.FOUND)
        .order_by(col(Match.id))
    )
    return [Waiting(match, alert, listing) for match, alert, listing in rows]


async def count_mails_since(session: AsyncSession, person_id: int, moment: datetime) -> int:
    """How many mails of news were made for a person since then, but those that never left."""
    found = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(col(Delivery.person_id) == person_id, col(Delivery.kind) == DeliveryKind.ALERT)
        .where(col(Delivery.created_at) >= moment, col(Delivery.state) != DeliveryState.DROPPED)
    )
    return found or 0


async def announcements_of(session: AsyncSession, person_id: int, opening_ids: Ids[int]) -> dict[int, Announcement]:
    """Where this person was told of these openings, or is about to be, by opening."""
    found = await session.scalars(
        select(Announcement)
        .where(col(Announcement.person_id) == person_id, among(col(Announcement.opening_id), opening_ids))
        .where(col(Announcement.state) != AnnouncementState.DROPPED)
    )
    return {announcement.opening_id: announcement for announcement in found}


async def find_again(session: AsyncSession, person_id: int, opening_ids: Ids[int]) -> bool:
    """Let a person's other alerts tell openings that one of them was to tell and did not; returns whether any can."""
    found = await session.scalars(
        update(Match)
        .where(col(Match.alert_id) == col(Alert.id), col(Match.listing_id) == col(Listing.id))
        .where(col(Alert.person_id) == person_id, col(Alert.state) == AlertState.ACTIVE)
        .where(among(col(Listing.opening_id), opening_ids), col(Match.dropped_reason) == TOLD_ALREADY)
        .values(state=MatchState.FOUND, dropped_reason=None, announcement_id=None)
        .returning(col(Match.id))
    )
    return bool(found.all())


async def forget_dropped(session: AsyncSession, person_id: int, opening_ids: Ids[int]) -> None:
    """Clear announcements that never left, so that the openings can be told after all."""
    await session.execute(
        delete(Announcement)
        .where(col(Announcement.person_id) == person_id, among(col(Announcement.opening_id), opening_ids))
        .where(col(Announcement.state) == AnnouncementState.DROPPED)
    )


@dataclass(frozen=True)
class Answer:
    """One alert's match that an announcement tells."""

    match: Match
    alert: Alert


@dataclass(frozen=True)
class Planned:
    """One listing of a delivery: None where it was deleted, and without answers where the alerts were."""

    announcement: Announcement
    listing: Listing | None
    answers: tuple[Answer, ...]


async def planned_of(
    session: AsyncSession, delivery_ids: Ids[int], *, state: AnnouncementState = AnnouncementState.PENDING
) -> dict[int, list[Planned]]:
    """What each delivery is to tell, best first."""
    rows = await session.execute(
        select(Announcement, Listing)
        .outerjoin(Listing, col(Listing.id) == col(Announcement.listing_id))
        .where(among(col(Announcement.delivery_id), delivery_ids), col(Announcement.state) == state)
        .order_by(col(Announcement.delivery_id), col(Announcement.position), col(Announcement.id))
    )
    found = [(announcement, listing) for announcement, listing in rows]
    answers = await _answers(session, [announcement.id for announcement, _ in found])
    planned: dict[int, list[Planned]] = {}
    for announcement, listing in found:
        each = Planned(announcement, listing, tuple(answers.get(announcement.id, ())))
        planned.setdefault(announcement.delivery_id, []).append(each)
    return planned


async def _answers(session: AsyncSession, announcement_ids: Ids[int]) -> dict[int, list[Answer]]:
    rows = await session.execute(
        select(Match, Alert)
        .join(Alert, col(Alert.id) == col(Match.alert_id))
        .where(among(col(Match.announcement_id), announcement_ids))
        .order_by(col(Match.announcement_id), col(Match.score).desc(), col(Match.id))
    )
    answers: dict[int, list[Answer]] = {}
    for match, alert in rows:
        answers.setdefault(match.announcement_id or 0, []).append(Answer(match, alert))
    return answers


@dataclass(frozen=True)
class Written:
    """A message that a claim would put on record."""

    delivery_id: int
    subject: str
    message: bytes


async def claim_deliveries(session: AsyncSession, written: Sequence[Written], *, now: datetime) -> set[int]:
    """Put an attempt on record for each delivery that may leave now; returns which.

    Whether its reader said stop is read by this very statement: a delivery is passed over when its address is
    suppressed, or when anything that it tells is asked for by no active alert any more.
    """
    if not written:
        return set()
    unwanted = exists().where(
        col(Announcement.delivery_id) == col(Delivery.id),
        col(Announcement.state) == AnnouncementState.PENDING,
        ~exists().where(
            col(Match.announcement_id) == col(Announcement.id),
            col(Match.alert_id) == col(Alert.id),
            col(Alert.state) == AlertState.ACTIVE,
        ),
    )
    suppressed = exists().where(
        col(Person.id) == col(Delivery.person_id), col(Suppression.folded_address) == col(Person.folded_address)
    )
    ids = [each.delivery_id for each in written]
    numbers = cast(literal(ids, ARRAY(BigInteger)), ARRAY(BigInteger))
    texts = cast(literal([each.subject for each in written], ARRAY(Text)), ARRAY(Text))
    messages = cast(literal([each.message for each in written], ARRAY(LargeBinary)), ARRAY(LargeBinary))
    given = (
        func.unnest(numbers, texts, messages)
        .table_valued(column("id", BigInteger), column("subject", Text), column("message", LargeBinary), name="given")
        .render_derived()
    )
    claimed = await session.scalars(
        update(Delivery)
        .where(col(Delivery.id) == given.c.id, col(Delivery.state) == DeliveryState.PENDING)
        .where(~suppressed, or_(col(Delivery.kind) != DeliveryKind.ALERT, ~unwanted))
        .values(
            subject=given.c.subject,
            message=given.c.message,
            attempts=col(Delivery.attempts) + 1,
            attempted_at=now,
            unanswered=True,
        )
        .returning(col(Delivery.id))
        .execution_options(synchronize_session=False)
    )
    return set(claimed)


async def mark_told(session: AsyncSession, delivery_ids: Ids[int]) -> None:
    await session.execute(
        update(Announcement)
        .where(among(col(Announcement.delivery_id), delivery_ids))
        .where(col(Announcement.state) == AnnouncementState.PENDING)
        .values(state=AnnouncementState.SENT)
    )


async def mark_untold(session: AsyncSession, delivery_ids: Ids[int]) -> None:
    """The deliveries failed for good: their openings were not told, and may be when they open again."""
    untold = select(col(Announcement.id)).where(
        among(col(Announcement.delivery_id), delivery_ids), col(Announcement.state) == AnnouncementState.PENDING
    )
    await session.execute(
        update(Match)
        .where(col(Match.announcement_id).in_(untold))
        .values(state=MatchState.DROPPED, dropped_reason=REFUSED)
    )
    await session.execute(
        update(Announcement)
        .where(among(col(Announcement.delivery_id), delivery_ids))
        .where(col(Announcement.state) == AnnouncementState.PENDING)
        .values(state=AnnouncementState.DROPPED, dropped_reason=REFUSED)
    )


async def tell_after_all(session: AsyncSession, delivery_id: int) -> int:
    """Have a delivery that failed tell what it was to tell; returns how many openings.

    What was told since by another mail is no longer this one's, and what was dropped for another reason stays so.
    """
    dropped = select(col(Announcement.id)).where(
        col(Announcement.delivery_id) == delivery_id,
        col(Announcement.state) == AnnouncementState.DROPPED,
        col(Announcement.dropped_reason) == REFUSED,
    )
    await session.execute(
        update(Match)
        .where(col(Match.announcement_id).in_(dropped), col(Match.dropped_reason) == REFUSED)
        .values(state=MatchState.ANNOUNCED, dropped_reason=None)
    )
    pending = await session.scalars(
        update(Announcement)
        .where(col(Announcement.id).in_(dropped))
        .values(state=AnnouncementState.PENDING, dropped_reason=None)
        .returning(col(Announcement.id))
    )
    return len(pending.all())
