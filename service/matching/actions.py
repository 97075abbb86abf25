"""Matching stored documents with each other: a candidate with open listings, a listing with findable candidates."""

import asyncio
from collections.abc import Collection as Ids
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import FloatMatrix
from service.accounts.principal import PUBLIC, Principal
from service.candidates.models import Candidate, Findable
from service.candidates.queries import Whole, candidates_by_id, findable_ids_of
from service.candidates.rankable_text import passage_text as candidate_passage
from service.candidates.rankable_text import rankable_document, rankable_skills
from service.change_log import Collection
from service.errors import Conflict
from service.listings.models import Listing
from service.listings.queries import listings_by_id
from service.listings.rules import passage_text as listing_passage
from service.matching.levels import LEAST_NEAREST, accepts
from service.matching.meeting import meet
from service.matching.pairs import Pair, in_order, match
from service.matching.reading_listing import read_listing
from service.matching.reading_profile import CandidateRead, read_candidate
from service.matching.unscored import check_can_be_matched
from service.matching.weights import weights_with
from service.search.actions import documents_within, nearest_documents
from service.search.levels import Level
from service.search.queries import allowed_listing_ids
from service.search.replica import Replica
from service.search.schemas import ListingFilters
from service.search.wanted import Wanted
from service.vectors import generation_id, load_vectors, passage_places


class NotEncodedYet(Conflict):
    """The document was saved a moment ago and the workers have not read it."""

    code = "not-encoded-yet"


@dataclass(frozen=True)
class Seeker:
    """The candidate's side of a pair: unit rows and what was read of the profile."""

    rows: FloatMatrix
    read: CandidateRead


@dataclass(frozen=True)
class MatchedListing:
    """A listing for a candidate, with the words of it that met."""

    listing: Listing
    pair: Pair
    field: str
    text: str


@dataclass(frozen=True)
class RankedCandidate:
    """A candidate as they may be shown, with the words of theirs that met."""

    candidate: Candidate
    name: str | None
    headline: str
    skills: list[str]
    pair: Pair
    field: str
    text: str

    @property
    def score(self) -> float:
        return self.pair.total


def read_seeker(whole: Whole, rows: FloatMatrix) -> Seeker:
    return Seeker(rows, read_candidate(whole.profile, name=whole.candidate.name))


async def listings_for_candidate(
    session: AsyncSession,
    replica: Replica,
    whole: Whole,
    filters: ListingFilters,
    *,
    limit: int,
    keep_broken: bool = True,
) -> list[MatchedListing]:
    """Open listings that fit a candidate's profile, best first; without those that break a limit if that is asked."""
    rows = await _rows_of(session, replica, Collection.CANDIDATES, whole.candidate.id)
    seeker = read_seeker(whole, rows)
    index = await replica.catch_up(session)
    allowed = await allowed_listing_ids(session, filters) if filters else None
    near = await asyncio.to_thread(nearest_documents, index, Wanted(rows), limit=limit, allowed=allowed)
    listings = await listings_by_id(session, PUBLIC, near)
    pairs = await asyncio.to_thread(pairs_of, seeker, listings, near)
    kept = [(id_, pair) for id_, pair in in_order(pairs) if keep_broken or not pair.broken]
    return await _shown_listings(session, replica, listings, kept[:limit])


async def accepted_listings(
    session: AsyncSession,
    replica: Replica,
    seeker: Seeker,
    level: Level,
    allowed: Ids[int] | None,
    *,
    limit: int | None = None,
) -> list[MatchedListing]:
    """Every open listing, of all or of these, that an alert of this level on the profile accepts, best first."""
    index = await replica.catch_up(session)
    near = await asyncio.to_thread(documents_within, index, Wanted(seeker.rows), least=LEAST_NEAREST, allowed=allowed)
    listings = await listings_by_id(session, PUBLIC, near)
    pairs = await asyncio.to_thread(pairs_of, seeker, listings, near)
    told = [(id_, pair) for id_, pair in in_order(pairs) if accepts(level, pair)]
    return await _shown_listings(session, replica, listings, told[:limit])


async def candidates_for_listing(
    session: AsyncSession,
    replica: Replica,
    principal: Principal,
    listing: Listing,
    *,
    limit: int,
    keep_broken: bool = True,
) -> list[RankedCandidate]:
    """Candidates of the principal's organisation who let themselves be found, best first."""
    rows = await _rows_of(session, replica, Collection.LISTINGS, listing.id)
    index = await replica.catch_up(session)
    allowed = await findable_ids_of(session, principal)
    near = await asyncio.to_thread(nearest_documents, index, Wanted(rows), limit=limit, allowed=allowed)
    found = await candidates_by_id(session, principal, near, findable_only=True)
    seekers = {id_: (whole, near[id_]) for id_, whole in found.items()}
    pairs = await asyncio.to_thread(_pairs_with, seekers, listing, rows)
    kept = [(id_, pair) for id_, pair in in_order(pairs) if keep_broken or not pair.broken][:limit]
    generation = await generation_id(session, replica.fingerprint)
    met = [(id_, pair.meeting.candidate_passage) for id_, pair in kept]
    places = await passage_places(session, generation, Collection.CANDIDATES, met)
    results = []
    for id_, pair in kept:
        if (place := places.get((id_, pair.meeting.candidate_passage))) is not None:
            results.append(_shown(found[id_], pair, place.field, place.start, place.end))
    return results


def pairs_of(seeker: Seeker, listings: Mapping[int, Listing], rows: Mapping[int, FloatMatrix]) -> dict[int, Pair]:
    """One candidate with each listing, by the listing's number."""
    return {
        id_: match(
            seeker.read, read_listing(listing), meet(seeker.rows, rows[id_]), weights_with(listing.match_weights)
        )
        for id_, listing in listings.items()
    }


def _pairs_with(
    candidates: Mapping[int, tuple[Whole, FloatMatrix]], listing: Listing, rows: FloatMatrix
) -> dict[int, Pair]:
    """One listing with each candidate, by the candidate's number."""
    pairs = {}
    for id_, (whole, own) in candidates.items():
        pairs[id_] = pairs_of(read_seeker(whole, own), {listing.id: listing}, {listing.id: rows})[listing.id]
    return pairs


async def _shown_listings(
    session: AsyncSession, replica: Replica, listings: Mapping[int, Listing], ranked: list[tuple[int, Pair]]
) -> list[MatchedListing]:
    generation = await generation_id(session, replica.fingerprint)
    met = [(id_, pair.meeting.listing_passage) for id_, pair in ranked]
    places = await passage_places(session, generation, Collection.LISTINGS, met)
    shown = []
    for id_, pair in ranked:
        if (place := places.get((id_, pair.meeting.listing_passage))) is not None:
            text = listing_passage(listings[id_], place.field, place.start, place.end)
            shown.append(MatchedListing(listings[id_], pair, place.field, text))
    return shown


def _shown(whole: Whole, pair: Pair, field: str, start: int, end: int) -> RankedCandidate:
    name = whole.candidate.name
    document = rankable_document(whole.profile, name=name)
    return RankedCandidate(
        candidate=whole.candidate,
        name=name if whole.candidate.findable is Findable.NAMED else None,
        headline=document.title,
        skills=rankable_skills(whole.profile.skills, name=name),
        pair=pair,
        field=field,
        text=candidate_passage(document, field, start, end),
    )


async def _rows_of(session: AsyncSession, replica: Replica, collection: Collection, document_id: int) -> FloatMatrix:
    generation = await generation_id(session, replica.fingerprint)
    rows = (await load_vectors(session, generation, collection, [document_id])).get(document_id)
    if rows is None:
        await check_can_be_matched(session, generation, collection, document_id)
        raise NotEncodedYet("This was saved a moment ago and is still being read: ask again in a few seconds.")
    return rows
