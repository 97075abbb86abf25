"""Listings in JSON and NDJSON."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.listings.sources.imported import Reading
from service.listings.sources.json_file import read_json

READING = Reading(datetime(2026, 7, 1, 9, tzinfo=UTC), ZoneInfo("Europe/London"), "import")


def a_listing(**fields: Any) -> dict[str, Any]:
    return {"title": "Gardener", "employer": "Parks Trust", "description": "Look after beds."} | fields


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_and_an_object_with_listings_are_read_alike(wrapped: bool) -> None:
    listings = [a_listing(), a_listing(title="Cook")]

    read = read_json(json.dumps({"made_by": "us", "listings": listings} if wrapped else listings, indent=1), READING)

    assert [sourced.listing.title for sourced in read.listings] == ["Gardener", "Cook"]
    assert read.unused_fields == (("made_by",) if wrapped else ())


def test_an_entry_is_known_by_the_line_that_it_begins_on() -> None:
    read = read_json(json.dumps([a_listing(external_id="a"), a_listing(external_id="b", pay=5), 7], indent=1), READING)

    assert [(refusal.line, refusal.external_id, refusal.field) for refusal in read.refused] == [
        (8, "b", "pay"),
        (15, None, None),
    ]


def test_dates_may_be_durations_from_the_import() -> None:
    read = read_json(json.dumps([a_listing(opens_at="-P12D", closes_at="P14D")]), READING)

    assert read.listings[0].understood.opens_at == datetime(2026, 6, 19, 9, tzinfo=UTC)
    assert read.listings[0].understood.closes_at == datetime(2026, 7, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[\n{"title": "a",}\n]', 2, "column"),
        ('[{"title": "a"}', 1, "column"),
        ('{"listings": []} []', 1, "Extra data"),
        ('{"jobs": []}', 1, "listings"),
        ('{"listings": {}}', 1, "listings"),
        ("[", 1, "column"),
        ("{", 1, "column"),
        ("[" * 200_000, None, "deeply"),
        ("[NaN]", None, "NaN"),
        ("[" + "9" * 5000 + "]", None, "Not valid JSON"),
    ],
)
def test_broken_json_changes_nothing(text: str, line: int | None, said: str) -> None:
    read = read_json(text, READING)

    assert read.listings == ()
    assert read.refused[0].line == line
    assert said in read.refused[0].reason


def test_a_field_given_twice_is_refused_by_name() -> None:
    read = read_json('[{"title": "a", "title": "b", "employer": "c", "description": "d"}]', READING)

    assert [(refusal.field, refusal.reason) for refusal in read.refused] == [("title", "Is given more than once")]


def test_a_hostile_name_is_made_safe_to_print() -> None:
    read = read_json(json.dumps([a_listing() | {"\x1b[31m": 1}]), READING)

    assert [refusal.field for refusal in read.refused] == ["\ufffd[31m"]


def test_a_broken_line_of_ndjson_is_refused_alone() -> None:
    read = read_json(f'{json.dumps(a_listing())}\n\n{{"title": }}\n{json.dumps(a_listing(title="Cook"))}\n', READING)

    assert [(sourced.line, sourced.listing.title) for sourced in read.listings] == [(1, "Gardener"), (4, "Cook")]
    assert [refusal.line for refusal in read.refused] == [3]
    assert "column 11" in read.refused[0].reason
