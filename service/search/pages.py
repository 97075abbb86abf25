"""The page of searching: a form whose every answer is a link."""

from collections.abc import Mapping, Sequence
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
from service.requests import source_of
from service.search.actions import found_ids, newest_listings, read_wanted, search_listings
from service.search.chips import Chip, Narrower, chips_of, kept_as_words, link_to, narrowers_of, without_filters
from service.search.filtering.choices import filter_choices
from service.search.filtering.queries import count_facets
from service.search.forms import SearchForm, read_search_form
from service.search.handlers import search_limit
from service.search.levels import LEAST_SCORE, Level
from service.search.presenting import present_found
from service.search.replica import ListingsIndex
from service.search.schemas import LARGEST_SEARCH, ListingFilters, SearchRequest, SearchResult
from service.search.shown import settle_shown, shown_of
from service.search.strength import strength_of
from service.search.wish import read_request
from service.settings import Settings
from service.web.templates import page

EXAMPLES = (
    "caring for people with mental health problems in London",
    "looking after council flats and housing estates",
    "helping look after a stock room for repairs",
)
_MORE = 20
# Fewer are read faster than narrowed.
_WORTH_NARROWING = 5


@dataclass(frozen=True)
class InTheWay:
    """A filter without which there would be listings, and how many."""

    chip: Chip
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
        form = read_search_form(settle_shown(request.query_params.multi_items()))
        if form.wanted is None:
            return _form_page(form, locale=settings.default_locale)
        await limiter.check(search_limit(settings), source_of(request, settings))
        wanted, locale = form.wanted, settings.default_locale
        wish = read_request(wanted)
        rows = await read_wanted(encoder, wish.meaning)
        search_in = newest_listings if wish.any_job else search_listings
        found = await search_in(session, listings_index, rows, wish.filters, limit=wanted.limit)
        results = await present_found(session, found)
        least = None if wish.any_job else LEAST_SCORE[Level.BROAD]
        fitting = await found_ids(session, listings_index, rows, wish.filters, least=least)
        on = chips_of(wanted, wish, locale=locale)
        return _form_page(
            form.showing(wish.filters),
            locale=locale,
            fitting_count=len(fitting),
            narrowers=await _narrowers(session, wanted, wish.filters, fitting, locale=locale),
            results=results,
            query_read=ReadOut.of_query(legibility_of_query(wanted.query, reads=settings.model_languages)),
            wish=wish,
            shown=shown_of(wish),
            chips=on,
            as_words=kept_as_words(wanted),
            without_filters=link_to("/", without_filters(wanted, wish)),
            in_the_way=[]
            if fitting
            else await _in_the_way(session, encoder, listings_index, on, fitting=bool(results)),
            more=_more(wanted, results),
        )


def _form_page(
    form: SearchForm,
    *,
    locale: str,
    results: list[SearchResult] | None = None,
    shown: str = "",
    chips: Sequence[Chip] = (),
    query_read: ReadOut | None = None,
    **context: Any,
) -> Template:
    return page(
        "search/search.html",
        status=422 if form.errors else 200,
        form=form,
        results=results,
        shown=shown,
        chips=chips,
        query_read=query_read,
        here="/",
        link_to=link_to,
        strength_of=strength_of,
        examples=EXAMPLES,
        **filter_choices(locale=locale),
        **context,
    )


def _more(wanted: SearchRequest, results: list[SearchResult]) -> int | None:
    """How many listings to ask for next; None when there are no more."""
    more = min(LARGEST_SEARCH, wanted.limit + _MORE)
    return more if len(results) == wanted.limit and more > wanted.limit else None


async def _narrowers(
    session: AsyncSession, wanted: SearchRequest, filters: ListingFilters, fitting: set[int], *, locale: str
) -> Mapping[str, list[Narrower]]:
    if len(fitting) < _WORTH_NARROWING:
        return {}
    choices = await count_facets(session, fitting, filters, locale=locale)
    return narrowers_of(wanted, choices, total=len(fitting))


async def _in_the_way(
    session: AsyncSession, encoder: Encoder, index: ListingsIndex, on: list[Chip], *, fitting: bool
) -> list[InTheWay]:
    """How many listings each filter keeps away: only those that fit, or all that can be searched."""
    least = LEAST_SCORE[Level.BROAD] if fitting else None
    counted = []
    for chip in on:
        wish = read_request(chip.rest)
        rows = await read_wanted(encoder, wish.meaning)
        counted.append(InTheWay(chip, len(await found_ids(session, index, rows, wish.filters, least=least))))
    return [each for each in counted if each.count]
