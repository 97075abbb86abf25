"""What a search found, ready to be shown."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from service.listings.presenting import present_listings
from service.search.actions import Found
from service.search.schemas import PartOut, PassageOut, SearchResult


async def present_found(session: AsyncSession, found: Sequence[Found]) -> list[SearchResult]:
    listings = await present_listings(session, [each.listing for each in found])
    return [
        SearchResult(
            score=round(each.score, 4),
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
