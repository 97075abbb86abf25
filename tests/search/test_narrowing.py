"""Filters one by one: in words, and the search without each."""

from service.search.narrowing import narrowings
from service.search.schemas import ListingFilters
from service.search.strength import strength_of


def test_each_filter_is_named_and_can_be_left_out_alone() -> None:
    filters = ListingFilters.model_validate(
        {"place": "York", "place_unknown": "keep", "pay_at_least": 30_000, "contracts": ["fixed_term", "casual"]}
    )

    found = {each.words: each.rest for each in narrowings(filters, locale="en_GB")}

    assert list(found) == ["In York", "£30,000 a year or more", "Casual or fixed term"]
    assert found["In York"] == ListingFilters.model_validate({"pay_at_least": 30_000, "contracts": filters.contracts})
    assert found["Casual or fixed term"].contracts is None


def test_without_filters_nothing_narrows() -> None:
    assert narrowings(ListingFilters(), locale="en_GB") == []


def test_a_score_is_said_in_words_by_the_levels_of_alerts() -> None:
    assert [strength_of(score).bars for score in (1.0, 0.0)] == [4, 1]
    assert strength_of(0.0).words == "Loose match"
