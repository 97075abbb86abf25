"""All SQL of searching: which listings a search's filters allow, and where they are."""

from collections.abc import Collection as Ids
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.database import among
from service.listings.models import Employer, Listing
from service.listings.queries import is_open
from service.search.filtering.queries import accepted, in_the_band_of, terms_of_values
from service.search.schemas import ListingFilters


async def allowed_listing_ids(
    session: AsyncSession, filters: ListingFilters, *, among_ids: Ids[int] | None = None
) -> set[int]:
    """The open listings that the filters allow, of all or of these."""
    query = (
        select(col(Listing.id))
        .join(Employer, col(Employer.id) == col(Listing.employer_id))
        .where(is_open(), in_the_band_of(filters), accepted(terms_of_values(filters)))
    )
    return set(await session.scalars(query if among_ids is None else query.where(among(col(Listing.id), among_ids))))


async def newest_first(session: AsyncSession, ids: Ids[int], *, limit: int) -> list[int]:
    """The listings of these that opened last, ties by number."""
    opened = col(Listing.opens_at).desc().nulls_last()
    query = select(col(Listing.id)).where(among(col(Listing.id), ids)).order_by(opened, col(Listing.id).desc())
    return list(await session.scalars(query.limit(limit)))


async def opened_since(session: AsyncSession, since: datetime) -> set[int]:
    """Listings that are open and opened after a moment."""
    return set(await session.scalars(select(col(Listing.id)).where(is_open(), col(Listing.opens_at) > since)))
