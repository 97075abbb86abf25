"""How pages write days, sums and spans of pay."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from service.web.writing import split_paragraphs, write_amount, write_day, write_kind, write_pay


def test_a_day_is_written_in_the_readers_zone() -> None:
    just_before_midnight = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)

    assert write_day(just_before_midnight, locale="en_GB", zone=ZoneInfo("Europe/London")) == "Thu 3 Dec 2026"
    assert write_day(just_before_midnight, locale="en_GB", zone=ZoneInfo("Europe/Berlin")) == "Fri 4 Dec 2026"
    assert write_day(just_before_midnight, locale="de_DE", zone=ZoneInfo("Europe/Berlin")) == "04.12.2026"


def test_an_unknown_locale_is_no_failure() -> None:
    assert write_amount(Decimal(5), "GBP", locale="xx_YY") == "£5"


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        ("34884.00", "GBP", "en_GB", "£34,884"),
        ("32556.79", "GBP", "en_GB", "£32,556.79"),
        ("24", "EUR", "de_DE", "24\u00a0€"),
    ],
)
def test_a_sum_has_decimals_only_where_they_say_something(
    amount: str, currency: str, locale: str, written: str
) -> None:
    assert write_amount(Decimal(amount), currency, locale=locale) == written


@pytest.mark.parametrize(
    ("least", "most", "period", "written"),
    [
        (34_884, 37_722, "year", "£34,884 to £37,722 a year"),
        (30_000, 30_000, "year", "£30,000 a year"),
        (12, None, "hour", "from £12 an hour"),
        (None, 50_000, "year", "up to £50,000 a year"),
        (None, None, None, ""),
    ],
)
def test_pay_is_a_span(least: int | None, most: int | None, period: str | None, written: str) -> None:
    amounts = [None if amount is None else Decimal(amount) for amount in (least, most)]

    assert write_pay(amounts[0], amounts[1], currency="GBP", period=period, locale="en_GB") == written


def test_kinds_and_paragraphs() -> None:
    assert write_kind("fixed_term") == "Fixed term"
    assert split_paragraphs("One.\nStill one.\n \n\nTwo.\n") == ["One.\nStill one.", "Two."]
