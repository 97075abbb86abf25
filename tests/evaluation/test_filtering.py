"""Filters of the sample tasks go through the SQL of a search."""

from datetime import UTC, datetime

from service.accounts.principal import SYSTEM
from service.database import Database
from service.evaluation.built_in import read_built_in
from service.evaluation.filtering import allowed_documents, put_samples
from service.listings.queries import listings_by_id, open_listing_ids
from service.search.schemas import ListingFilters


async def test_filters_let_through_what_a_search_would(database: Database) -> None:
    filters = {"all": ListingFilters(), "york": ListingFilters(place="York"), "none": ListingFilters(employer="Nobody")}

    async with database.reading() as session:
        await put_samples(session, now=datetime.now(UTC))
        allowed = await allowed_documents(session, filters)
        opened = await listings_by_id(session, SYSTEM, await open_listing_ids(session))

    documents = read_built_in("sample-descriptions").entries
    assert allowed.keys() == {"york", "none"}
    assert allowed["none"] == frozenset()
    assert allowed["york"]
    assert allowed["york"] < documents.keys()
    assert {listing.external_id for listing in opened.values()} == documents.keys()
