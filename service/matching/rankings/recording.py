"""From candidates as they are about to be shown to the stored ranking: what each edge calls before it answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.candidates.models import Candidate
from service.candidates.queries import Whole, candidates_by_id
from service.candidates.rankable_text import rankable_document, rankable_version
from service.candidates.schemas import Limits
from service.listings.models import Listing
from service.matching.rankings.actions import record_ranking
from service.matching.rankings.models import Ranking
from service.matching.rankings.rules import How, Place, hash_of, hash_of_document
from service.matching.weights import WEIGHTS_VERSION


class Shown(Protocol):
    """A candidate with what a recruiter sees of them."""

    @property
    def candidate(self) -> Candidate: ...
    @property
    def headline(self) -> str: ...
    @property
    def skills(self) -> list[str]: ...
    @property
    def score(self) -> float: ...
    @property
    def text(self) -> str: ...


async def record_shown(
    session: AsyncSession,
    principal: Principal,
    listing: Listing,
    shown: Sequence[Shown],
    *,
    generation: str,
    limit: int,
    now: datetime,
    weights: Mapping[str, float],
    deal_breakers: str = "below",
) -> Ranking:
    """Store the candidates in the order in which they are shown, and by what they were ranked."""
    found = await candidates_by_id(session, principal, [each.candidate.id for each in shown], findable_only=False)
    places = [
        Place(
            candidate_id=each.candidate.id,
            score=each.score,
            input_hash=_hash_of_input(found[each.candidate.id]),
            shown_hash=hash_of(each.headline, each.skills, each.text),
        )
        for each in shown
    ]
    how = How(
        generation=generation,
        score_version=f"weights-{WEIGHTS_VERSION}",
        rankable_version=rankable_version(),
        weights=dict(weights),
        filters={"findable": True, "limit": limit, "deal_breakers": deal_breakers},
    )
    return await record_ranking(session, principal, listing, places, how, now=now)


def _hash_of_input(whole: Whole) -> str:
    profile = whole.profile
    document = rankable_document(profile, name=whole.candidate.name)
    stated = [getattr(profile, name) for name in Limits.model_fields]
    return hash_of_document(document, profile.place, profile.desired_pay_text, profile.language, *stated)
