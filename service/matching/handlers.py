"""API routes of matches: listings for a candidate, ranked candidates for a listing."""

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
from service.listings.queries import get_own_listing
from service.matching.actions import RankedCandidate, candidates_for_listing, listings_for_candidate
from service.matching.rankings.recording import record_shown
from service.matching.schemas import CandidateFound, CandidateMatches, CandidateResult, ListingMatches
from service.search.presenting import present_found
from service.search.replica import CandidatesIndex, ListingsIndex
from service.search.schemas import LARGEST_SEARCH, ListingFilters, PassageOut

Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_SEARCH, name="limit")]


@get(
    "/v1/candidates/{candidate_id:uuid}/matches",
    operation_id="matchCandidate",
    tags=("Matches",),
    summary="Open listings for a candidate, best first",
)
async def match_candidate(
    candidate_id: FromPath[UUID],
    session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    encoder: NamedDependency[Encoder],
    listings_index: NamedDependency[ListingsIndex],
    limit: Limit = 20,
) -> CandidateMatches:
    principal.require(Scope.CANDIDATES_READ)
    whole = await get_candidate(session, principal, candidate_id)
    found = await listings_for_candidate(session, listings_index, whole, ListingFilters(), limit=limit)
    return CandidateMatches(
        results=await present_found(session, found),
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
    "are not read. The ranking is kept as it is shown, under the id in `ranking`.",
)
async def match_listing(
    listing_id: FromPath[UUID],
    session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    encoder: NamedDependency[Encoder],
    candidates_index: NamedDependency[CandidatesIndex],
    limit: Limit = 20,
) -> ListingMatches:
    principal.require(Scope.CANDIDATES_READ)
    principal.require(Scope.LISTINGS_READ)
    listing = await get_own_listing(session, principal, listing_id)
    found = await candidates_for_listing(session, candidates_index, principal, listing, limit=limit)
    ranking = await record_shown(
        session, principal, listing, found, generation=encoder.fingerprint.digest(), limit=limit, now=datetime.now(UTC)
    )
    return ListingMatches(
        ranking=ranking.public_id,
        results=[_present(each) for each in found],
        position=candidates_index.position,
        generation=encoder.fingerprint.digest(),
    )


def _present(each: RankedCandidate) -> CandidateResult:
    return CandidateResult(
        score=round(each.score, 4),
        passage=PassageOut(field=each.field, text=each.text),
        candidate=CandidateFound(
            id=each.candidate.public_id, name=each.name, headline=each.headline, skills=each.skills
        ),
    )
