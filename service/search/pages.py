"""The page of searching: a form whose every answer is a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.legibility.rules import legibility_of_query
from service.legibility.schemas import ReadOut
from service.limits import Limiter
from service.listings.kinds import ContractKind, Hours, Workplace
from service.requests import source_of
from service.search.actions import read_wanted, search_listings
from service.search.forms import SearchForm, form_link, read_search_form
from service.search.handlers import search_limit
from service.search.narrowing import Narrowing, narrowings
from service.search.presenting import present_found
from service.search.queries import allowed_listing_ids
from service.search.replica import ListingsIndex
from service.search.schemas import LARGEST_SEARCH, SearchRequest, SearchResult
from service.search.strength import strength_of
from service.settings import Settings
from service.web.templates import page

EXAMPLES = (
    "caring for people with mental health problems in London",
    "looking after council flats and housing estates",
    "helping look after a stock room for repairs",
)
_MORE = 20


@dataclass(frozen=True)
class InTheWay:
    """A filter without which there would be listings, and how many."""

    narrowing: Narrowing
    count: int


class SearchPages(Controller):
    include_in_schema = False

    @get("/", operation_id="searchPage")
    async def search(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        encoder: NamedDependency[Encoder],
        listings_index: NamedDependency[ListingsIndex],
        limiter: NamedDependency[Limiter],
        settings: NamedDependency[Settings],
    ) -> Template:
        form = read_search_form(request.query_params.multi_items())
        if form.wanted is None:
            return _form_page(form)
        await limiter.check(search_limit(settings), source_of(request, settings))
        wanted = form.wanted
        rows = await read_wanted(session, encoder, wanted.query)
        found = await search_listings(session, listings_index, rows, wanted.filters, limit=wanted.limit)
        results = await present_found(session, found)
        on = narrowings(wanted.filters, locale=settings.default_locale)
        in_the_way = [] if results else await _in_the_way(session, on)
        read = ReadOut.of_query(legibility_of_query(wanted.query, reads=settings.model_languages))
        return _form_page(
            form, results=results, on=on, query_read=read, in_the_way=in_the_way, more=_more(wanted, results)
        )


def _form_page(
    form: SearchForm, *, results: list[SearchResult] | None = None, on: Sequence[Narrowing] = (), **context: Any
) -> Template:
    return page(
        "search/search.html",
        status=422 if form.errors else 200,
        form=form,
        results=results,
        narrowings=on,
        link=form_link,
        strength_of=strength_of,
        examples=EXAMPLES,
        contracts=list(ContractKind),
        hours=list(Hours),
        workplaces=list(Workplace),
        **context,
    )


def _more(wanted: SearchRequest, results: list[SearchResult]) -> int | None:
    """How many listings to ask for next; None when there are no more."""
    more = min(LARGEST_SEARCH, wanted.limit + _MORE)
    return more if len(results) == wanted.limit and more > wanted.limit else None


async def _in_the_way(session: AsyncSession, on: list[Narrowing]) -> list[InTheWay]:
    counted = [InTheWay(each, len(await allowed_listing_ids(session, each.rest))) for each in on]
    return [each for each in counted if each.count]
