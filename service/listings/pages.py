"""The page of one open listing."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import PUBLIC
from service.errors import NotFound
from service.listings.presenting import present_listing
from service.listings.queries import get_listing
from service.listings.structured import job_posting
from service.settings import Settings
from service.web.templates import page


class ListingPages(Controller):
    include_in_schema = False
    path = "/listings"

    @get("/{listing_id:uuid}", operation_id="listingPage")
    async def show(
        self, listing_id: FromPath[UUID], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            listing = await present_listing(session, await get_listing(session, PUBLIC, listing_id))
        except NotFound:
            return page("listings/not_open.html", status=404)
        url = f"{settings.public_url}/listings/{listing_id}"
        return page("listings/listing.html", listing=listing, posting=job_posting(listing, url=url))
