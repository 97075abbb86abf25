"""The filters of a search one by one: those that are on, with the search without each, and those that narrow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.search.filtering.facets import Choice
from service.search.forms import form_link
from service.search.narrowing import narrowings
from service.search.presenting import says
from service.search.schemas import ListingFilters, SearchRequest
from service.search.wish import Wish, given_of, read_wish

_VALUES_SHOWN = 8


@dataclass(frozen=True)
class Chip:
    """`words` are those of the description that it was read from, None where it was chosen; `rest` is without it."""

    says: str
    words: str | None
    rest: SearchRequest

    def link(self, path: str) -> str:
        return link_to(path, self.rest)


@dataclass(frozen=True)
class AsWords:
    """Words that could be a filter and are part of the meaning because somebody undid that; `again` undoes that."""

    words: str
    again: SearchRequest

    def link(self, path: str) -> str:
        return link_to(path, self.again)


@dataclass(frozen=True)
class Narrower:
    """A filter that is not on; with it `count` of what was found is left."""

    says: str
    count: int
    to: SearchRequest

    def link(self, path: str) -> str:
        return link_to(path, self.to)


def link_to(path: str, wanted: SearchRequest, *, limit: int | None = None) -> str:
    return form_link(path, wanted.query, wanted.filters, keep_as_words=wanted.keep_as_words, limit=limit)


def chips_of(wanted: SearchRequest, wish: Wish, *, locale: str) -> list[Chip]:
    read = [
        Chip(
            says(part.filters, locale=locale), part.words, _with_words_kept(wanted, (*wanted.keep_as_words, part.words))
        )
        for part in wish.understood
        if part.filters
    ]
    chosen = [
        Chip(each.words, None, wanted.model_copy(update={"filters": _named(each.rest)}))
        for each in narrowings(wanted.filters, locale=locale)
    ]
    return [*read, *chosen]


def kept_as_words(wanted: SearchRequest) -> list[AsWords]:
    """Those that would be read again, in the order of the description."""
    able = {part.words for part in read_wish(wanted.query, wanted.filters).understood}
    kept = [words for words in wanted.keep_as_words if words in able]
    return [AsWords(words, _with_words_kept(wanted, [each for each in kept if each != words])) for words in kept]


def narrowers_of(wanted: SearchRequest, choices: Sequence[Choice], *, total: int) -> Mapping[str, list[Narrower]]:
    """By facet, the first few values that leave less than all."""
    by_facet: dict[str, list[Narrower]] = {}
    for choice in choices:
        of_facet = by_facet.setdefault(choice.facet, [])
        if choice.count < total and len(of_facet) < _VALUES_SHOWN:
            filters = ListingFilters.model_validate({**given_of(wanted.filters), **choice.change})
            of_facet.append(Narrower(choice.words, choice.count, wanted.model_copy(update={"filters": filters})))
    return {facet: values for facet, values in by_facet.items() if values}


def _with_words_kept(wanted: SearchRequest, words: Sequence[str]) -> SearchRequest:
    return wanted.model_copy(update={"keep_as_words": tuple(words)})


def without_filters(wanted: SearchRequest, wish: Wish) -> SearchRequest:
    """The search by meaning alone: nothing chosen, every word kept as a word."""
    words = [*wanted.keep_as_words, *(part.words for part in wish.understood)]
    return _with_words_kept(wanted.model_copy(update={"filters": ListingFilters()}), words)


def _named(filters: ListingFilters) -> ListingFilters:
    """Only what filters: a filter that was taken away is as if it had never been given."""
    return ListingFilters.model_validate(filters.model_dump(exclude_defaults=True))
