"""Listings with what belongs to them, ready to be shown."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from service.change_log import Collection
from service.legibility.queries import legibility_by_id
from service.legibility.schemas import ReadOut
from service.listings import queries
from service.listings.models import Listing
from service.listings.schemas import ListingOut


async def present_listings(session: AsyncSession, listings: Sequence[Listing]) -> list[ListingOut]:
    employers = await queries.employer_names(session, listings)
    openings = await queries.opening_ids(session, listings)
    read = await legibility_by_id(session, Collection.LISTINGS, [listing.id for listing in listings])
    return [
        ListingOut.model_validate(
            {
                **{name: getattr(listing, name, None) for name in ListingOut.model_fields},
                "id": listing.public_id,
                "employer": employers[listing.id],
                "opening_id": openings[listing.id],
                "read": ReadOut.of_document(read[listing.id]) if listing.id in read else None,
            }
        )
        for listing in listings
    ]


async def present_listing(session: AsyncSession, listing: Listing) -> ListingOut:
    return (await present_listings(session, [listing]))[0]
