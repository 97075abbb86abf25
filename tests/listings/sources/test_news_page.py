"""Listings on saved news pages."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.listings.sources.imported import Import, Reading
from service.listings.sources.news_page import read_news_page

READING = Reading(datetime(2026, 7, 1, 9, tzinfo=UTC), ZoneInfo("Europe/London"), "news-page")

PAGE = """Ada Writer 5 May 2026

Town opens a new library

The mayor said it cost £2,000,000 and was worth it.

SIGN UP
Town jobs

Librarian, Children's Books

Marlow Borough Council
£24,000 - £26,500
Read stories and run the summer club. Marlow, Buckinghamshire
Recruiter: Marlow Borough Council

Care Worker - Oak House, Thame

Thame Homes
Competitive
Care Worker - Oak HousePermanent, Part Time£21,000Location
Recuriter: Thame Homes

Our magazine

Subscribe to the magazine for £12 a year.
"""


def read(text: str) -> Import:
    return read_news_page(text, READING)


def test_a_page_gives_its_listings_and_nothing_else() -> None:
    first, second = (sourced.understood for sourced in read(PAGE).listings)

    assert (first.title, first.employer) == ("Librarian, Children's Books", "Marlow Borough Council")
    assert (first.pay_min, first.pay_max) == (Decimal(24000), Decimal(26500))
    assert first.place == "Marlow, Buckinghamshire"
    assert first.teaser == first.description == "Read stories and run the summer club."
    assert (second.title, second.pay_text, second.pay_min) == ("Care Worker - Oak House, Thame", "Competitive", None)
    assert (second.place, second.contract_text) == ("Thame", "Permanent, Part Time")
    assert first.opens_text == second.opens_text == "5 May 2026"


def test_reading_a_page_again_gives_the_same_ids() -> None:
    again = PAGE.replace("\n", "\r\n").replace("5 May", "6 May")

    ids = [sourced.listing.external_id for sourced in read(PAGE).listings]
    assert [sourced.listing.external_id for sourced in read(again).listings] == ids


def test_a_teasers_last_words_are_a_place_only_beyond_doubt() -> None:
    page = PAGE.replace("Marlow, Buckinghamshire", "Apply Now")

    assert read(page).listings[0].listing.place is None


def test_an_article_is_no_title() -> None:
    page = PAGE.replace("Librarian, Children's Books\n", "The mayor said more.\n")

    assert [sourced.listing.title for sourced in read(page).listings] == ["Care Worker - Oak House, Thame"]
    assert [(refusal.line, refusal.reason) for refusal in read(page).refused] == [
        (15, "No title and employer stand above this recruiter")
    ]


@pytest.mark.parametrize(
    "page", ["Recruiter: Nobody", "Recruiter: A\nRecruiter: B", "A\nRecruiter: A", "No jobs today"]
)
def test_a_recruiter_alone_is_no_listing(page: str) -> None:
    assert read(page).listings == ()
    assert read(page).refused


LINES = st.sampled_from(
    ["Recruiter: A", "Recuriter:", "A", "", "£20k", "Title", "x. London (Greater)", "\x00", "\u200b"]
)


@given(st.text(max_size=300) | st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join))
def test_any_text_gives_listings_or_reasons(text: str) -> None:
    page = read(text)

    assert page.listings or page.refused
