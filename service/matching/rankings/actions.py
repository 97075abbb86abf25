"""Recording what a recruiter was shown, and what a person decided on it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.candidates.queries import get_candidate
from service.listings.models import Listing
from service.listings.queries import get_own_listing
from service.matching.rankings import queries
from service.matching.rankings.models import Decision, Ranking
from service.matching.rankings.rules import SAME_LOOK, How, NotRanked, Place, hash_of_listing, hash_of_ranking
from service.matching.rankings.schemas import DecisionInput


async def record_ranking(
    session: AsyncSession, principal: Principal, listing: Listing, places: Sequence[Place], how: How, *, now: datetime
) -> Ranking:
    """Store a ranking as it is shown; the same one shown again to the same asker within SAME_LOOK is counted."""
    listing_hash = hash_of_listing(listing)
    content_hash = hash_of_ranking(listing.public_id, listing_hash, how, places)
    organisation_id = principal.organisation()
    same = await queries.find_same_ranking(
        session, organisation_id, principal.reference, content_hash, since=now - SAME_LOOK
    )
    if same is not None:
        same.times, same.last_at = same.times + 1, now
        return same
    ranking = Ranking(
        organisation_id=organisation_id,
        listing_id=listing.id,
        listing_reference=listing.public_id,
        listing_revision=listing.revision,
        listing_hash=listing_hash,
        asked_by=principal.reference,
        asked_at=now,
        last_at=now,
        generation=how.generation,
        score_version=how.score_version,
        rankable_version=how.rankable_version,
        weights=how.weights,
        filters=how.filters,
        content_hash=content_hash,
    )
    session.add(ranking)
    await session.flush()
    await queries.add_entries(session, [_entry(ranking.id, *numbered) for numbered in enumerate(places, start=1)])
    return ranking


async def decide(
    session: AsyncSession, principal: Principal, listing_id: UUID, given: DecisionInput, *, now: datetime
) -> tuple[Decision, Ranking]:
    """Keep a person's decision on a candidate, with the ranking that they saw; raises NotRanked without one."""
    listing = await get_own_listing(session, principal, listing_id)
    whole = await get_candidate(session, principal, given.candidate_id)
    ranking = await queries.find_ranking_with(
        session, principal, listing.public_id, whole.candidate.id, public_id=given.ranking_id
    )
    if ranking is None:
        raise NotRanked("No ranking of this listing that was shown holds this candidate: look at its matches first.")
    decision = Decision(
        organisation_id=principal.organisation(),
        listing_id=listing.id,
        listing_reference=listing.public_id,
        candidate_id=whole.candidate.id,
        ranking_id=ranking.id,
        verdict=given.decision,
        decided_by=given.decided_by,
        sent_by=principal.reference,
        decided_at=now,
    )
    session.add(decision)
    await session.flush()
    return decision, ranking


def _entry(ranking_id: int, position: int, place: Place) -> dict[str, object]:
    return {
        "ranking_id": ranking_id,
        "position": position,
        "candidate_id": place.candidate_id,
        "score": place.score,
        "input_hash": place.input_hash,
        "shown_hash": place.shown_hash,
    }
