"""Wishes for pay, and numbers that are none."""

from decimal import Decimal
from typing import Any

import pytest

from service.kinds import Period
from service.search.reading.pay import find_pay


def least(amount: str, period: Period = Period.YEAR) -> dict[str, Any]:
    return {"pay_at_least": Decimal(amount), "pay_period": period}


def between(low: str, high: str, period: Period = Period.YEAR) -> dict[str, Any]:
    return {"pay_at_least": Decimal(low), "pay_at_most": Decimal(high), "pay_period": period}


@pytest.mark.parametrize(
    ("text", "words", "filters"),
    [
        ("at least 30k", "at least 30k", least("30000")),
        ("evening work, about 35k", "about 35k", least("31500")),
        ("around 30k near York", "around 30k", least("27000")),
        ("30k-ish", "30k-ish", least("27000")),
        ("data analyst 30k", "30k", least("30000")),
        ("30k+", "30k+", least("30000")),
        ("paying 28000", "paying 28000", least("28000")),
        ("30-35k", "30-35k", between("30000", "35000")),
        ("between 30k and 35k a year", "between 30k and 35k a year", between("30000", "35000")),
        ("salary 30k to 40k", "salary 30k to 40k", between("30000", "40000")),
        ("up to 40k", "up to 40k", {"pay_at_most": Decimal(40_000), "pay_period": Period.YEAR}),
        ("12 an hour", "12 an hour", least("12", Period.HOUR)),
        ("25 hours a week for 12.50 an hour", "for 12.50 an hour", least("12.50", Period.HOUR)),
        ("1,500 a month", "1,500 a month", least("1500", Period.MONTH)),
        ("not under 30k", "not under 30k", least("30000")),
        ("nothing over 40k", "nothing over 40k", {"pay_at_most": Decimal(40_000), "pay_period": Period.YEAR}),
    ],
)
def test_pay_without_a_sign_is_read_where_its_words_say_so(text: str, words: str, filters: dict[str, Any]) -> None:
    (found,) = find_pay(text)

    assert (found.words, found.filters) == (words, filters)


@pytest.mark.parametrize(
    ("text", "words", "filters", "currency"),
    [
        ("about £12 an hour", "about £12 an hour", least("10.80", Period.HOUR), "GBP"),
        ("around £30k", "around £30k", least("27000"), "GBP"),
        ("£30,000 - £35,000 pa", "£30,000 - £35,000 pa", between("30000", "35000"), "GBP"),
        ("driver £16-18 per hour", "£16-18 per hour", between("16", "18", Period.HOUR), "GBP"),
        ("not less than £15 an hour", "not less than £15 an hour", least("15", Period.HOUR), "GBP"),
        ("£25k or more", "£25k or more", least("25000"), "GBP"),
        ("€40k remote in Spain", "€40k", least("40000"), "EUR"),
        ("$100k", "$100k", least("100000"), "USD"),
        ("nothing under £30k", "nothing under £30k", least("30000"), "GBP"),
        ("don't want less than £25k", "don't want less than £25k", least("25000"), "GBP"),
        (
            "won't work for less than £12 an hour",
            "won't work for less than £12 an hour",
            least("12", Period.HOUR),
            "GBP",
        ),
        ("no jobs under £25k", "no jobs under £25k", least("25000"), "GBP"),
        ("chef £350 pw", "£350 pw", least("350", Period.WEEK), "GBP"),
        ("chef £350pw", "£350pw", least("350", Period.WEEK), "GBP"),
        ("chef £100 pd", "£100 pd", least("100", Period.DAY), "GBP"),
        ("chef £1500pm", "£1500pm", least("1500", Period.MONTH), "GBP"),
        ("minimum 12 pounds an hour", "minimum 12 pounds an hour", least("12", Period.HOUR), "GBP"),
        ("chef 40k euros", "40k euros", least("40000"), "EUR"),
        ("£30,000.00 a year", "£30,000.00 a year", least("30000"), "GBP"),
        ("currently on £28k, looking for £35k", "for £35k", least("35000"), "GBP"),
    ],
)
def test_pay_with_a_sign_states_its_currency(text: str, words: str, filters: dict[str, Any], currency: str) -> None:
    (found,) = find_pay(text)

    assert (found.words, found.filters) == (words, {**filters, "pay_currency": currency})


@pytest.mark.parametrize(
    "text",
    [
        "I have 20k followers",
        "30 hours a week",
        "no more than 30 hours",
        "5 years of experience",
        "2 years' experience in care",
        "a budget of £30k",
        "managing a £30k budget",
        "£2m turnover",
        "training for a 10k",
        "over 30,000 customers",
        "shops with 30k customers",
        "answer 100 calls a day",
        "3 nights a week",
        "from 9 to 5",
        "7.5t lorry",
        "24/7",
        "£12",
        "I earn £30k now and want more",
        "currently on £28k",
        "my salary is £28k",
        "I can't afford less than £25k",
        "until 10 pm",
        "at 2200 pm",
    ],
)
def test_other_numbers_are_no_pay(text: str) -> None:
    assert find_pay(text) == []
