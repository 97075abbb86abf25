"""What a mail is made of: dates as the reader writes them, texts on one line, cut at words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.mail.contents import format_date, one_line, shorten

LONDON = ZoneInfo("Europe/London")
CLOSING = datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en_GB", "Friday 4 December 2026"),
        ("en", "Friday 4 December 2026"),
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
