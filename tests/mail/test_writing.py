"""How mails write: dates and times as the reader writes them, texts on one line, cut at words, wrapped."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.writing import TEXT_WIDTH, format_date, format_hour, format_moment, one_line, shorten, wrap

LONDON = ZoneInfo("Europe/London")
CLOSING = datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en_GB", "Friday 4 December 2026"),
        ("en", "Friday 4 December 2026"),
        ("en_US", "Friday, December 4, 2026"),
        ("de_DE", "Freitag, 4. Dezember 2026"),
        ("fr-FR", "vendredi 4 décembre 2026"),
    ],
)
def test_a_date_is_written_as_its_reader_writes_it(locale: str, written: str) -> None:
    assert format_date(CLOSING, locale=locale, zone=LONDON) == written


@pytest.mark.parametrize("locale", ["xx", "en_ZZ9", "", "../../etc"])
def test_an_unknown_locale_does_not_stop_a_mail(locale: str) -> None:
    assert format_date(CLOSING, locale=locale, zone=LONDON) == "Friday 4 December 2026"


def test_a_date_is_the_day_where_its_reader_is() -> None:
    assert format_date(CLOSING, locale="en_GB", zone=ZoneInfo("Asia/Tokyo")) == "Saturday 5 December 2026"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Estate Officer", 14, "Estate Officer"),
        ("Estate Officer", 13, "Estate…"),
        ("Care, support and more", 6, "Care…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("two\n lines", 20, "two lines"),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(short) <= limit


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\u2028", "\u0085", "\x0b", "\t", " \x00\n"])
def test_a_text_of_many_lines_becomes_one(separator: str) -> None:
    assert one_line(f"Clerk{separator}Bcc: everybody@example.org") == "Clerk Bcc: everybody@example.org"


@pytest.mark.parametrize(("locale", "written"), [("en_GB", "08:00"), ("en_US", "8:00 AM"), ("de_DE", "08:00")])
def test_an_hour_is_written_as_its_reader_writes_it(locale: str, written: str) -> None:
    assert format_hour(time(8), locale=locale) == written


def test_a_moment_is_a_day_and_a_time_where_its_reader_is() -> None:
    assert format_moment(CLOSING, locale="en_GB", zone=ZoneInfo("Asia/Tokyo")) == "Saturday 5 December 2026, 08:59"


@pytest.mark.parametrize("turning", ["\u202e", "\u2066", "\u202a"])
def test_no_text_turns_the_direction_of_those_around_it(turning: str) -> None:
    assert one_line(f"Clerk {turning}gpj.exe") == "Clerk gpj.exe"


@pytest.mark.parametrize("joiner", ["\u200d", "\u200c", "\u200f"])
def test_marks_that_a_script_is_written_with_stay(joiner: str) -> None:
    assert one_line(f"a{joiner}b") == f"a{joiner}b"


@given(st.text(alphabet=st.sampled_from("ab \u00e9\u4e2d-")), st.sampled_from(["", "  "]))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, indent: str) -> None:
    lines = wrap(one_line(text), indent).split("\n")

    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert line.startswith(indent)
        assert len(line) <= TEXT_WIDTH or " " not in line.strip()


def test_a_word_that_is_longer_than_a_line_stays_whole() -> None:
    link = "https://jobs.example.org/" + "a" * 100

    assert wrap(f"see {link} there") == f"see\n{link}\nthere"
