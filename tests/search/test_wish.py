"""What a description sets, and the filters given with it, together: what is given wins."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.kinds import Hours
from service.search.schemas import ListingFilters
from service.search.wish import read_wish
from tests.search.reading.test_reading import texts

TEXT = "porter near York, part time, around £30k, no weekends"


def filters(**named: Any) -> ListingFilters:
    return ListingFilters(**named)


def test_words_set_filters_and_the_rest_is_the_meaning() -> None:
    wish = read_wish(TEXT, filters())

    assert wish.meaning == "porter"
    assert wish.filters == filters(
        place="York",
        within_km=25,
        place_unknown="keep",
        hours=Hours.PART_TIME,
        pay_at_least=Decimal(27_000),
        without=["weekends"],
    )


@pytest.mark.parametrize(
    ("given_filters", "applied"),
    [
        ({"place": "Leeds"}, {"place": "Leeds", "within_km": None, "place_unknown": "drop"}),
        ({"place": None}, {"place": None, "within_km": None}),
        ({"hours": "full_time"}, {"hours": "full_time"}),
        ({"pay_at_most": 20_000}, {"pay_at_least": None, "pay_at_most": 20_000}),
        ({"pay_period": "hour"}, {"pay_at_least": 27_000, "pay_period": "year"}),
        ({"place_unknown": "drop"}, {"place": "York", "place_unknown": "drop"}),
        ({"without": ["sales"]}, {"without": ["sales"]}),
        ({"employer": "council"}, {"employer": "council", "place": "York"}),
    ],
)
def test_a_filter_that_is_given_wins(given_filters: dict[str, Any], applied: dict[str, Any]) -> None:
    wish = read_wish(TEXT, filters(**given_filters))

    assert {name: getattr(wish.filters, name) for name in applied} == applied
    assert wish.meaning == "porter"


def test_a_part_whose_filter_was_given_sets_nothing() -> None:
    wish = read_wish("porter near York", filters(place="Leeds"))

    assert [(part.words, part.filters) for part in wish.understood] == [("near York", {})]


def test_without_understanding_every_word_is_meaning() -> None:
    wish = read_wish(TEXT, filters(place="Leeds"), understand=False)

    assert (wish.meaning, wish.filters, wish.understood) == (TEXT, filters(place="Leeds"), ())


@settings(deadline=None)
@given(texts, st.sampled_from([{}, {"place": "Leeds"}, {"pay_at_least": 10}, {"pay_period": "hour"}, {"hours": None}]))
def test_any_text_can_be_read_beside_any_filters(text: str, given_filters: dict[str, Any]) -> None:
    wish = read_wish(text, filters(**given_filters))

    assert {name: getattr(wish.filters, name) for name in given_filters if name != "pay_period"} == {
        name: value for name, value in given_filters.items() if name != "pay_period"
    }


@pytest.mark.parametrize(
    ("text", "any_job"),
    [
        ("part time near York, around £30k, no weekends", True),
        ("jobs in London", True),
        ("anything in Manchester", True),
        ("remote", True),
        ("I am looking for work", True),
        ("any job", True),
        ("care jobs in London", False),
        ("nurse", False),
        ("IT", False),
        ("看護師", False),
    ],
)
def test_a_wish_of_filters_alone_is_for_any_job(text: str, any_job: bool) -> None:
    assert read_wish(text, filters()).any_job is any_job
