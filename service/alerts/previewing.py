"""What an alert would have told in the past week, before anybody subscribes to it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from embeddings.passages import split_document
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.alerts.finding import last_weeks_openings
from service.alerts.schemas import AlertWish
from service.candidates.queries import get_candidate
from service.candidates.rankable_text import rankable_document
from service.search.actions import Found, read_wanted, search_listings
from service.search.levels import LEAST_SCORE
from service.search.replica import Replica
from service.search.schemas import LARGEST_SEARCH
from service.search.wanted import Wanted


@dataclass(frozen=True)
class Preview:
    """The week's matches, best first; `more` when there are more than one answer shows."""

    found: list[Found]
    more: bool


async def preview_alert(
    session: AsyncSession,
    principal: Principal,
    encoder: Encoder,
    listings: Replica,
    wish: AlertWish,
    *,
    now: datetime,
) -> Preview:
    """The same filters, score and level as the alert's own, over the openings of the past seven days."""
    wanted = await _wanted(session, principal, encoder, wish)
    openings = await last_weeks_openings(session, wish.filters, now=now)
    found = await search_listings(
        session,
        listings,
        wanted,
        wish.filters,
        limit=LARGEST_SEARCH + 1,
        least=LEAST_SCORE[wish.level],
        among_ids=openings,
    )
    return Preview(found[:LARGEST_SEARCH], more=len(found) > LARGEST_SEARCH)


async def _wanted(session: AsyncSession, principal: Principal, encoder: Encoder, wish: AlertWish) -> Wanted:
    if wish.candidate_id is None:
        return await read_wanted(session, encoder, wish.description)
    principal.require(Scope.CANDIDATES_READ)
    whole = await get_candidate(session, principal, wish.candidate_id)
    passages = split_document(rankable_document(whole.profile, name=whole.candidate.name), encoder)
    return Wanted(await asyncio.to_thread(encoder.encode, [passage.text for passage in passages]))
