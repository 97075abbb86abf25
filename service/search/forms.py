"""A search as a page's form sends it: kept as typed, read where it can be, each wrong field with its reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.search.schemas import ListingFilters, SearchRequest

AMOUNTS = ("pay_at_least", "pay_at_most")
FILTERS = (
    "place", "within_km", "place_unknown", "employer", *AMOUNTS, "pay_period", "pay_currency", "pay_unknown", "hours",
    "remote_from", "posted_within_days", "without",
)  # fmt: skip
TEXTS = ("q", *FILTERS, "limit")
CHOICES = ("contract", "workplace")
NOTHING_ASKED = "Describe what you look for in a few words."

_FORM_NAMES = {"query": "q", "contracts": "contract", "workplaces": "workplace"}
_AMOUNT = re.compile(r"(?P<number>\d{1,3}(?:[, ]\d{3})+|\d+)(?P<decimals>\.\d{1,2})?(?P<thousands>k?)", re.IGNORECASE)


@dataclass(frozen=True)
class SearchForm:
    """`wanted` is the search, None where nothing was asked or something could not be read; then `errors` says why.

    `left_out` names parameters that are none of a search's.
    """

    typed: Mapping[str, str]
    chosen: Mapping[str, tuple[str, ...]]
    asked: bool
    left_out: tuple[str, ...] = ()
    wanted: SearchRequest | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    def showing(self, filters: ListingFilters) -> "SearchForm":
        """The form with all filters that apply in its fields, so that what was read can be edited."""
        pairs = form_pairs("", filters)[1:]
        typed = {name: next((value for key, value in pairs if key == name), "") for name in TEXTS}
        kept = {name: self.typed[name] for name in ("q", "limit")}
        chosen = {name: tuple(value for key, value in pairs if key == name) for name in CHOICES}
        return replace(self, typed={**typed, **kept}, chosen={**self.chosen, **chosen})

    def refused(self, name: str, reason: str) -> "SearchForm":
        return replace(self, wanted=None, errors={**self.errors, name: reason})


def read_search_form(sent: Iterable[tuple[str, str]], *, beside: Sequence[str] = ()) -> SearchForm:
    """Read what a form sent; `beside` names fields of the same form that are not the search's."""
    pairs = [(name, value.strip()) for name, value in sent]
    typed = {name: next((value for key, value in pairs if key == name), "") for name in TEXTS}
    chosen = {name: tuple(value for key, value in pairs if key == name and value) for name in CHOICES}
    chosen["keep_as_words"] = tuple(value for key, value in pairs if key == "keep_as_words" and value)
    names = {name for name, _ in pairs}
    left_out = tuple(sorted(names.difference(TEXTS, CHOICES, ("keep_as_words",), beside)))
    form = SearchForm(typed, chosen, asked=not names.isdisjoint((*TEXTS, *CHOICES)), left_out=left_out)
    if not form.asked:
        return form
    repeated = {name for name in TEXTS if len({value for key, value in pairs if key == name}) > 1}
    return _read(replace(form, errors=dict.fromkeys(repeated, "This was given more than once: choose one.")))


def read_amount(text: str) -> Decimal | None:
    """An amount as people type it ("£30,000", "30k"); None where it is none."""
    match = _AMOUNT.fullmatch(text.strip("£€$ \u00a0"))
    if match is None:
        return None
    number = Decimal(re.sub("[, ]", "", match["number"]) + (match["decimals"] or ""))
    return number * 1000 if match["thousands"] else number


def form_pairs(
    query: str, filters: ListingFilters, *, keep_as_words: Iterable[str] = (), limit: int | None = None
) -> list[tuple[str, str]]:
    """The fields that a form would send for this search; what is at its default is left out."""
    pairs = [("q", query)]
    for name, value in filters.model_dump(mode="json", exclude_defaults=True).items():
        values = value if isinstance(value, list) else [value]
        values = [", ".join(values)] if name == "without" else values
        pairs.extend((_FORM_NAMES.get(name, name), _as_typed(each)) for each in values)
    pairs.extend(("keep_as_words", words) for words in keep_as_words)
    return pairs if limit is None else [*pairs, ("limit", str(limit))]


def _as_typed(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def form_link(
    path: str,
    query: str,
    filters: ListingFilters,
    *,
    keep_as_words: Iterable[str] = (),
    limit: int | None = None,
) -> str:
    return f"{path}?{urlencode(form_pairs(query, filters, keep_as_words=keep_as_words, limit=limit))}"


def _read(form: SearchForm) -> SearchForm:
    filters: dict[str, object] = {name: form.typed[name] for name in FILTERS if form.typed[name]}
    filters |= {f"{name}s": list(form.chosen[name]) for name in CHOICES if form.chosen[name]}
    if form.typed["without"]:
        filters["without"] = [phrase for each in form.typed["without"].split(",") if (phrase := each.strip())]
    errors = dict(form.errors)
    for name in AMOUNTS:
        if amount := form.typed[name]:
            filters[name] = read_amount(amount)
            if filters[name] is None:
                errors[name] = "Write an amount in numbers, as 30000 or 30k."
    if not any(character.isalnum() for character in form.typed["q"]):
        errors["q"] = NOTHING_ASKED
    kept = form.chosen["keep_as_words"]
    request: dict[str, object] = {"query": form.typed["q"] or "-", "filters": filters, "keep_as_words": kept}
    if form.typed["limit"]:
        request["limit"] = form.typed["limit"]
    try:
        wanted = SearchRequest.model_validate(request)
    except ValidationError as error:
        found = {_field_of(each): _reason(each) for each in error.errors(include_url=False)}
        return replace(form, errors={**found, **errors})
    return replace(form, errors=errors, wanted=None if errors else wanted)


def _field_of(error: ErrorDetails) -> str:
    path = [str(part) for part in error["loc"] if part != "filters"]
    return _FORM_NAMES.get(path[0], path[0]) if path else "q"


def _reason(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    reasons = {
        "string_too_long": f"Keep this within {context.get('max_length')} characters.",
        "enum": "Choose one of those offered.",
        "literal_error": "Choose one of those offered.",
        "int_parsing": "Write a whole number.",
        "less_than_equal": f"At most {context.get('le')}.",
        "greater_than_equal": f"At least {context.get('ge')}.",
        "decimal_max_digits": "This is more than anybody pays.",
    }
    reason = reasons.get(error["type"], error["msg"].removeprefix("Value error, "))
    return reason[:1].upper() + reason[1:]
