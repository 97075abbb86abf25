"""By what the listings that a search found can be narrowed, each with how many would be left. No database.

A value is the search's own filters made narrower: of the found, only what it adds has to be asked, by the same
conditions, and whoever follows it gets exactly that many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from service.gazetteer.places import find_place, place_of_key
from service.kinds import ContractKind, Hours, Period, Workplace
from service.search.schemas import ListingFilters
from service.web.writing import write_amount, write_kind

# Where bands of pay part; sums in other currencies than pounds part at the same numbers.
_EDGES: Mapping[Period, tuple[int, ...]] = {
    Period.YEAR: (20_000, 30_000, 40_000, 50_000, 70_000),
    Period.MONTH: (1_500, 2_500, 3_500, 4_500, 6_000),
    Period.WEEK: (400, 600, 800, 1_000, 1_400),
    Period.DAY: (80, 120, 160, 200, 300),
    Period.HOUR: (10, 15, 20, 25, 35),
}
_PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Choice:
    """One value of a facet: `change` is what it sets of the filters, `count` the listings that are then left."""

    facet: str
    value: str
    words: str
    change: Mapping[str, Any]
    count: int = 0

    def narrowed(self, filters: ListingFilters) -> ListingFilters:
        return ListingFilters.model_validate({**_given(filters), **self.change})

    def counted(self, count: int) -> "Choice":
        return replace(self, count=count)


def choices_of(
    filters: ListingFilters, *, regions: Sequence[str], employers: Sequence[str], locale: str
) -> list[Choice]:
    """Every way to narrow these filters; `regions` are keys of places and `employers` names, best first."""
    return [
        *_kinds("contract", filters.contracts, ContractKind, "contracts"),
        *_hours(filters),
        *_kinds("workplace", filters.workplaces, Workplace, "workplaces"),
        *_bands(filters, locale),
        *_regions(filters, regions),
        *(Choice("employer", name, name, {"employer": name}) for name in employers),
    ]


def _kinds(facet: str, asked: Sequence[str] | None, kinds: Any, field: str) -> Iterator[Choice]:
    for kind in kinds:
        if asked is None or kind in asked:
            yield Choice(facet, kind.value, write_kind(kind), {field: [kind.value]})


def _hours(filters: ListingFilters) -> Iterator[Choice]:
    for hours in Hours:
        if filters.hours in (None, hours):
            yield Choice("hours", hours.value, write_kind(hours), {"hours": hours.value})


def _bands(filters: ListingFilters, locale: str) -> Iterator[Choice]:
    """Within what is asked already; a listing whose range reaches over an edge counts on both sides of it."""
    edges = _EDGES[filters.pay_period]
    for low, high in zip((None, *edges), (*edges, None), strict=True):
        least = max((Decimal(each) for each in (low, filters.pay_at_least) if each is not None), default=None)
        tops = (None if high is None else Decimal(high) - _PENNY, filters.pay_at_most)
        most = min((each for each in tops if each is not None), default=None)
        if least is not None and most is not None and least > most:
            continue
        change = {"pay_at_least": least, "pay_at_most": most, "pay_unknown": "drop"}
        settings = {"pay_period": filters.pay_period.value, "pay_currency": filters.pay_currency}
        words = _band_in_words(low, high, filters, locale)
        yield Choice("pay", f"{low or 0}-{high or ''}", words, {**change, **settings})


def _band_in_words(low: int | None, high: int | None, filters: ListingFilters, locale: str) -> str:
    bottom, top = (
        None if each is None else write_amount(Decimal(each), filters.pay_currency, locale=locale)
        for each in (low, high)
    )
    if bottom is None:
        return f"Under {top}"
    return f"{bottom} to {top}" if top else f"{bottom} or more"


def _regions(filters: ListingFilters, keys: Sequence[str]) -> Iterator[Choice]:
    """Only where no place is asked: a region's listings are not all within another place.

    What becomes of unknown places is left as it is where remote work asks it too.
    """
    for key in keys if filters.place is None else ():
        area = place_of_key(key)
        found = find_place(area.name) if area else None
        if area and found and found.key == key:
            drop = {"place_unknown": "drop"} if filters.remote_from is None else {}
            yield Choice("place", area.name, area.name, {"place": area.name, **drop})


def _given(filters: ListingFilters) -> dict[str, Any]:
    return {name: getattr(filters, name) for name in type(filters).model_fields}
