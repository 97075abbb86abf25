"""A form that shows what was read: left alone, changed, cleared, or sent with other words."""

import pytest

from service.search.forms import form_pairs, read_search_form
from service.search.schemas import ListingFilters
from service.search.shown import settle_shown, shown_of
from service.search.wish import read_wish

TEXT = "porter near York, around £30k"
SHOWN = shown_of(read_wish(TEXT, ListingFilters()))
AS_SHOWN = form_pairs(TEXT, read_wish(TEXT, ListingFilters()).filters)


def sent(**changes: str) -> list[tuple[str, str]]:
    """The form as it was shown, with these fields changed."""
    fields = {**dict(AS_SHOWN), "pay_currency": "GBP", "pay_period": "year", "employer": "", **changes}
    return [*fields.items(), ("shown", SHOWN)]


def asked(pairs: list[tuple[str, str]]) -> tuple[dict[str, object], tuple[str, ...]]:
    wanted = read_search_form(settle_shown(pairs)).wanted
    assert wanted is not None
    return wanted.filters.model_dump(mode="json", exclude_defaults=True), wanted.keep_as_words


@pytest.mark.parametrize(
    ("changes", "chosen", "kept"),
    [
        ({}, {}, ()),
        ({"employer": "Council"}, {"employer": "Council"}, ()),
        ({"place": "Leeds"}, {"place": "Leeds", "within_km": 25, "place_unknown": "keep"}, ()),
        ({"within_km": "5"}, {"place": "York", "within_km": 5, "place_unknown": "keep"}, ()),
        ({"place": "", "within_km": ""}, {}, ("near York",)),
        ({"place": ""}, {}, ("near York",)),
        ({"pay_at_least": ""}, {}, ("around £30k",)),
        ({"pay_at_least": "32k"}, {"pay_at_least": 32_000}, ()),
        ({"q": "porter near Leeds"}, {}, ()),
    ],
)
def test_only_what_was_changed_was_chosen(changes: dict[str, str], chosen: dict[str, object], kept: object) -> None:
    assert asked(sent(**changes)) == (chosen, kept)


def test_other_words_are_read_afresh() -> None:
    wanted = read_search_form(settle_shown(sent(q="porter near Leeds"))).wanted
    assert wanted is not None

    assert read_wish(wanted.query, wanted.filters).filters.place == "Leeds"


@pytest.mark.parametrize(
    "shown", ["", "x", "place", "place=%ff&&=", "q=a&place=" + "x" * 5_000, "within_km=5", "employer=Council"]
)
def test_whatever_stands_in_the_hidden_field_does_no_harm(shown: str) -> None:
    assert asked([("q", "porter"), ("shown", shown)]) == ({}, ())


def test_a_field_that_the_form_does_not_have_is_no_change() -> None:
    without_distance = [pair for pair in sent() if pair[0] != "within_km"]

    assert asked(without_distance) == ({}, ())
