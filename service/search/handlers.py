"""The API route of searching."""

from typing import Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.legibility.rules import legibility_of_query
from service.legibility.schemas import ReadOut
from service.limits import Limit, Limiter
from service.requests import source_of
from service.search.actions import found_ids, newest_listings, read_wanted, search_listings
from service.search.levels import LEAST_SCORE, Level
from service.search.presenting import present_facets, present_found, present_wish
from service.search.replica import ListingsIndex
from service.search.schemas import SearchAnswer, SearchRequest
from service.search.wish import read_request
from service.settings import Settings


def search_limit(settings: Settings) -> Limit:
    return Limit("search", f"{settings.searches_per_minute}/minute")


@post(
    "/v1/search",
    operation_id="searchListings",
    tags=("Search",),
    status_code=200,
    summary="Find open listings by a description in plain words",
)
async def search(
    data: JSONBody[SearchRequest],
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    encoder: NamedDependency[Encoder],
    listings_index: NamedDependency[ListingsIndex],
    limiter: NamedDependency[Limiter],
    settings: NamedDependency[Settings],
) -> SearchAnswer:
    await limiter.check(search_limit(settings), source_of(request, settings))
    wish = read_request(data)
    wanted = await read_wanted(encoder, wish.meaning)
    search_in = newest_listings if wish.any_job else search_listings
    nearest = await search_in(session, listings_index, wanted, wish.filters, limit=data.limit)
    least = None if data.weaker or wish.any_job else LEAST_SCORE[Level.BROAD]
    found = [each for each in nearest if least is None or each.score >= least]
    facets = None
    if data.facets:
        ids = await found_ids(session, listings_index, wanted, wish.filters, least=least)
        facets = await present_facets(session, ids, wish.filters, locale=settings.default_locale)
    return SearchAnswer(
        **dict(present_wish(wish, locale=settings.default_locale)),
        results=await present_found(session, found),
        weaker_hidden=len(nearest) - len(found),
        facets=facets,
        position=listings_index.position,
        generation=encoder.fingerprint.digest(),
        query_read=ReadOut.of_query(legibility_of_query(data.query, reads=settings.model_languages)),
    )
