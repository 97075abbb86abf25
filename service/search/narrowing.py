"""The filters of a search one by one: each in words, and the search without it."""

from dataclasses import dataclass

from service.search.phrases import phrases_of
from service.search.schemas import ListingFilters


@dataclass(frozen=True)
class Narrowing:
    """One filter that is on; `rest` are the filters without it."""

    words: str
    rest: ListingFilters


def narrowings(filters: ListingFilters, *, locale: str) -> list[Narrowing]:
    return [
        Narrowing(phrase.words[:1].upper() + phrase.words[1:], without(filters, *phrase.fields))
        for phrase in phrases_of(filters, locale=locale)
    ]


def without(filters: ListingFilters, *names: str) -> ListingFilters:
    return filters.model_copy(update={name: type(filters).model_fields[name].default for name in names})
