"""Each filter that is on, in a few words, for the chips of a page and the sentences of a mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.search.schemas import ListingFilters
from service.web.writing import write_amount, write_country, write_kind

_FEW_DAYS = {1: "in the last day", 7: "in the last week"}


@dataclass(frozen=True)
class Phrase:
    """`fields` of the filters are what these words say; without them the search would not say it."""

    words: str
    fields: tuple[str, ...]


def phrases_of(filters: ListingFilters, *, locale: str) -> list[Phrase]:
    """As "within 20 km of York", "£30,000 a year or more (or not stated)", "part time"."""
    found = [
        (_place(filters), ("place", "within_km")),
        (f"at {filters.employer}" if filters.employer else "", ("employer",)),
        (_pay(filters, locale), ("pay_at_least", "pay_at_most", "pay_period", "pay_currency", "pay_unknown")),
        (_either(filters.contracts or ()), ("contracts",)),
        (_kind(filters.hours) if filters.hours else "", ("hours",)),
        (_either(filters.workplaces or ()), ("workplaces",)),
        (_remote(filters, locale), ("remote_from",)),
        (_posted(filters), ("posted_within_days",)),
        (f"without {' or '.join(filters.without)}" if filters.without else "", ("without",)),
    ]
    said = [Phrase(words, fields) for words, fields in found if words]
    return [Phrase(each.words, (*each.fields, *_alone(each, said))) for each in said]


def _alone(phrase: Phrase, said: Sequence[Phrase]) -> tuple[str, ...]:
    """What becomes of unknown places belongs to two filters: it goes with the last of them."""
    asking = [each for each in said if {"place", "remote_from"} & set(each.fields)]
    return ("place_unknown",) if asking == [phrase] else ()


def _place(filters: ListingFilters) -> str:
    if not filters.place:
        return ""
    where = f"within {filters.within_km} km of" if filters.within_km else "in"
    return f"{where} {filters.place}" + (" (or place not stated)" if filters.place_unknown == "keep" else "")


def _pay(filters: ListingFilters, locale: str) -> str:
    least, most = (
        None if amount is None else write_amount(amount, filters.pay_currency, locale=locale)
        for amount in (filters.pay_at_least, filters.pay_at_most)
    )
    period = f"{'an' if filters.pay_period == 'hour' else 'a'} {filters.pay_period.value}"
    unknown = " (or not stated)" if filters.pay_unknown == "keep" else ""
    if least and most:
        return f"{least} to {most} {period}{unknown}"
    if least:
        return f"{least} {period} or more{unknown}"
    return f"up to {most} {period}{unknown}" if most else ""


def _remote(filters: ListingFilters, locale: str) -> str:
    if not filters.remote_from:
        return ""
    unknown = " (or not stated)" if filters.place_unknown == "keep" else ""
    return f"remote only if open to {write_country(filters.remote_from, locale=locale)}{unknown}"


def _posted(filters: ListingFilters) -> str:
    days = filters.posted_within_days
    return f"opened {_FEW_DAYS.get(days, f'in the last {days} days')}" if days else ""


def _kind(value: str) -> str:
    return write_kind(value).lower()


def _either(kinds: Sequence[str]) -> str:
    return " or ".join(_kind(kind) for kind in kinds)
