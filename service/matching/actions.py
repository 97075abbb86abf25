"""Matching stored documents with each other: a candidate with open listings, a listing with findable candidates."""

import asyncio
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import FloatMatrix
from service.accounts.principal import Principal
from service.candidates.models import Candidate, Findable
from service.candidates.queries import Whole, candidates_by_id, findable_ids_of
from service.candidates.rankable_text import passage_text, rankable_document, rankable_skills
from service.change_log import Collection
from service.errors import Conflict
from service.listings.models import Listing
from service.search.actions import Found, nearest_documents, rank, search_listings
from service.search.replica import Replica
from service.search.schemas import ListingFilters
from service.search.wanted import Wanted
from service.vectors import generation_id, load_vectors, passage_places


class NotEncodedYet(Conflict):
    """The document was saved a moment ago and the workers have not read it."""

    code = "not-encoded-yet"


@dataclass(frozen=True)
class RankedCandidate:
    """A candidate as they may be shown, with the words of theirs that met."""

    candidate: Candidate
    name: str | None
    headline: str
    skills: list[str]
    score: float
    field: str
    text: str


async def listings_for_candidate(
    session: AsyncSession, replica: Replica, whole: Whole, filters: ListingFilters, *, limit: int
) -> list[Found]:
    """Open listings that fit a candidate's profile, best first."""
    wanted = Wanted(await _rows_of(session, replica, Collection.CANDIDATES, whole.candidate.id))
    return await search_listings(session, replica, wanted, filters, limit=limit)


async def candidates_for_listing(
    session: AsyncSession, replica: Replica, principal: Principal, listing: Listing, *, limit: int
) -> list[RankedCandidate]:
    """Candidates of the principal's organisation who let themselves be found, best first."""
    wanted = Wanted(await _rows_of(session, replica, Collection.LISTINGS, listing.id))
    index = await replica.catch_up(session)
    allowed = await findable_ids_of(session, principal)
    near = await asyncio.to_thread(nearest_documents, index, wanted, limit=limit, allowed=allowed)
    ranked = await asyncio.to_thread(rank, wanted, near, {}, limit=limit)
    found = await candidates_by_id(session, principal, [document for document, _ in ranked], findable_only=True)
    generation = await generation_id(session, replica.fingerprint)
    met = [(document, hit.passage) for document, hit in ranked]
    places = await passage_places(session, generation, Collection.CANDIDATES, met)
    results = []
    for document, hit in ranked:
        whole, place = found.get(document), places.get((document, hit.passage))
        if whole is not None and place is not None:
            results.append(_shown(whole, hit.value, place.field, place.start, place.end))
    return results


def _shown(whole: Whole, value: float, field: str, start: int, end: int) -> RankedCandidate:
    name = whole.candidate.name
    document = rankable_document(whole.profile, name=name)
    return RankedCandidate(
        candidate=whole.candidate,
        name=name if whole.candidate.findable is Findable.NAMED else None,
        headline=document.title,
        skills=rankable_skills(whole.profile.skills, name=name),
        score=max(0.0, value),
        field=field,
        text=passage_text(document, field, start, end),
    )


async def _rows_of(session: AsyncSession, replica: Replica, collection: Collection, document_id: int) -> FloatMatrix:
    generation = await generation_id(session, replica.fingerprint)
    rows = (await load_vectors(session, generation, collection, [document_id])).get(document_id)
    if rows is None:
        raise NotEncodedYet("This was saved a moment ago and is still being read: ask again in a few seconds.")
    return rows
