"""What a person asks for: a description read in plain words, together with the filters that they gave. Pure.

A filter that was given wins over what the words say, also where it was given as none.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.gazetteer.places import find_place
from service.legibility.rules import is_recognised
from service.search.reading.reading import read
from service.search.reading.understood import Kind, Understood
from service.search.schemas import ListingFilters, SearchRequest

# The filters that decide what a kind of reading is about: where one of them is given, the reading sets nothing.
DECIDING: Mapping[Kind, frozenset[str]] = {
    Kind.PLACE: frozenset({"place"}),
    Kind.PAY: frozenset({"pay_at_least", "pay_at_most"}),
    Kind.HOURS: frozenset({"hours"}),
    Kind.CONTRACT: frozenset({"contracts"}),
    Kind.WORKPLACE: frozenset({"workplaces", "remote_from"}),
    Kind.WITHOUT: frozenset({"without"}),
}
# An amount is read with its period and currency: those that were given alone have nothing to say of it.
_OF_THE_AMOUNT = frozenset({"pay_period", "pay_currency"})


@dataclass(frozen=True)
class Wish:
    """`filters` are all that apply, given and read; each part of `understood` holds what of it applies.

    A wish for `any_job` says nothing of the work: every listing that the filters let through is as good.
    """

    meaning: str
    filters: ListingFilters
    understood: tuple[Understood, ...] = ()
    any_job: bool = False


def read_wish(text: str, given: ListingFilters, *, understand: bool = True, as_words: Collection[str] = ()) -> Wish:
    """Read a description beside the filters that were given; not `understand`: every word of it is meaning."""
    if not understand:
        return Wish(text, given, any_job=not is_recognised(text))
    reading = read(text, find_place, as_words=as_words)
    parts = tuple(replace(part, filters=_applying(part, given)) for part in reading.understood)
    read_filters = replace(reading, understood=parts).filters
    filters = ListingFilters.model_validate(given_of(given) | read_filters)
    return Wish(reading.meaning, filters, parts, any_job=not is_recognised(_left_of(text, parts)))


def read_request(asked: SearchRequest) -> Wish:
    """What a search asks for, read as its sender chose."""
    return read_wish(asked.query, asked.filters, understand=asked.understand, as_words=asked.keep_as_words)


def read_exclusions(text: str) -> Wish:
    """Read only what is not wanted: all else is meaning, for documents that state no pay, place or hours."""
    others = [part.words for part in read_wish(text, ListingFilters()).understood if part.kind is not Kind.WITHOUT]
    return read_wish(text, ListingFilters(), as_words=others)


def given_of(filters: ListingFilters) -> dict[str, Any]:
    """The filters that were named, with their values."""
    return {name: getattr(filters, name) for name in filters.model_fields_set}


def _left_of(text: str, parts: Iterable[Understood]) -> str:
    """The text without the parts that were understood."""
    left, at = [], 0
    for part in parts:
        left.append(text[at : part.start])
        at = part.end
    return " ".join([*left, text[at:]])


def _applying(part: Understood, given: ListingFilters) -> dict[str, Any]:
    named = given.model_fields_set
    if named & DECIDING[part.kind]:
        return {}
    return {name: value for name, value in part.filters.items() if name not in named or name in _OF_THE_AMOUNT}
