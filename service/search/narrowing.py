"""The filters of a search one by one: each in words, and the search without it."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.search.schemas import ListingFilters
from service.web.writing import write_amount, write_kind


@dataclass(frozen=True)
class Narrowing:
    """One filter that is on; `rest` are the filters without it."""

    words: str
    rest: ListingFilters


def narrowings(filters: ListingFilters, *, locale: str) -> list[Narrowing]:
    found = []
    if filters.place:
        found.append(_without(filters, f"In {filters.place}", "place", "place_unknown"))
    if filters.employer:
        found.append(_without(filters, f"At {filters.employer}", "employer"))
    if filters.pay_at_least is not None:
        amount = write_amount(filters.pay_at_least, filters.pay_currency, locale=locale)
        words = f"{amount} a year or more"
        found.append(_without(filters, words, "pay_at_least", "pay_currency", "pay_unknown"))
    if filters.contracts:
        found.append(_without(filters, _either(filters.contracts), "contracts"))
    if filters.hours:
        found.append(_without(filters, write_kind(filters.hours), "hours"))
    if filters.workplaces:
        found.append(_without(filters, _either(filters.workplaces), "workplaces"))
    return found


def _without(filters: ListingFilters, words: str, *names: str) -> Narrowing:
    kept = filters.model_dump(exclude_defaults=True, exclude=set(names))
    return Narrowing(words, ListingFilters.model_validate(kept))


def _either(kinds: Sequence[str]) -> str:
    first, *others = [write_kind(kind) for kind in kinds]
    return " or ".join([first, *(other.lower() for other in others)])
