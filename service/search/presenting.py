"""What a search found, ready to be shown."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from service.listings.presenting import present_listings
from service.search.actions import Found
from service.search.schemas import PassageOut, SearchResult


async def present_found(session: AsyncSession, found: Sequence[Found]) -> list[SearchResult]:
    listings = await present_listings(session, [each.listing for each in found])
    return [
        SearchResult(score=round(each.score, 4), passage=PassageOut(field=each.field, text=each.text), listing=listing)
        for each, listing in zip(found, listings, strict=True)
    ]
