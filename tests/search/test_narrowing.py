"""Filters one by one: in words, and the search without each."""

from typing import Any

import pytest

from service.alerts.describing import filters_in_words
from service.search.narrowing import narrowings
from service.search.schemas import ListingFilters
from service.search.strength import strength_of


def test_each_filter_is_named_and_can_be_left_out_alone() -> None:
    filters = ListingFilters.model_validate(
        {"place": "York", "place_unknown": "keep", "pay_at_least": 30_000, "contracts": ["fixed_term", "casual"]}
    )

    found = {each.words: each.rest for each in narrowings(filters, locale="en_GB")}

    place = "In York (or place not stated)"
    assert list(found) == [place, "£30,000 a year or more (or not stated)", "Casual or fixed term"]
    assert found[place] == ListingFilters.model_validate({"pay_at_least": 30_000, "contracts": filters.contracts})
    assert found["Casual or fixed term"].contracts is None


def test_what_is_left_out_is_said() -> None:
    (narrowing,) = narrowings(ListingFilters(without=["weekends", "night shifts"]), locale="en_GB")

    assert (narrowing.words, narrowing.rest) == ("Without weekends or night shifts", ListingFilters())


def test_without_filters_nothing_narrows() -> None:
    assert narrowings(ListingFilters(), locale="en_GB") == []


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"place": "York", "within_km": 20}, "within 20 km (12 miles) of York"),
        ({"pay_at_least": 15, "pay_period": "hour", "pay_unknown": "drop"}, "£15 an hour or more"),
        ({"pay_at_most": "19.50", "pay_period": "hour"}, "up to £19.50 an hour (or not stated)"),
        (
            {"pay_at_least": 2_000, "pay_at_most": 3_000, "pay_period": "month", "pay_currency": "EUR"},
            "€2,000 to €3,000 a month (or not stated)",
        ),
        ({"remote_from": "DE"}, "remote only if open to Germany"),
        ({"posted_within_days": 7}, "opened in the last week"),
        ({"posted_within_days": 3, "hours": "part_time"}, "part time, opened in the last 3 days"),
        (
            {"place": "Kent", "employer": "council", "workplaces": ["on_site", "hybrid"]},
            "in Kent, at council, hybrid or on site",
        ),
    ],
)
def test_every_filter_is_said_in_plain_words(filters: dict[str, Any], words: str) -> None:
    assert filters_in_words(ListingFilters.model_validate(filters)) == words


def test_what_becomes_of_unknown_places_goes_with_the_last_filter_that_asks_it() -> None:
    filters = ListingFilters.model_validate({"place": "York", "remote_from": "GB", "place_unknown": "keep"})

    without_place, without_remote = (each.rest for each in narrowings(filters, locale="en_GB"))

    assert (without_place.remote_from, without_place.place_unknown) == ("GB", "keep")
    assert narrowings(without_remote, locale="en_GB")[0].rest == ListingFilters()


def test_a_score_is_said_in_words_by_the_levels_of_alerts() -> None:
    assert [strength_of(score).bars for score in (1.0, 0.0)] == [4, 1]
    assert strength_of(0.0).words == "Loose match"
