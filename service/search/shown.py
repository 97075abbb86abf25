"""Filters that a form showed because words were read so: sent back unchanged they are still read, not chosen.

Else a new description could not move an old one's place, and clearing a field would do nothing: its words would set it
again. The form carries what it showed in one hidden field.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from service.gazetteer.places import find_place
from service.search.forms import form_pairs
from service.search.reading.reading import read
from service.search.reading.understood import Kind
from service.search.schemas import ListingFilters
from service.search.wish import Wish

SHOWN = "shown"
KEPT = "keep_as_words"
# The fields of each kind; the first decide whether anything is filtered.
_FIELDS: Mapping[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Kind.PLACE: (("place",), ("within_km", "place_unknown")),
    Kind.PAY: (("pay_at_least", "pay_at_most"), ("pay_period", "pay_currency")),
    Kind.HOURS: (("hours",), ()),
    Kind.CONTRACT: (("contract",), ()),
    Kind.WORKPLACE: (("workplace", "remote_from"), ()),
    Kind.WITHOUT: (("without",), ()),
}
_DEFAULTS = {name: str(value) for name, value in ListingFilters().model_dump(mode="json").items() if value}
_ALWAYS_SENT = frozenset({"within_km", "pay_at_most", "pay_period", "pay_currency", "remote_from"})
_Pairs = list[tuple[str, str]]


def shown_of(wish: Wish) -> str:
    """What a form carries to know which of its filters were read."""
    read_filters = {name: value for part in wish.understood for name, value in part.filters.items()}
    together = {name: getattr(wish.filters, name) for name in read_filters}
    return urlencode(form_pairs("", ListingFilters.model_validate(together))[1:])


def settle_shown(sent: Iterable[tuple[str, str]]) -> _Pairs:
    """The fields that a person chose: those left as shown go, words whose filter was cleared are kept as words."""
    pairs = list(sent)
    shown = [pair for name, value in pairs if name == SHOWN for pair in parse_qsl(value)]
    kept = [pair for pair in pairs if pair[0] != SHOWN]
    undone = set()
    for kind, (deciding, others) in _FIELDS.items():
        if not any(name in deciding for name, _ in shown):
            continue
        # A field that always sends something and did not was not on the form.
        silent = _ALWAYS_SENT.intersection(deciding + others) - {name for name, _ in kept}
        kept += [pair for pair in shown if pair[0] in silent]
        left_alone = _values(kept, deciding + others) == _values(shown, deciding + others)
        cleared = not any(name in deciding and value.strip() for name, value in kept)
        if cleared and not left_alone:
            undone.add(kind)
        if cleared or left_alone:
            kept = [pair for pair in kept if pair[0] not in deciding + others]
    query = next((value for name, value in kept if name == "q"), "")
    parts = read(query, find_place).understood if undone else ()
    return [*kept, *((KEPT, part.words) for part in parts if part.kind in undone)]


def _values(pairs: _Pairs, names: tuple[str, ...]) -> dict[str, set[str]]:
    found = {name: {value.strip() for key, value in pairs if key == name and value.strip()} for name in names}
    return {name: values or {_DEFAULTS.get(name, "")} for name, values in found.items()}
