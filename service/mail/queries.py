"""All SQL about deliveries and suppression."""

from collections.abc import Collection as Ids
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.database import among
from service.mail.models import Delivery, DeliveryKind, DeliveryState, Suppression, SuppressionReason

_MAILBOX_LOCK = 0x6D61696C
_DOMAIN_LOCK = 0x646F6D61


async def lock_pending(session: AsyncSession, ids: Ids[int]) -> list[Delivery]:
    """Deliveries that still wait, locked until the transaction ends."""
    return list(
        await session.scalars(
            select(Delivery)
            .where(among(col(Delivery.id), ids), col(Delivery.state) == DeliveryState.PENDING)
            .order_by(col(Delivery.id))
            .with_for_update()
        )
    )


async def get_deliveries(session: AsyncSession, ids: Ids[int]) -> list[Delivery]:
    """As they are now, locked until the transaction ends."""
    query = select(Delivery).where(among(col(Delivery.id), ids)).order_by(col(Delivery.id))
    found = await session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return list(found)


async def suppressed_among(session: AsyncSession, folded_addresses: Ids[str]) -> set[str]:
    return set(
        await session.scalars(
            select(col(Suppression.folded_address)).where(col(Suppression.folded_address).in_(folded_addresses))
        )
    )


async def add_suppression(
    session: AsyncSession, folded_address: str, reason: SuppressionReason, *, note: str | None = None
) -> None:
    """Suppress an address; an earlier suppression keeps its reason, unless it is one that its owner could take back."""
    statement = insert(Suppression).values(folded_address=folded_address, reason=reason, note=note)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["folded_address"],
            set_={"reason": statement.excluded.reason, "note": statement.excluded.note},
            where=(col(Suppression.reason) == SuppressionReason.ASKED) & (reason != SuppressionReason.ASKED),
        )
    )


async def find_suppression(session: AsyncSession, folded_address: str) -> SuppressionReason | None:
    """Why an address gets no mail, or None when it may."""
    query = select(col(Suppression.reason)).where(col(Suppression.folded_address) == folded_address)
    return await session.scalar(query)


async def list_suppressions(
    session: AsyncSession, *, reason: SuppressionReason | None = None, limit: int
) -> list[Suppression]:
    """Newest first."""
    query = select(Suppression).order_by(col(Suppression.created_at).desc(), col(Suppression.id).desc()).limit(limit)
    return list(await session.scalars(query if reason is None else query.where(col(Suppression.reason) == reason)))


async def count_suppressions(session: AsyncSession) -> dict[SuppressionReason, int]:
    rows = await session.execute(select(col(Suppression.reason), func.count()).group_by(col(Suppression.reason)))
    return {reason: count for reason, count in rows}


async def lift_suppression(session: AsyncSession, folded_address: str) -> SuppressionReason | None:
    """Let an address get mail again; returns why it did not, or None when it was not suppressed."""
    return await session.scalar(
        delete(Suppression).where(col(Suppression.folded_address) == folded_address).returning(col(Suppression.reason))
    )


async def take_back_attempts(session: AsyncSession, ids: Ids[int]) -> None:
    """These were claimed and not dialled. An answer that was lost before stays lost."""
    await session.execute(
        update(Delivery)
        .where(among(col(Delivery.id), ids), col(Delivery.state) == DeliveryState.PENDING)
        .values(attempts=col(Delivery.attempts) - 1, unanswered=col(Delivery.attempts) > 1)
    )


async def lock_domains(session: AsyncSession, delivery_ids: Ids[int]) -> list[tuple[int, str]]:
    """The receiving domain of each delivery; counting what a domain gets is done one at a time until the transaction
    ends."""
    rows = await session.execute(
        select(col(Delivery.id), col(Delivery.domain))
        .where(among(col(Delivery.id), delivery_ids))
        .order_by(col(Delivery.id))
    )
    waiting = [(id_, domain) for id_, domain in rows]
    for domain in sorted({domain for _, domain in waiting}):
        await session.execute(select(func.pg_advisory_xact_lock(_DOMAIN_LOCK, func.hashtext(domain))))
    return waiting


async def count_attempts(session: AsyncSession, domains: Ids[str], *, since: datetime) -> dict[str, int]:
    """How many messages each of these domains was last handed since then."""
    rows = await session.execute(
        select(col(Delivery.domain), func.count())
        .where(col(Delivery.domain).in_(domains), col(Delivery.attempted_at) > since)
        .group_by(col(Delivery.domain))
    )
    return {domain: count for domain, count in rows}


async def lock_mailbox(session: AsyncSession, mailbox_key: str) -> None:
    """Counting what goes to a mailbox and adding to it is done one at a time, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_MAILBOX_LOCK, func.hashtext(mailbox_key))))


async def count_to_mailbox(session: AsyncSession, mailbox_key: str, kind: DeliveryKind, *, since: datetime) -> int:
    """How many messages of a kind were meant for a mailbox, whatever became of them but refusals of our own."""
    found = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(col(Delivery.mailbox_key) == mailbox_key, col(Delivery.kind) == kind)
        .where(col(Delivery.created_at) > since, col(Delivery.state) != DeliveryState.DROPPED)
    )
    return found or 0


async def count_deliveries(session: AsyncSession, *, since: datetime | None = None) -> dict[str, int]:
    """By state, of those made since a moment, or of all."""
    query = select(col(Delivery.state), func.count()).group_by(col(Delivery.state))
    rows = await session.execute(query if since is None else query.where(col(Delivery.created_at) > since))
    return {state.value: count for state, count in rows}
