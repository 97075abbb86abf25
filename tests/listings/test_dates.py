"""Written dates and the moments that they mean."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.listings.dates import understand_date

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2021, 1, 22, 9, tzinfo=UTC)


def closing(text: str, *, now: datetime = NOW) -> str | None:
    moment = understand_date(text, zone=LONDON, relative_to=now, end_of_day=True)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-02-03", "2021-02-03 23:59:59"),
        ("2021-03-03T12:00:00Z", "2021-03-03 12:00:00"),
        ("2021-07-03T12:00+02:00", "2021-07-03 10:00:00"),
        ("2021-07-03T12:00", "2021-07-03 11:00:00"),
        ("P14D", "2021-02-05 09:00:00"),
        ("-P12D", "2021-01-10 09:00:00"),
        ("P1W", "2021-01-29 09:00:00"),
        ("PT90M", "2021-01-22 10:30:00"),
        ("3rd March", "2021-03-03 23:59:59"),
        ("19 Feb 2021", "2021-02-19 23:59:59"),
        ("03/02/2021", "2021-02-03 23:59:59"),
        ("03.02.21", "2021-02-03 23:59:59"),
        ("midnight 3rd March", "2021-03-03 23:59:59"),
        ("Closes midnight 3rd March", "2021-03-03 23:59:59"),
        ("Closing date: Sunday 7 March 2021", "2021-03-07 23:59:59"),
        ("12 noon on 3rd March", "2021-03-03 12:00:00"),
        ("23.59 on 3 July", "2021-07-03 22:59:00"),
        ("5pm 19 February 2021", "2021-02-19 17:00:00"),
    ],
)
def test_dates_are_read(text: str, moment: str) -> None:
    assert closing(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2021", "March 2021", "31/02/2021", "Monday 7 March 2021", "May be closed early", "P1M", "P", "PT",
        "Monday to Friday", "Ref 12345/21", "in 2 weeks", "7 days", "0001-01-01", "P99999D of pay", "3 March " * 20,
    ],
)  # fmt: skip
def test_what_is_not_a_whole_date_is_unknown(text: str) -> None:
    assert closing(text) is None


def test_a_left_out_year_is_the_nearest() -> None:
    december = datetime(2020, 12, 20, tzinfo=UTC)

    assert closing("3rd January", now=december) == "2021-01-03 23:59:59"
    assert closing("Friday 29 January", now=NOW) == "2021-01-29 23:59:59"


def test_a_day_begins_and_ends_in_the_zone_on_both_sides_of_a_clock_change() -> None:
    def opening(text: str) -> datetime | None:
        return understand_date(text, zone=LONDON, relative_to=NOW, end_of_day=False)

    assert closing("27 March 2021") == "2021-03-27 23:59:59"
    assert closing("28 March 2021") == "2021-03-28 22:59:59"
    assert opening("28 March 2021") == datetime(2021, 3, 28, 0, 0, tzinfo=UTC)
    assert opening("29 March 2021") == datetime(2021, 3, 28, 23, 0, tzinfo=UTC)
    assert closing("31 October 2021") == "2021-10-31 23:59:59"


@given(st.text(max_size=90) | st.text(st.sampled_from("0123456789PTDWHMS:/-.+Z rdthstndMarchFebpam"), max_size=30))
def test_any_text_gives_a_moment_in_utc_or_none(text: str) -> None:
    moment = understand_date(text, zone=LONDON, relative_to=NOW, end_of_day=True)

    assert moment is None or moment.tzinfo is UTC


@given(
    st.dates(date(1971, 1, 1), date(2199, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d %b %Y"])
)
def test_a_formatted_date_is_read_back(day: date, form: str) -> None:
    moment = understand_date(day.strftime(form), zone=LONDON, relative_to=NOW, end_of_day=False)

    assert moment is not None
    assert moment.astimezone(LONDON).date() == day
