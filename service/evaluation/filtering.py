"""What filters let through of the sample listings, by the same SQL as a search's, on a database that holds them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import put_organisation
from service.accounts.models import Scope
from service.accounts.principal import SYSTEM, Principal
from service.evaluation.configuration import SERVING
from service.evaluation.ranking import wish_of
from service.evaluation.tasks import Task
from service.listings.importing import put_listings
from service.listings.queries import listings_by_id
from service.samples.loading import read_sample_listings
from service.search.queries import allowed_listing_ids
from service.search.schemas import ListingFilters

_ORGANISATION = "Samples"


async def put_samples(session: AsyncSession, *, now: datetime) -> None:
    """Import the sample listings as an organisation would."""
    owner = await put_organisation(session, _ORGANISATION)
    principal = Principal(owner.id, frozenset({Scope.LISTINGS_WRITE}))
    await put_listings(session, principal, read_sample_listings(ZoneInfo("UTC"), now=now), now=now)


def filters_of(task: Task) -> dict[str, ListingFilters]:
    """The filters that each description of the task sets."""
    return {query: wish_of(asked, task, SERVING).filters for query, asked in task.queries.items() if not asked.document}


async def allowed_documents(session: AsyncSession, filters: Mapping[str, ListingFilters]) -> dict[str, frozenset[str]]:
    """For each query whose filters filter anything, the external ids of the listings that they let through."""
    allowed = {}
    for query, wanted in filters.items():
        if wanted:
            listings = await listings_by_id(session, SYSTEM, await allowed_listing_ids(session, wanted))
            allowed[query] = frozenset(listing.external_id for listing in listings.values() if listing.external_id)
    return allowed
