"""All SQL about stored rankings and decisions."""

from collections.abc import Collection as Ids
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.principal import Principal
from service.candidates.models import Candidate
from service.database import among
from service.matching.rankings.models import Decision, Ranking, RankingEntry
from service.paging import PageRequest

_ENTRIES_AT_ONCE = 1_000


async def find_same_ranking(
    session: AsyncSession, organisation_id: int, asked_by: str, content_hash: str, *, since: datetime
) -> Ranking | None:
    """A ranking of this content that the same asker was shown since then."""
    return await session.scalar(
        select(Ranking)
        .where(
            col(Ranking.organisation_id) == organisation_id,
            col(Ranking.asked_by) == asked_by,
            col(Ranking.content_hash) == content_hash,
            col(Ranking.last_at) >= since,
        )
        .order_by(col(Ranking.id).desc())
        .limit(1)
        .with_for_update()
    )


async def add_entries(session: AsyncSession, entries: list[dict[str, object]]) -> None:
    for first in range(0, len(entries), _ENTRIES_AT_ONCE):
        await session.execute(insert(RankingEntry), entries[first : first + _ENTRIES_AT_ONCE])


async def list_rankings(
    session: AsyncSession, principal: Principal, listing_reference: UUID, page: PageRequest
) -> list[Ranking]:
    """One more than the page holds, newest first."""
    query = (
        select(Ranking)
        .where(
            col(Ranking.organisation_id) == principal.organisation(),
            col(Ranking.listing_reference) == listing_reference,
        )
        .order_by(col(Ranking.id).desc())
        .limit(page.limit + 1)
    )
    if page.before is not None:
        query = query.where(col(Ranking.id) < page.before)
    return list(await session.scalars(query))


async def entries_of(session: AsyncSession, ranking_ids: Ids[int]) -> dict[int, list[tuple[RankingEntry, UUID | None]]]:
    """The places of each ranking in order, with the public id of who stands there; None for whoever was erased."""
    rows = await session.execute(
        select(RankingEntry, col(Candidate.public_id))
        .outerjoin(Candidate, col(Candidate.id) == col(RankingEntry.candidate_id))
        .where(among(col(RankingEntry.ranking_id), ranking_ids))
        .order_by(col(RankingEntry.ranking_id), col(RankingEntry.position))
    )
    found: dict[int, list[tuple[RankingEntry, UUID | None]]] = {id_: [] for id_ in ranking_ids}
    for entry, public_id in rows:
        found[entry.ranking_id].append((entry, public_id))
    return found


async def find_ranking_with(
    session: AsyncSession,
    principal: Principal,
    listing_reference: UUID,
    candidate_id: int,
    *,
    public_id: UUID | None = None,
) -> Ranking | None:
    """The latest ranking of a listing, or the one named, that holds the candidate."""
    query = (
        select(Ranking)
        .join(RankingEntry, col(RankingEntry.ranking_id) == col(Ranking.id))
        .where(
            col(Ranking.organisation_id) == principal.organisation(),
            col(Ranking.listing_reference) == listing_reference,
            col(RankingEntry.candidate_id) == candidate_id,
        )
        .order_by(col(Ranking.last_at).desc(), col(Ranking.id).desc())
        .limit(1)
    )
    if public_id is not None:
        query = query.where(col(Ranking.public_id) == public_id)
    return await session.scalar(query)


async def list_decisions(
    session: AsyncSession, principal: Principal, listing_reference: UUID, page: PageRequest
) -> list[tuple[Decision, UUID | None, UUID | None]]:
    """One more than the page holds, newest first, each with the candidate's and the ranking's public id."""
    query = (
        select(Decision, col(Candidate.public_id), col(Ranking.public_id))
        .outerjoin(Candidate, col(Candidate.id) == col(Decision.candidate_id))
        .outerjoin(Ranking, col(Ranking.id) == col(Decision.ranking_id))
        .where(
            col(Decision.organisation_id) == principal.organisation(),
            col(Decision.listing_reference) == listing_reference,
        )
        .order_by(col(Decision.id).desc())
        .limit(page.limit + 1)
    )
    if page.before is not None:
        query = query.where(col(Decision.id) < page.before)
    return [(decision, candidate, ranking) for decision, candidate, ranking in await session.execute(query)]


async def latest_decisions(
    session: AsyncSession, principal: Principal, listing_reference: UUID, candidate_ids: Ids[int]
) -> dict[int, Decision]:
    """The decision that holds on each of these candidates of a listing, where there is one."""
    found = await session.scalars(
        select(Decision)
        .ext(distinct_on(col(Decision.candidate_id)))
        .where(
            col(Decision.organisation_id) == principal.organisation(),
            col(Decision.listing_reference) == listing_reference,
            among(col(Decision.candidate_id), candidate_ids),
        )
        .order_by(col(Decision.candidate_id), col(Decision.id).desc())
    )
    return {decision.candidate_id: decision for decision in found if decision.candidate_id is not None}


async def last_decided_by(session: AsyncSession, principal: Principal) -> str:
    """Who decided last through the same key or session; empty where nobody did."""
    query = select(col(Decision.decided_by)).where(
        col(Decision.organisation_id) == principal.organisation(), col(Decision.sent_by) == principal.reference
    )
    return await session.scalar(query.order_by(col(Decision.id).desc()).limit(1)) or ""


async def forget_rankings_before(session: AsyncSession, moment: datetime) -> None:
    """Delete rankings last shown, and decisions made, before a moment."""
    await session.execute(delete(Decision).where(col(Decision.decided_at) < moment))
    await session.execute(delete(Ranking).where(col(Ranking.last_at) < moment))
