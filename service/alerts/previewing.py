"""What an alert would have told in the past week, before anybody subscribes to it."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.alerts.finding import last_weeks_openings
from service.alerts.rules import read_alert
from service.alerts.schemas import AlertWish
from service.candidates.queries import Whole, get_candidate
from service.candidates.rankable_text import rankable_document
from service.encoding import cut_document
from service.legibility.rules import Legibility, check_scored, legibility_of_query
from service.legibility.schemas import ReadOut
from service.matching.actions import accepted_listings, read_seeker
from service.matching.pairs import Pair
from service.search.actions import Found, read_wanted, search_listings
from service.search.levels import LEAST_SCORE, Level
from service.search.replica import Replica
from service.search.schemas import LARGEST_SEARCH
from service.search.score import Part
from service.search.wish import Wish


@dataclass(frozen=True)
class Preview:
    """The week's matches, best first; `more` when there are more than one answer shows; `read` is of what is wanted."""

    found: list[Found]
    more: bool
    read: ReadOut
    wish: Wish


async def preview_alert(
    session: AsyncSession,
    principal: Principal,
    encoder: Encoder,
    listings: Replica,
    wish: AlertWish,
    *,
    reads: Collection[str],
    now: datetime,
) -> Preview:
    """The same filters, score and level as the alert's own, over the openings of the past seven days."""
    asked = read_alert(wish)
    openings = await last_weeks_openings(session, asked.filters, now=now)
    if wish.candidate_id is not None:
        principal.require(Scope.CANDIDATES_READ)
        whole = await get_candidate(session, principal, wish.candidate_id)
        found, judged = await _found_for_profile(session, encoder, listings, whole, wish.level, openings, reads=reads)
        read = ReadOut.of_document(judged)
        return Preview(found[:LARGEST_SEARCH], more=len(found) > LARGEST_SEARCH, read=read, wish=asked)
    wanted = await read_wanted(encoder, asked.meaning)
    found = await search_listings(
        session,
        listings,
        wanted,
        asked.filters,
        limit=LARGEST_SEARCH + 1,
        least=LEAST_SCORE[wish.level],
        among_ids=openings,
    )
    read = ReadOut.of_query(legibility_of_query(wish.description, reads=reads))
    return Preview(found[:LARGEST_SEARCH], more=len(found) > LARGEST_SEARCH, read=read, wish=asked)


async def _found_for_profile(
    session: AsyncSession,
    encoder: Encoder,
    listings: Replica,
    whole: Whole,
    level: Level,
    openings: set[int],
    *,
    reads: Collection[str],
) -> tuple[list[Found], Legibility]:
    """As the alert on the profile will match, its vectors encoded now; raises CannotBeScored for one of none."""
    document = rankable_document(whole.profile, name=whole.candidate.name)
    cut = cut_document(document, encoder, stated=whole.profile.language, reads=reads)
    check_scored(cut.legibility)
    rows = await asyncio.to_thread(encoder.encode, [passage.text for passage in cut.passages])
    seeker = read_seeker(whole, rows)
    found = await accepted_listings(session, listings, seeker, level, openings, limit=LARGEST_SEARCH + 1)
    shown = [Found(each.listing, each.pair.total, each.field, each.text, _parts_of(each.pair)) for each in found]
    return shown, cut.legibility


def _parts_of(pair: Pair) -> tuple[Part, ...]:
    return tuple(Part(each.factor.name, each.share) for each in pair.factors)
