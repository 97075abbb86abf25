"""Written pays and what they say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kinds import Period
from service.listings.pay import UNKNOWN, Pay, annual, understand_pay

STATED = [
    ("£20604 - £26801 per annum + + 6% allowance & Possible Ovetime", 20604, 26801, "GBP", "year"),
    ("£32,556.79 per annum", "32556.79", "32556.79", "GBP", "year"),
    ("£27,614 to £30,602 per annum", 27614, 30602, "GBP", "year"),
    ("between £20,000 and £25,000 a year", 20000, 25000, "GBP", "year"),
    ("£27,000 per annum to £30,000 per annum", 27000, 30000, "GBP", "year"),
    ("£11.85 per hour rising to £12.30 after probation", "11.85", "12.30", "GBP", "hour"),
    ("£12.40 per hour", "12.40", "12.40", "GBP", "hour"),
    ("£12.40ph", "12.40", "12.40", "GBP", "hour"),
    ("Hourly rate: £12.40", "12.40", "12.40", "GBP", "hour"),
    ("£13.50 per hour, paid weekly", "13.50", "13.50", "GBP", "hour"),
    ("£180 a day", 180, 180, "GBP", "day"),
    ("£900 - £1k per month", 900, 1000, "GBP", "month"),
    ("CHF 7'200 per month", 7200, 7200, "CHF", "month"),
    ("$85,000 a year", 85000, 85000, "USD", "year"),
    ("$105,000 CAD per year", 105000, 105000, "CAD", "year"),
    ("12,40 € per hour", "12.40", "12.40", "EUR", "hour"),
    ("£30,000 (pro rata) per annum", 30000, 30000, "GBP", "year"),
    ("Grade 6, SCP 12, £24,000 – £26,000 a year", 24000, 26000, "GBP", "year"),
    ("24,000 per annum", 24000, 24000, None, "year"),
    ("24,000 - 26,000 per annum, 37 hours per week", 24000, 26000, None, "year"),
]


@pytest.mark.parametrize(("text", "minimum", "maximum", "currency", "period"), STATED)
def test_what_is_stated_is_read(text: str, minimum: str, maximum: str, currency: str | None, period: str) -> None:
    assert understand_pay(text) == Pay(Decimal(minimum), Decimal(maximum), currency, Period(period))


INFERRED = [
    ("£70,026 - £75,644", 70026, 75644, ("period",)),
    ("£34.884 - £37.722", 34884, 37722, ("thousands", "period")),
    ("€60.000 per year", 60000, 60000, ("thousands",)),
    ("£45-50k", 45000, 50000, ("period",)),
    ("circa £40,000", 40000, 40000, ("period",)),
    ("£28,000 pro rata", 28000, 28000, ("period",)),
    ("£24,000, 37 hours per week", 24000, 24000, ("period",)),
    ("£25,000 (£13.00 per hour)", 25000, 25000, ("period",)),
    ("£27,000 plus £3,000 car allowance", 27000, 27000, ("period",)),
    ("£40,000 basic, OTE £60,000", 40000, 40000, ("period",)),
]


@pytest.mark.parametrize(("text", "minimum", "maximum", "inferred"), INFERRED)
def test_what_is_inferred_is_named(text: str, minimum: int, maximum: int, inferred: tuple[str, ...]) -> None:
    pay = understand_pay(text)

    assert (pay.minimum, pay.maximum) == (Decimal(minimum), Decimal(maximum))
    assert (pay.period, pay.inferred) == (Period.YEAR, inferred)


OPEN_ENDED = [
    ("up to £38k", None, 38000),
    ("Up to £32,000 per annum plus benefits", None, 32000),
    ("from £25,000", 25000, None),
    ("£25,000+", 25000, None),
    ("£25,000 + benefits", 25000, 25000),
]


@pytest.mark.parametrize(("text", "minimum", "maximum"), OPEN_ENDED)
def test_an_open_end_stays_open(text: str, minimum: int | None, maximum: int | None) -> None:
    pay = understand_pay(text)

    assert (pay.minimum, pay.maximum) == (minimum, maximum)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Competitive",
        "Grade 6",
        "37 hours per week",
        "£500",
        "£1.2m",
        "£1,23,456",
        "£30,000 - £20,000",
        "£30,000, £40,000",
        "£30,000 - €40,000",
        "£105,000 CAD",
        "£40,000 - £DOE",
        "£10,500 per term",
        "£13.60 per hour, nights £14.40",
        "Competitive + £12,000 bonus",
        "£12,000 bonus",
        "up to £65k OTE",
        "£12.40.2026 per hour",
        "£45.000k",
        "£99,999,999,999 per year",
        "£20,000 " * 100,
    ],
)
def test_what_is_unclear_is_unknown(text: str) -> None:
    assert understand_pay(text) == UNKNOWN


def test_a_bare_dollar_is_the_default_currencys_where_that_is_a_dollar() -> None:
    assert understand_pay("$85,000 a year", default_currency="AUD").currency == "AUD"


@pytest.mark.parametrize(
    ("amount", "period", "yearly"),
    [
        ("12.50", "hour", 24050),
        ("200", "day", 52000),
        ("500", "week", 26000),
        ("2000", "month", 24000),
        ("1", "year", 1),
    ],
)
def test_pays_are_compared_as_a_years(amount: str, period: str, yearly: int) -> None:
    assert annual(Decimal(amount), Period(period)) == yearly


@given(st.text(st.sampled_from("£€$¥0123456789.,'-+k%() aopernhdtuyUpto\n٣"), max_size=60) | st.text(max_size=200))
def test_any_text_gives_a_pay_that_is_whole_or_unknown(text: str) -> None:
    pay = understand_pay(text)

    known = [amount for amount in (pay.minimum, pay.maximum) if amount is not None]
    assert known == sorted(known)
    assert bool(known) == (pay.period is not None)


@given(
    st.integers(10_000, 500_000),
    st.integers(0, 100_000),
    st.sampled_from([("£", "GBP"), ("€", "EUR"), ("CHF ", "CHF")]),
    st.sampled_from([" - ", " to ", "–", "-"]),
    st.sampled_from(list(Period)),
)
def test_a_written_out_range_is_read_back(
    low: int, width: int, sign: tuple[str, str], between: str, period: Period
) -> None:
    text = f"{sign[0]}{low:,}{between}{sign[0]}{low + width:,} per {period}"

    assert understand_pay(text) == Pay(Decimal(low), Decimal(low + width), sign[1], period)
