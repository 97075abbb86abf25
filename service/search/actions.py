"""Searching: from a description and filters to listings, best first, each with the passage that met."""

import asyncio
from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder, FloatMatrix
from embeddings.vector_index import Hit, VectorIndex
from service.accounts.principal import PUBLIC, SYSTEM, Principal
from service.change_log import Collection
from service.errors import Invalid
from service.listings.models import Listing
from service.listings.queries import listings_by_id
from service.listings.rules import passage_text
from service.search.lexical.idf import met_without_required
from service.search.lexical.memory import as_scored
from service.search.lexical.queries import listings_with_required_words, nearest_by_words, wanted_words_of
from service.search.queries import allowed_listing_ids, newest_first
from service.search.replica import Replica
from service.search.schemas import ListingFilters
from service.search.score import Part, Score, Scored, least_cosine, score
from service.search.wanted import Wanted, terms_wanted, texts_of, title_share_of
from service.vectors import generation_id, passage_places

# Scores differ from single cosines by little: this many nearest documents hold the best of them.
_SCORED_AT_LEAST = 100
_SCORED_TIMES = 3
_ALL_SCORED = 1_000
# Beside them, documents that hold the wanted words.
LOOKED_FOR_BY_WORDS = 200
# Cosines are sums of rounded numbers: a document exactly at the radius must not be lost to the last digit.
ROUNDING = 1e-4


class NothingToSearch(Invalid):
    code = "empty-description"


@dataclass(frozen=True)
class Found:
    """A listing with its score, what that is made of, and the words that met."""

    listing: Listing
    score: float
    field: str
    text: str
    parts: tuple[Part, ...] = ()


async def read_wanted(encoder: Encoder, meaning: str) -> Wanted:
    """A meaning as a side of the score; raises NothingToSearch when it has no word in it."""
    if not any(character.isalnum() for character in meaning):
        raise NothingToSearch("Describe what you look for in a few words.", field="query")
    rows = await asyncio.to_thread(encoder.encode, list(texts_of(meaning, encoder)))
    return Wanted(rows, title_share=title_share_of(meaning), terms=terms_wanted(meaning))


def nearest_documents(
    index: VectorIndex, wanted: Wanted, *, limit: int, allowed: Ids[int] | None = None, by_words: Ids[int] = ()
) -> dict[int, FloatMatrix]:
    """The rows of the documents among which the best are: those with the nearest single passages, and by words.

    Of few allowed documents all are scored, so that filters which leave little find it in its exact order.
    """
    if allowed is not None and len(allowed) <= _ALL_SCORED:
        return _rows(index, (), allowed)
    reach = max(_SCORED_AT_LEAST, limit * _SCORED_TIMES)
    return _rows(index, (index.search(row, limit=reach, allowed=allowed) for row in wanted.rows), by_words)


def documents_within(
    index: VectorIndex,
    wanted: Wanted,
    *,
    least: float,
    allowed: Ids[int] | None = None,
    by_words: Ids[int] | None = None,
) -> dict[int, FloatMatrix]:
    """The rows of every document that can score `least`.

    `by_words` are the allowed documents that hold a required word, so that the others need not be looked for as far.
    """
    met = 1.0 if by_words is None else met_without_required(wanted.heavy_terms)
    radius = least_cosine(wanted, least, met=met) - ROUNDING
    return _rows(index, (index.above(row, radius=radius, allowed=allowed) for row in wanted.rows), by_words or ())


def _rows(index: VectorIndex, found: Iterable[list[Hit]], others: Ids[int] = ()) -> dict[int, FloatMatrix]:
    near = {hit.document for hits in found for hit in hits}.union(others)
    return {document: rows for document in near if (rows := index.rows_of(document)) is not None}


def rank(
    wanted: Wanted,
    documents: Mapping[int, Scored],
    *,
    limit: int | None = None,
    least: float | None = None,
) -> list[tuple[int, Score]]:
    """The documents that score best, ties by number; those below `least` are left out."""
    scored = [(number, score(wanted, document)) for number, document in documents.items()]
    kept = [(number, found) for number, found in scored if least is None or found.value >= least]
    return sorted(kept, key=lambda pair: (-pair[1].value, pair[0]))[:limit]


async def search_listings(
    session: AsyncSession,
    replica: Replica,
    wanted: Wanted,
    filters: ListingFilters,
    *,
    limit: int,
    least: float | None = None,
    among_ids: Ids[int] | None = None,
) -> list[Found]:
    """Open listings, best first: filtered first and exactly, then ranked within what is allowed."""
    index = await replica.catch_up(session)
    allowed = among_ids
    if filters or among_ids is not None:
        allowed = await allowed_listing_ids(session, filters, among_ids=among_ids)
    if least is None:
        by_words = await nearest_by_words(session, wanted, limit=LOOKED_FOR_BY_WORDS, allowed=allowed)
        near = await asyncio.to_thread(
            nearest_documents, index, wanted, limit=limit, allowed=allowed, by_words=by_words
        )
    else:
        by_words = await listings_with_required_words(session, wanted, allowed=allowed)
        near = await asyncio.to_thread(documents_within, index, wanted, least=least, allowed=allowed, by_words=by_words)
    documents = await listings_as_scored(session, wanted, near)
    ranked = await asyncio.to_thread(rank, wanted, documents, limit=limit, least=least)
    return await show_found(session, replica, ranked, principal=PUBLIC)


async def newest_listings(
    session: AsyncSession, replica: Replica, wanted: Wanted, filters: ListingFilters, *, limit: int
) -> list[Found]:
    """Open listings that the filters let through, the newest first: for a search that asks for any job."""
    index = await replica.catch_up(session)
    allowed = await allowed_listing_ids(session, filters)
    ids = await newest_first(session, allowed & index.documents(), limit=limit)
    documents = await listings_as_scored(session, wanted, _rows(index, (), ids))
    ranked = [(id_, score(wanted, documents[id_])) for id_ in ids if id_ in documents]
    return await show_found(session, replica, ranked, principal=PUBLIC)


async def found_ids(
    session: AsyncSession, replica: Replica, wanted: Wanted, filters: ListingFilters, *, least: float | None = None
) -> set[int]:
    """All that a search finds, however few of it are shown."""
    index = await replica.catch_up(session)
    allowed = await allowed_listing_ids(session, filters)
    if least is None:
        return allowed & index.documents()
    near = await asyncio.to_thread(documents_within, index, wanted, least=least, allowed=allowed)
    documents = await listings_as_scored(session, wanted, near)
    return {id_ for id_, _ in await asyncio.to_thread(rank, wanted, documents, least=least)}


async def listings_as_scored(
    session: AsyncSession, wanted: Wanted, rows: Mapping[int, FloatMatrix]
) -> dict[int, Scored]:
    """Listings as the score reads them, of their words only those that are wanted."""
    words = await wanted_words_of(session, wanted, rows)
    return {id_: as_scored(matrix, words.get(id_)) for id_, matrix in rows.items()}


async def show_found(
    session: AsyncSession, replica: Replica, ranked: list[tuple[int, Score]], *, principal: Principal = SYSTEM
) -> list[Found]:
    """Ranked documents as listings, checked against their rows: what is not visible any more is left out."""
    listings = await listings_by_id(session, principal, [document for document, _ in ranked])
    generation = await generation_id(session, replica.fingerprint)
    met = [(document, found.passage) for document, found in ranked]
    places = await passage_places(session, generation, Collection.LISTINGS, met)
    shown = []
    for document, found in ranked:
        listing, place = listings.get(document), places.get((document, found.passage))
        if listing is not None and place is not None:
            text = passage_text(listing, place.field, place.start, place.end)
            # A score below 0 is shown as none, and made of nothing.
            parts = found.parts if found.value > 0 else ()
            shown.append(Found(listing, max(0.0, found.value), place.field, text, parts))
    return shown
