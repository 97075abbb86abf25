"""Matches ready to be shown."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from service.listings.presenting import present_listings
from service.matching.actions import MatchedListing, RankedCandidate
from service.matching.schemas import CandidateFound, CandidateResult, ListingMatch, reasons_of, score_of
from service.search.schemas import PassageOut


async def present_matched(session: AsyncSession, found: Sequence[MatchedListing]) -> list[ListingMatch]:
    listings = await present_listings(session, [each.listing for each in found])
    matches = []
    for each, listing in zip(found, listings, strict=True):
        reasons = reasons_of(each.pair)
        matches.append(
            ListingMatch(
                factors=reasons.factors,
                skills=reasons.skills,
                deal_breakers=reasons.deal_breakers,
                score=score_of(reasons),
                passage=PassageOut(field=each.field, text=each.text),
                listing=listing,
            )
        )
    return matches


def present_ranked(each: RankedCandidate) -> CandidateResult:
    reasons = reasons_of(each.pair)
    return CandidateResult(
        factors=reasons.factors,
        skills=reasons.skills,
        deal_breakers=reasons.deal_breakers,
        score=score_of(reasons),
        passage=PassageOut(field=each.field, text=each.text),
        candidate=CandidateFound(
            id=each.candidate.public_id, name=each.name, headline=each.headline, skills=each.skills
        ),
    )
