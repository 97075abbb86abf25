"""What a search found, ready to be shown."""

from collections.abc import Collection as Ids
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.listings.presenting import present_listings
from service.search.actions import Found
from service.search.filtering.queries import count_facets
from service.search.levels import level_of
from service.search.narrowing import narrowings
from service.search.reading.understood import Understood
from service.search.schemas import (
    AsRead,
    Facets,
    FacetValue,
    ListingFilters,
    PartOut,
    PassageOut,
    SearchResult,
    UnderstoodOut,
)
from service.search.wish import Wish


async def present_facets(session: AsyncSession, ids: Ids[int], filters: ListingFilters, *, locale: str) -> Facets:
    """By what these listings, all that a search finds, can be narrowed."""
    by_facet: dict[str, list[FacetValue]] = {name: [] for name in Facets.model_fields}
    for choice in await count_facets(session, ids, filters, locale=locale):
        narrowed = choice.narrowed(filters)
        value = FacetValue(value=choice.value, words=choice.words, count=choice.count, filters=narrowed)
        by_facet[choice.facet].append(value)
    return Facets(**by_facet)


async def present_found(session: AsyncSession, found: Sequence[Found]) -> list[SearchResult]:
    listings = await present_listings(session, [each.listing for each in found])
    return [
        SearchResult(
            score=round(each.score, 4),
            level=level_of(each.score),
            passage=PassageOut(field=each.field, text=each.text),
            parts=present_parts(each),
            listing=listing,
        )
        for each, listing in zip(found, listings, strict=True)
    ]


def present_parts(found: Found) -> list[PartOut]:
    """The parts rounded as the score is, so that they sum to it; what rounding leaves over goes to the largest."""
    shares = {part.name: round(part.share, 4) for part in found.parts}
    if shares:
        largest = max(shares, key=lambda name: abs(shares[name]))
        shares[largest] += round(found.score, 4) - sum(shares.values())
    return [PartOut(name=name, share=round(share, 4)) for name, share in shares.items()]


def present_wish(wish: Wish, *, locale: str) -> AsRead:
    return AsRead(
        understood=[present_understood(part, locale=locale) for part in wish.understood],
        meaning=wish.meaning,
        filters=wish.filters,
    )


def present_understood(part: Understood, *, locale: str) -> UnderstoodOut:
    sets = ListingFilters.model_validate(part.filters).model_dump(mode="json", include=set(part.filters))
    return UnderstoodOut(kind=part.kind, words=part.words, says=says(part.filters, locale=locale), filters=sets)


def says(filters: Mapping[str, Any], *, locale: str) -> str:
    """Filters by name in words for people."""
    return ", ".join(each.words for each in narrowings(ListingFilters.model_validate(filters), locale=locale))
