"""Listings in tables."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.listings.sources.csv_file import read_csv
from service.listings.sources.imported import Reading

READING = Reading(datetime(2026, 7, 1, 9, tzinfo=UTC), ZoneInfo("Europe/London"), "import")
ROW = "Gardener,Parks Trust,Look after beds"


def test_good_rows_go_in_and_wrong_ones_are_named_by_line_and_field() -> None:
    text = (
        "title,employer,description,url\n"
        'Gardener,Parks Trust,"Beds\nand borders",\n'
        "Cook,School,Lunches,javascript:x\n"
        "\n"
        "Driver,Depot,Buses\n"
        "Clerk,,Letters,https://example.org/clerk\n"
    )

    read = read_csv(text, READING)

    assert [(sourced.line, sourced.listing.title) for sourced in read.listings] == [(2, "Gardener")]
    assert [(refusal.line, refusal.field) for refusal in read.refused] == [(4, "url"), (6, None), (7, "employer")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_other_delimiters_are_found_by_the_header(delimiter: str) -> None:
    text = f"Title,Employer,Pay text,Description\nGardener,Trust,£20k - £25k,Work {delimiter} more".replace(
        ",", delimiter
    )

    read = read_csv(text.replace(f"Work {delimiter} more", "Work, and more" if delimiter != "," else "Work"), READING)

    assert read.listings[0].understood.pay_min == 20000


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("title,employer,description,salary", "salary"),
        ("title,employer,description,title", "title"),
        ("title,employer,place,url", "description"),
    ],
)
def test_a_wrong_header_refuses_the_whole_file(header: str, field: str) -> None:
    read = read_csv(f"{header}\n{ROW},https://example.org\n", READING)

    assert read.listings == ()
    assert [(refusal.line, refusal.field) for refusal in read.refused] == [(1, field)]


def test_an_unclosed_quote_changes_nothing() -> None:
    read = read_csv(f'title,employer,description\n{ROW}\nCook,School,"Lunches\n', READING)

    assert read.listings == ()
    assert "row after line 2" in read.refused[0].reason


def test_a_long_description_is_refused_alone() -> None:
    read = read_csv(f"title,employer,description\nCook,School,{'x' * 1_000_000}\n{ROW}\n", READING)

    assert [sourced.listing.title for sourced in read.listings] == ["Gardener"]
    assert [(refusal.line, refusal.field) for refusal in read.refused] == [(2, "description")]


def test_the_same_listing_twice_goes_in_once() -> None:
    read = read_csv(f"title,employer,description\n{ROW}\n{ROW}\n", READING)

    assert len(read.listings) == 1
    assert "line 2" in read.refused[0].reason
