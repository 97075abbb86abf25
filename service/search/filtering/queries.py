"""The conditions of a search's filters, written once, over columns or values alike.

Forward they give the set that a search may look in; in reverse they test pairs of a listing and a stored search. Every
condition says yes or no for a pair; where a listing leaves open which, `pay_unknown` and `place_unknown` decide.
"""

from collections.abc import Callable
from collections.abc import Collection as Ids
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Integer,
    Numeric,
    String,
    all_,
    and_,
    any_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.database import among
from service.gazetteer.distances import EARTH_RADIUS_KM, KM_PER_DEGREE
from service.gazetteer.places import region_keys
from service.kinds import Workplace
from service.listings.models import Employer, Listing, ListingWords
from service.search.filtering.bounds import bounds_of, values_of
from service.search.filtering.facets import Choice, choices_of
from service.search.models import FilterColumns
from service.search.schemas import ListingFilters

Term = ColumnElement[Any]
_MOST_SHOWN = 8


class Outcome(StrEnum):
    """What becomes of one filter: NOT_STATED where a listing leaves open whether it meets it."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class FilterTerms:
    """One search's filters as SQL: values that were sent, or columns of a table that keeps searches.

    `off` names what is known to filter nothing or to keep nothing unknown, so that it need not be asked.
    """

    employer: Term
    place: Term
    place_key: Term
    place_unknown: Term
    near_latitude: Term
    near_longitude: Term
    near_km: Term
    pay_least_yearly: Term
    pay_most_yearly: Term
    pay_currency: Term
    pay_unknown: Term
    contracts: Term
    hours: Term
    workplaces: Term
    remote_from: Term
    posted_within_days: Term
    without_words: Term
    without_contracts: Term
    without_workplaces: Term
    off: frozenset[str] = frozenset()


# The columns that decide about each facet.
_READ_BY: dict[str, tuple[Any, ...]] = {
    "contract": (col(Listing.contract),),
    "hours": (col(Listing.hours),),
    "workplace": (col(Listing.workplace),),
    "pay": (col(Listing.pay_min_yearly), col(Listing.pay_max_yearly), col(Listing.pay_currency)),
    "place": (
        col(Listing.place),
        col(Listing.place_locality),
        col(Listing.place_region),
        col(Listing.place_within),
    ),
    "employer": (col(Listing.employer_id),),
}
_TEXTS: Any = ARRAY(String)
_TYPES: dict[str, Any] = {
    "near_latitude": Float,
    "near_longitude": Float,
    "near_km": Float,
    "pay_least_yearly": Numeric,
    "pay_most_yearly": Numeric,
    "contracts": _TEXTS,
    "workplaces": _TEXTS,
    "without_contracts": _TEXTS,
    "without_workplaces": _TEXTS,
    "posted_within_days": Integer,
}
_NAMES = [name for name in FilterTerms.__dataclass_fields__ if name != "off"]


def terms_of_values(filters: ListingFilters) -> FilterTerms:
    values = values_of(filters)
    terms = {name: _literal(values[name], _TYPES.get(name, String)) for name in _NAMES}
    return FilterTerms(**terms, off=frozenset(name for name in _NAMES if values[name] in (None, "drop")))


def terms_of_columns(table: type[FilterColumns]) -> FilterTerms:
    return FilterTerms(**{name: getattr(table, name) for name in _NAMES})


def accepted(terms: FilterTerms) -> ColumnElement[bool]:
    """The condition that a listing, joined with its employer, meets these filters."""
    asked = [(names, fits(terms)) for names, fits in _CONDITIONS if not terms.off.issuperset(names)]
    return and_(
        true(), *(or_(and_(*(getattr(terms, name).is_(None) for name in names)), fits) for names, fits in asked)
    )


def outcomes(terms: FilterTerms) -> dict[str, ColumnElement[str]]:
    """For a listing, joined with its employer, an Outcome for each filter, by the name of what it is first asked for;
    null where it filters nothing. A listing that leaves it open is never said to meet it, whether it is kept or not."""
    kept, dropped = (
        replace(terms, place_unknown=literal(each), pay_unknown=literal(each)) for each in ("keep", "drop")
    )
    found: dict[str, ColumnElement[str]] = {}
    for names, fits in _CONDITIONS:
        asked = or_(*(getattr(terms, name).is_not(None) for name in names))
        found[names[0]] = case(
            (and_(asked, fits(dropped)), literal(Outcome.MET.value)),
            (and_(asked, not_(fits(kept))), literal(Outcome.NOT_MET.value)),
            (asked, literal(Outcome.NOT_STATED.value)),
            else_=null(),
        )
    return found


def in_the_band_of(filters: ListingFilters) -> ColumnElement[bool]:
    """What `accepted` implies of a listing's latitude: an index finds it, where unknown places are not kept."""
    bounds = bounds_of(filters)
    if bounds.near_km is None or bounds.near_latitude is None or filters.place_unknown == "keep":
        return true()
    degrees = bounds.near_km / KM_PER_DEGREE
    return col(Listing.place_latitude).between(bounds.near_latitude - degrees, bounds.near_latitude + degrees)


def _of_employer(terms: FilterTerms) -> ColumnElement[bool]:
    return _has_words(col(Employer.name), terms.employer)


def _in_place(terms: FilterTerms) -> ColumnElement[bool]:
    if "near_km" in terms.off:
        return _in_named_place(terms)
    return case((terms.near_km.is_(None), _in_named_place(terms)), else_=_within_reach(terms))


def _in_named_place(terms: FilterTerms) -> ColumnElement[bool]:
    return or_(
        col(Listing.place_words).bool_op("@@")(func.plainto_tsquery("simple", terms.place)),
        col(Listing.place_within).bool_op("@>")(cast(array([terms.place_key]), _TEXTS)),
        and_(_kept(terms, "place_unknown"), col(Listing.place).is_(None)),
    )


def _within_reach(terms: FilterTerms) -> ColumnElement[bool]:
    """All of the listing's place within the distance is a yes, all of it beyond a no, and anything else unknown.

    A difference of latitude alone tells most listings, without any arithmetic of angles.
    """
    latitude, radius = col(Listing.place_latitude), col(Listing.place_radius_km)
    band = func.abs(latitude - terms.near_latitude) * KM_PER_DEGREE
    away = _haversine_km(latitude, col(Listing.place_longitude), terms.near_latitude, terms.near_longitude)
    keep = _kept(terms, "place_unknown")
    return case(
        (latitude.is_(None), keep),
        (band > terms.near_km + radius, false()),
        (away > terms.near_km + radius, false()),
        (away + radius <= terms.near_km, true()),
        else_=keep,
    )


def _pays(terms: FilterTerms) -> ColumnElement[bool]:
    """Whether the listing's range overlaps the asked one.

    A range without a top surely reaches what its bottom reaches, and whether it reaches more is unknown; a range
    without a bottom is as open downwards.
    """
    least, most = col(Listing.pay_min_yearly), col(Listing.pay_max_yearly)
    reaches = case(
        (terms.pay_least_yearly.is_(None), true()),
        (most.is_not(None), most >= terms.pay_least_yearly),
        (least >= terms.pay_least_yearly, true()),
        else_=null(),
    )
    stays_under = case(
        (terms.pay_most_yearly.is_(None), true()),
        (least.is_not(None), least <= terms.pay_most_yearly),
        (most <= terms.pay_most_yearly, true()),
        else_=null(),
    )
    keep = _kept(terms, "pay_unknown")
    return case(
        (and_(least.is_(None), most.is_(None)), keep),
        (col(Listing.pay_currency) != terms.pay_currency, false()),
        else_=func.coalesce(and_(reaches, stays_under), keep),
    )


def _of_contract(terms: FilterTerms) -> ColumnElement[bool]:
    return cast(col(Listing.contract), String) == any_(terms.contracts)


def _of_hours(terms: FilterTerms) -> ColumnElement[bool]:
    return cast(col(Listing.hours), String) == terms.hours


def _of_workplace(terms: FilterTerms) -> ColumnElement[bool]:
    return cast(col(Listing.workplace), String) == any_(terms.workplaces)


def _may_be_done_from(terms: FilterTerms) -> ColumnElement[bool]:
    countries, own = col(Listing.remote_from), col(Listing.place_country)
    return case(
        (col(Listing.workplace).is_distinct_from(Workplace.REMOTE), true()),
        (countries.is_not(None), terms.remote_from == any_(countries)),
        (own.is_not(None), terms.remote_from == own),
        else_=_kept(terms, "place_unknown"),
    )


def _is_recent(terms: FilterTerms) -> ColumnElement[bool]:
    since = func.now() - func.make_interval(0, 0, 0, terms.posted_within_days)
    return func.coalesce(col(Listing.opens_at) >= since, false())


def _affirms_none(terms: FilterTerms) -> ColumnElement[bool]:
    words = col(ListingWords.words)
    affirms = words.bool_op("@@")(cast(terms.without_words, TSQUERY))
    return ~exists().where(col(ListingWords.listing_id) == col(Listing.id), affirms)


def _of_another_contract(terms: FilterTerms) -> ColumnElement[bool]:
    return func.coalesce(cast(col(Listing.contract), String) != all_(terms.without_contracts), true())


def _of_another_workplace(terms: FilterTerms) -> ColumnElement[bool]:
    return func.coalesce(cast(col(Listing.workplace), String) != all_(terms.without_workplaces), true())


# What each condition is asked for: it is left out where all of these are null.
_CONDITIONS: tuple[tuple[tuple[str, ...], Callable[[FilterTerms], ColumnElement[bool]]], ...] = (
    (("hours",), _of_hours),
    (("contracts",), _of_contract),
    (("workplaces",), _of_workplace),
    (("posted_within_days",), _is_recent),
    (("pay_least_yearly", "pay_most_yearly"), _pays),
    (("remote_from",), _may_be_done_from),
    (("place",), _in_place),
    (("employer",), _of_employer),
    (("without_contracts",), _of_another_contract),
    (("without_workplaces",), _of_another_workplace),
    (("without_words",), _affirms_none),
)


def _kept(terms: FilterTerms, name: str) -> ColumnElement[bool]:
    return false() if name in terms.off else getattr(terms, name) == "keep"


def _has_words(text: Any, words: Term) -> ColumnElement[bool]:
    return func.to_tsvector("simple", text).bool_op("@@")(func.plainto_tsquery("simple", words))


def _haversine_km(latitude: Any, longitude: Any, other_latitude: Term, other_longitude: Term) -> ColumnElement[float]:
    north = func.power(func.sin(func.radians(latitude - other_latitude) / 2), 2)
    east = func.power(func.sin(func.radians(longitude - other_longitude) / 2), 2)
    share = north + func.cos(func.radians(latitude)) * func.cos(func.radians(other_latitude)) * east
    return 2 * EARTH_RADIUS_KM * func.asin(func.least(1.0, func.sqrt(share)))


def _literal(value: Any, kind: Any) -> Term:
    return cast(literal(value, kind), kind)


async def count_facets(session: AsyncSession, ids: Ids[int], filters: ListingFilters, *, locale: str) -> list[Choice]:
    """How many of these listings, which the filters accept, each way to narrow the filters would leave; none is 0."""
    regions = await _common_regions(session, ids)
    employers = await _common_employers(session, ids)
    choices = choices_of(filters, regions=regions, employers=employers, locale=locale)
    found: list[Choice] = []
    for facet, columns in _READ_BY.items():
        of_facet = [choice for choice in choices if choice.facet == facet]
        counts = await _count(session, ids, columns, of_facet) if of_facet else []
        found += [choice.counted(count) for choice, count in zip(of_facet, counts, strict=True) if count]
    return found


async def _count(session: AsyncSession, ids: Ids[int], columns: Ids[Any], choices: list[Choice]) -> list[int]:
    """How many of the listings meet what each choice adds; those that are alike in these columns are asked once."""
    alike = (
        select(func.min(col(Listing.id)).label("id"), func.count().label("count"))
        .where(among(col(Listing.id), ids))
        .group_by(*columns)
        .subquery()
    )
    conditions = [accepted(terms_of_values(choice.narrowed(ListingFilters()))) for choice in choices]
    counted = (
        select(*(func.coalesce(func.sum(alike.c.count).filter(condition), 0) for condition in conditions))
        .select_from(alike)
        .join(Listing, col(Listing.id) == alike.c.id)
        .join(Employer, col(Employer.id) == col(Listing.employer_id))
    )
    return [int(count) for count in (await session.execute(counted)).one()]


async def _common_regions(session: AsyncSession, ids: Ids[int]) -> list[str]:
    """The keys of the regions that most of the listings lie in."""
    key = func.unnest(col(Listing.place_within)).table_valued("key", name="within").render_derived()
    query = (
        select(key.c.key)
        .select_from(Listing)
        .join(key, true())
        .where(among(col(Listing.id), ids), key.c.key == any_(cast(literal(sorted(region_keys()), _TEXTS), _TEXTS)))
        .group_by(key.c.key)
        .order_by(func.count().desc(), key.c.key)
        .limit(_MOST_SHOWN)
    )
    return list(await session.scalars(query))


async def _common_employers(session: AsyncSession, ids: Ids[int]) -> list[str]:
    query = (
        select(func.min(col(Employer.name)))
        .join(Listing, col(Listing.employer_id) == col(Employer.id))
        .where(among(col(Listing.id), ids))
        .group_by(col(Employer.folded_name))
        .order_by(func.count().desc(), col(Employer.folded_name))
        .limit(_MOST_SHOWN)
    )
    return list(await session.scalars(query))
