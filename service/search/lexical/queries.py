"""SQL of words: which open listings affirm what is wanted, and what the words of listings are."""

from collections.abc import Collection as Ids

from sqlalchemy import ColumnElement, case, cast, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.database import among
from service.listings.models import Listing, ListingWords
from service.listings.queries import is_open
from service.search.lexical.idf import required, telling
from service.search.lexical.memory import DocumentWords
from service.search.score import WEIGHTS
from service.search.wanted import Wanted
from service.words import any_query

# As in a tsvector of service.words: role, employer and place.
_NAMED = "ABC"


async def nearest_by_words(
    session: AsyncSession, wanted: Wanted, *, limit: int, allowed: Ids[int] | None = None
) -> list[int]:
    """The open listings, of all or of these, that affirm most of what the wanted words tell, ties by number."""
    looked_for = telling(wanted.heavy_terms)
    if not looked_for:
        return []
    met = sum(
        (
            case(
                (_holds(term, fields=_NAMED), literal(weight)),
                (_holds(term), literal(weight * WEIGHTS.body_words)),
                else_=literal(0.0),
            )
            for term, weight in wanted.heavy_terms.items()
        ),
        start=literal(0.0),
    )
    query = (
        select(col(ListingWords.listing_id))
        .join(Listing, col(Listing.id) == col(ListingWords.listing_id))
        .where(is_open(), _asked(any_query(looked_for)))
        .order_by(met.desc(), col(ListingWords.listing_id))
        .limit(limit)
    )
    return list(
        await session.scalars(query if allowed is None else query.where(among(col(ListingWords.listing_id), allowed)))
    )


async def listings_with_required_words(
    session: AsyncSession, wanted: Wanted, *, allowed: Ids[int] | None = None
) -> list[int]:
    """Every open listing, of all or of these, that affirms one of the required words."""
    words = required(wanted.heavy_terms)
    if not words:
        return []
    query = (
        select(col(ListingWords.listing_id))
        .join(Listing, col(Listing.id) == col(ListingWords.listing_id))
        .where(is_open(), _asked(any_query(words)))
    )
    return list(
        await session.scalars(query if allowed is None else query.where(among(col(ListingWords.listing_id), allowed)))
    )


async def wanted_words_of(session: AsyncSession, wanted: Wanted, ids: Ids[int]) -> dict[int, DocumentWords]:
    """Of the wanted words that tell something, those that each of the listings affirms."""
    terms = list(wanted.heavy_terms)
    if not terms:
        return {}
    columns = [column for term in terms for column in (_holds(term), _holds(term, fields=_NAMED))]
    rows = await session.execute(
        select(col(ListingWords.listing_id), *columns).where(among(col(ListingWords.listing_id), ids))
    )
    found = {}
    for id_, *held in rows:
        anywhere = frozenset(term for term, holds in zip(terms, held[::2], strict=True) if holds)
        named = frozenset(term for term, holds in zip(terms, held[1::2], strict=True) if holds)
        found[id_] = DocumentWords(anywhere, named)
    return found


async def words_of_listings(session: AsyncSession, ids: Ids[int]) -> dict[int, DocumentWords]:
    """All words of each of the listings."""
    words = col(ListingWords.words)
    named = func.ts_filter(words, literal_column("""'{a,b,c}'::"char"[]"""))
    rows = await session.execute(
        select(col(ListingWords.listing_id), func.tsvector_to_array(words), func.tsvector_to_array(named)).where(
            among(col(ListingWords.listing_id), ids)
        )
    )
    return {id_: DocumentWords(frozenset(terms), frozenset(titles)) for id_, terms, titles in rows}


def _holds(term: str, *, fields: str = "") -> ColumnElement[bool]:
    return _asked(any_query([term], fields=fields))


def _asked(query: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = col(ListingWords.words).bool_op("@@")(cast(literal(query), TSQUERY))
    return found
