"""All SQL about canaries: whose they are, how far one has come, and what is kept of those that are over."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import Organisation
from service.alerts.models import Alert, AlertState, Announcement, Match
from service.canary.models import CanaryRun
from service.canary.rules import Seen, Written
from service.change_log import Collection
from service.listings.models import Listing, Opening
from service.mail.models import Delivery, DeliveryState, message_id_of
from service.vectors import StoredVector
from service.work import Work, WorkKind

_LOCK = 0x63616E61


async def lock_canary(session: AsyncSession) -> None:
    """What is one in an installation is made and sent off by one process at a time, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def find_organisation(session: AsyncSession) -> Organisation | None:
    return await session.scalar(select(Organisation).where(col(Organisation.canary)))


async def find_alert(session: AsyncSession) -> Alert | None:
    return await session.scalar(select(Alert).where(col(Alert.canary)).with_for_update())


async def has_alerts_of_their_own(session: AsyncSession, person_id: int) -> bool:
    """Whether a person asked for alerts and confirmed one: the canary's address is nobody's."""
    theirs = exists().where(
        col(Alert.person_id) == person_id, ~col(Alert.canary), col(Alert.state) != AlertState.UNCONFIRMED
    )
    return bool(await session.scalar(select(theirs)))


async def is_alert_ready(session: AsyncSession, alert_id: int) -> bool:
    """Whether the canary's alert is encoded and nothing of it waits: a listing posted now can meet it."""
    waits = exists().where(
        col(Work.kind).in_((WorkKind.ENCODE_ALERTS.value, WorkKind.MATCH_ALERTS.value)),
        col(Work.subject_id) == alert_id,
    )
    ready = select(col(Alert.id)).where(
        col(Alert.id) == alert_id, col(Alert.matched_revision) >= col(Alert.revision), ~waits
    )
    return await session.scalar(ready) is not None


async def look_at(session: AsyncSession, listing_id: int, alert_id: int, *, mail_domain: str) -> Seen | None:
    """How far a canary's listing has come; None where it was deleted."""
    waits = exists().where(col(Work.kind) == WorkKind.ENCODE_LISTINGS.value, col(Work.subject_id) == listing_id)
    readable = exists().where(
        col(StoredVector.collection) == Collection.LISTINGS.value, col(StoredVector.document_id) == listing_id
    )
    row = (
        await session.execute(
            select(~waits, readable, col(Listing.matched_revision) >= col(Listing.revision), Match, Delivery)
            .select_from(Listing)
            .outerjoin(Match, (col(Match.listing_id) == col(Listing.id)) & (col(Match.alert_id) == alert_id))
            .outerjoin(Announcement, col(Announcement.id) == col(Match.announcement_id))
            .outerjoin(Delivery, col(Delivery.id) == col(Announcement.delivery_id))
            .where(col(Listing.id) == listing_id)
        )
    ).first()
    if row is None:
        return None
    encoded, is_readable, matched = row[:3]
    match: Match | None = row[3]
    delivery: Delivery | None = row[4]
    return Seen(
        encoded=encoded,
        readable=is_readable,
        matched=matched,
        match=match.state if match is not None else None,
        reason=match.dropped_reason if match is not None else None,
        written=_written(delivery, mail_domain) if delivery is not None else None,
    )


def _written(delivery: Delivery, mail_domain: str) -> Written:
    return Written(
        state=delivery.state,
        message_id=message_id_of(delivery.public_id, mail_domain),
        code=delivery.reply_code,
        said=delivery.reply_text,
        reason=delivery.dropped_reason,
    )


async def newest_runs(session: AsyncSession, *, limit: int = 5) -> list[CanaryRun]:
    """Newest first."""
    return list(
        await session.scalars(
            select(CanaryRun).order_by(col(CanaryRun.started_at).desc(), col(CanaryRun.id).desc()).limit(limit)
        )
    )


async def get_run(session: AsyncSession, run_id: int) -> CanaryRun | None:
    return await session.scalar(select(CanaryRun).where(col(CanaryRun.id) == run_id).with_for_update())


async def delete_run(session: AsyncSession, run_id: int) -> None:
    await session.execute(delete(CanaryRun).where(col(CanaryRun.id) == run_id))


async def delete_opening(session: AsyncSession, opening_id: int) -> None:
    """With what was announced of it."""
    await session.execute(delete(Opening).where(col(Opening.id) == opening_id))


async def left_behind(session: AsyncSession, *, before: datetime) -> list[Listing]:
    """Listings of canaries that nobody follows any more, as when a process was killed."""
    query = select(Listing).where(col(Listing.canary), col(Listing.created_at) < before)
    return list(await session.scalars(query.with_for_update(skip_locked=True)))


async def forget_mail(session: AsyncSession, *, before: datetime) -> None:
    """Forget what was sent of canaries, and is not waiting."""
    ours = select(col(Alert.person_id)).where(col(Alert.canary))
    await session.execute(
        delete(Delivery).where(
            col(Delivery.person_id).in_(ours),
            col(Delivery.created_at) < before,
            col(Delivery.state) != DeliveryState.PENDING,
        )
    )


async def forget_runs(session: AsyncSession, *, before: datetime) -> None:
    await session.execute(delete(CanaryRun).where(col(CanaryRun.started_at) < before))
