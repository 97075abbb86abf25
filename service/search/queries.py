"""All SQL of searching: which listings a search's filters allow, in either direction.

The conditions are written once, over columns or values alike: forward they give the set that a search may look in, in
reverse they test pairs of a listing and a stored search.
"""

from collections.abc import Collection as Ids
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Numeric, String, and_, any_, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.database import among
from service.listings.kinds import Workplace
from service.listings.models import Employer, Listing
from service.listings.queries import is_open
from service.search.models import FilterColumns
from service.search.schemas import ListingFilters


@dataclass(frozen=True)
class FilterTerms:
    """One search's filters as SQL: values that were sent, or columns of a table that keeps searches."""

    employer: ColumnElement[Any]
    place: ColumnElement[Any]
    place_unknown: ColumnElement[Any]
    pay_at_least: ColumnElement[Any]
    pay_currency: ColumnElement[Any]
    pay_unknown: ColumnElement[Any]
    contracts: ColumnElement[Any]
    hours: ColumnElement[Any]
    workplaces: ColumnElement[Any]


def terms_of_values(filters: ListingFilters) -> FilterTerms:
    texts = ARRAY(String)
    return FilterTerms(
        employer=literal(filters.employer, String),
        place=literal(filters.place, String),
        place_unknown=literal(filters.place_unknown, String),
        pay_at_least=literal(filters.pay_at_least, Numeric),
        pay_currency=literal(filters.pay_currency, String),
        pay_unknown=literal(filters.pay_unknown, String),
        contracts=cast(literal(filters.contracts, texts), texts),
        hours=literal(filters.hours, String),
        workplaces=cast(literal(filters.workplaces, texts), texts),
    )


def terms_of_columns(table: type[FilterColumns]) -> FilterTerms:
    names = FilterTerms.__dataclass_fields__
    return FilterTerms(**{name: getattr(table, name) for name in names})


def accepted(terms: FilterTerms) -> ColumnElement[bool]:
    """The condition that a listing, joined with its employer, meets these filters."""
    place_words = func.to_tsvector(
        "simple",
        func.concat_ws(" ", col(Listing.place), col(Listing.place_locality), col(Listing.place_region)),
    )
    in_place = place_words.bool_op("@@")(func.plainto_tsquery("simple", terms.place))
    of_employer = func.to_tsvector("simple", col(Employer.name)).bool_op("@@")(
        func.plainto_tsquery("simple", terms.employer)
    )
    pays = and_(
        col(Listing.pay_max_yearly) >= terms.pay_at_least,
        or_(col(Listing.pay_currency).is_(None), col(Listing.pay_currency) == terms.pay_currency),
    )
    return and_(
        or_(terms.employer.is_(None), of_employer),
        or_(
            terms.place.is_(None),
            in_place,
            and_(terms.place_unknown == "keep", col(Listing.place).is_(None)),
        ),
        or_(
            terms.pay_at_least.is_(None),
            pays,
            and_(terms.pay_unknown == "keep", col(Listing.pay_max_yearly).is_(None)),
        ),
        or_(terms.contracts.is_(None), cast(col(Listing.contract), String) == any_(terms.contracts)),
        or_(terms.hours.is_(None), cast(col(Listing.hours), String) == terms.hours),
        or_(terms.workplaces.is_(None), cast(col(Listing.workplace), String) == any_(terms.workplaces)),
    )


async def allowed_listing_ids(
    session: AsyncSession, filters: ListingFilters, *, among_ids: Ids[int] | None = None
) -> set[int]:
    """The open listings that the filters allow, of all or of these."""
    query = (
        select(col(Listing.id))
        .join(Employer, col(Employer.id) == col(Listing.employer_id))
        .where(is_open(), accepted(terms_of_values(filters)))
    )
    return set(await session.scalars(query if among_ids is None else query.where(among(col(Listing.id), among_ids))))


async def opened_since(session: AsyncSession, since: datetime) -> set[int]:
    """Listings that are open and opened after a moment."""
    return set(await session.scalars(select(col(Listing.id)).where(is_open(), col(Listing.opens_at) > since)))


async def listing_places(session: AsyncSession, ids: Ids[int]) -> dict[int, str | None]:
    """Where each listing says that it is; None where it does not say, or is done from anywhere."""
    rows = await session.execute(
        select(
            col(Listing.id),
            col(Listing.workplace),
            func.concat_ws(" ", col(Listing.place), col(Listing.place_locality), col(Listing.place_region)),
        ).where(among(col(Listing.id), ids))
    )
    return {id_: None if workplace is Workplace.REMOTE else place or None for id_, workplace, place in rows}


async def known_places(session: AsyncSession, names: Ids[str]) -> frozenset[str]:
    """Which of these folded names are localities or regions of listings."""
    if not names:
        return frozenset()
    found: set[str] = set()
    for column in (col(Listing.place_locality), col(Listing.place_region)):
        found.update(await session.scalars(select(func.lower(column)).where(func.lower(column).in_(names)).distinct()))
    return frozenset(found)
