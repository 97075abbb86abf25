"""When mail may come: the person's own hour, weekday and quiet hours, in every zone and over changes of the clocks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.alerts.models import Cadence
from service.alerts.telling.cadence import Rhythm, after_cap, after_quiet, day_of, due_at, next_bulletin, spread_minute

LONDON = ZoneInfo("Europe/London")
ZONES = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
]
MOMENTS = st.integers(0, 4 * 366 * 24 * 3600).map(lambda seconds: at("2024-01-01T00:00Z") + timedelta(seconds=seconds))
HOURS = st.integers(0, 23)
RHYTHMS = st.builds(
    Rhythm,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hour=HOURS,
    minute=st.integers(0, 59),
    weekday=st.integers(0, 6),
    quiet_from=st.none() | HOURS,
    quiet_until=st.none() | HOURS,
    mails_a_day=st.integers(1, 20),
)


def a_rhythm(**changes: object) -> Rhythm:
    given: dict[str, object] = {"zone": LONDON, "hour": 8, "minute": 15, "weekday": 0, "mails_a_day": 5}
    return Rhythm(**{**given, "quiet_from": None, "quiet_until": None, **changes})  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("cadence", "found_at", "due"),
    [
        (Cadence.AT_ONCE, "2026-11-24T13:00+00:00", "2026-11-24T13:00+00:00"),
        (Cadence.DAILY, "2026-11-24T07:00+00:00", "2026-11-24T08:15+00:00"),
        (Cadence.DAILY, "2026-11-24T08:15+00:00", "2026-11-25T08:15+00:00"),
        (Cadence.DAILY, "2026-07-24T07:00+00:00", "2026-07-24T07:15+00:00"),
        # The clocks go forward on 29 March 2026 and back on 25 October, and the bulletin stays at a quarter past eight.
        (Cadence.DAILY, "2026-03-28T09:00+00:00", "2026-03-29T07:15+00:00"),
        (Cadence.DAILY, "2026-10-24T09:00+00:00", "2026-10-25T08:15+00:00"),
        (Cadence.WEEKLY, "2026-11-24T13:00+00:00", "2026-11-30T08:15+00:00"),
        (Cadence.WEEKLY, "2026-11-23T08:14+00:00", "2026-11-23T08:15+00:00"),
    ],
)
def test_what_is_found_is_due_at_its_readers_own_time(cadence: Cadence, found_at: str, due: str) -> None:
    assert due_at(cadence, at(found_at), a_rhythm(), first=False) == at(due)


def test_what_was_open_when_an_alert_began_is_due_at_once_whatever_the_cadence_and_the_hour() -> None:
    found_at = at("2026-11-24T23:30+00:00")

    assert due_at(Cadence.WEEKLY, found_at, a_rhythm(quiet_from=22, quiet_until=7), first=True) == found_at


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-24T21:59+00:00", "2026-11-24T21:59+00:00"),
        ("2026-11-24T22:00+00:00", "2026-11-25T07:00+00:00"),
        ("2026-11-25T03:00+00:00", "2026-11-25T07:00+00:00"),
        ("2026-11-25T07:00+00:00", "2026-11-25T07:00+00:00"),
    ],
)
def test_quiet_hours_go_over_midnight(moment: str, allowed: str) -> None:
    assert after_quiet(at(moment), a_rhythm(quiet_from=22, quiet_until=7)) == at(allowed)


def test_what_exceeds_a_day_comes_with_the_next_days_bulletin() -> None:
    assert after_cap(at("2026-11-24T06:00+00:00"), a_rhythm()) == at("2026-11-25T08:15+00:00")


@given(moment=MOMENTS, rhythm=RHYTHMS)
def test_a_bulletin_comes_once_in_each_local_day(moment: datetime, rhythm: Rhythm) -> None:
    slots = [next_bulletin(moment, rhythm)]
    for _ in range(4):
        slots.append(next_bulletin(slots[-1], rhythm))

    days = [slot.astimezone(rhythm.zone).date() for slot in slots]
    assert slots[0] > moment
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@given(moment=MOMENTS, rhythm=RHYTHMS)
def test_a_weekly_bulletin_comes_on_its_weekday_and_within_eight_days(moment: datetime, rhythm: Rhythm) -> None:
    slot = next_bulletin(moment, rhythm, weekly=True)

    assert slot.astimezone(rhythm.zone).weekday() == rhythm.weekday
    assert moment < slot < moment + timedelta(days=8)


@given(moment=MOMENTS, rhythm=RHYTHMS)
def test_after_the_quiet_hours_it_is_not_quiet_and_never_earlier(moment: datetime, rhythm: Rhythm) -> None:
    allowed = after_quiet(moment, rhythm)

    assert moment <= allowed <= moment + timedelta(hours=25)
    assert after_quiet(allowed, rhythm) == allowed


@given(moment=MOMENTS, rhythm=RHYTHMS)
def test_what_exceeds_a_day_waits_for_another_day_and_not_longer(moment: datetime, rhythm: Rhythm) -> None:
    waits_until = after_cap(moment, rhythm)

    assert day_of(waits_until, rhythm) > day_of(moment, rhythm)
    assert waits_until - moment < timedelta(days=3)


def test_the_bulletins_of_an_hour_are_spread_over_it() -> None:
    minutes = {spread_minute(UUID(int=number * 7919)) for number in range(300)}

    assert minutes == set(range(60))
