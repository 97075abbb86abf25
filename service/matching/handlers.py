"""API routes of matches: listings for a candidate, ranked candidates for a listing."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.candidates.queries import get_candidate
from service.legibility.schemas import ReadOut
from service.listings.queries import get_own_listing
from service.matching.actions import candidates_for_listing, listings_for_candidate
from service.matching.presenting import present_matched, present_ranked
from service.matching.rankings.recording import record_shown
from service.matching.schemas import (
    CandidateMatches,
    CandidateNotRanked,
    CandidateUnscored,
    DealBreakers,
    ListingMatches,
    WeightsOut,
)
from service.matching.unscored import UnscoredCandidate, unscored_candidates
from service.matching.weights import DEFAULT_WEIGHTS, weights_with
from service.search.replica import CandidatesIndex, ListingsIndex
from service.search.schemas import LARGEST_SEARCH, ListingFilters

Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_SEARCH, name="limit", description="the most results to answer")]
Broken = Annotated[
    DealBreakers,
    QueryParameter(
        name="deal_breakers",
        description="what becomes of results in which a deal-breaker is not met: they stand `below` all others, with "
        "the reason, or are left out (`exclude`). What nobody states is never not met.",
    ),
]

_REASONS = (
    "Each result explains itself: factors with value, weight and share, which sum to the score; skills shared, related "
    "and missing; and deal-breakers with the sentence that each came from."
)


@get(
    "/v1/candidates/{candidate_id:uuid}/matches",
    operation_id="matchCandidate",
    tags=("Matches",),
    summary="Open listings for a candidate, best first",
    description=_REASONS,
)
async def match_candidate(
    candidate_id: FromPath[UUID],
    session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    encoder: NamedDependency[Encoder],
    listings_index: NamedDependency[ListingsIndex],
    limit: Limit = 20,
    deal_breakers: Broken = "below",
) -> CandidateMatches:
    principal.require(Scope.CANDIDATES_READ)
    whole = await get_candidate(session, principal, candidate_id)
    found = await listings_for_candidate(
        session, listings_index, whole, ListingFilters(), limit=limit, keep_broken=deal_breakers == "below"
    )
    return CandidateMatches(
        results=await present_matched(session, found),
        weights=WeightsOut.of(DEFAULT_WEIGHTS),
        position=listings_index.position,
        generation=encoder.fingerprint.digest(),
    )


@get(
    "/v1/listings/{listing_id:uuid}/matches",
    operation_id="matchListing",
    tags=("Matches",),
    summary="Candidates for a listing of your own, best first",
    description="Only candidates of the key's organisation who let themselves be found; without a name unless they "
    "chose to be named. The order rests on what they can do: names, contacts and words of protected characteristics "
    "are not read. The listing's `match_weights` decide what counts. The ranking is kept as it is shown, under the id "
    f"in `ranking`. {_REASONS}",
)
async def match_listing(
    listing_id: FromPath[UUID],
    session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    encoder: NamedDependency[Encoder],
    candidates_index: NamedDependency[CandidatesIndex],
    limit: Limit = 20,
    deal_breakers: Broken = "below",
) -> ListingMatches:
    principal.require(Scope.CANDIDATES_READ)
    principal.require(Scope.LISTINGS_READ)
    listing = await get_own_listing(session, principal, listing_id)
    found = await candidates_for_listing(
        session, candidates_index, principal, listing, limit=limit, keep_broken=deal_breakers == "below"
    )
    generation, weights = encoder.fingerprint.digest(), weights_with(listing.match_weights)
    unscored = await unscored_candidates(session, candidates_index, principal, limit=limit)
    ranking = await record_shown(
        session,
        principal,
        listing,
        found,
        generation=generation,
        limit=limit,
        now=datetime.now(UTC),
        weights=asdict(weights),
        deal_breakers=deal_breakers,
    )
    return ListingMatches(
        ranking=ranking.public_id,
        results=[present_ranked(each) for each in found],
        unscored=[_present_unscored(each) for each in unscored],
        weights=WeightsOut.of(weights),
        position=candidates_index.position,
        generation=generation,
    )


def _present_unscored(each: UnscoredCandidate) -> CandidateUnscored:
    return CandidateUnscored(
        candidate=CandidateNotRanked(id=each.candidate.public_id, name=each.name, headline=each.headline),
        read=ReadOut.of_document(each.legibility),
    )
