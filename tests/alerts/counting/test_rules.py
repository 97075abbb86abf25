"""Why a match is not told yet and until when, just as composing and sending decide it; and how that reads."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.alerts.counting.rules import Counts, Reader, Sending, Wait, Why, wait_to_be_sent, wait_to_be_written
from service.alerts.counting.wording import in_words
from service.alerts.models import AlertState, Cadence
from tests.alerts.test_cadence import a_rhythm, at

LONDON = ZoneInfo("Europe/London")
# A Tuesday. Bulletins of `a_rhythm` come at a quarter past eight, weekly ones on Mondays.
NOON = at("2026-11-24T12:00+00:00")
ACTIVE, PAUSED = AlertState.ACTIVE, AlertState.PAUSED
AT_ONCE, DAILY, WEEKLY = Cadence.AT_ONCE, Cadence.DAILY, Cadence.WEEKLY


@pytest.mark.parametrize(
    ("cadence", "state", "found", "first", "quiet", "mails", "why", "until"),
    [
        (DAILY, ACTIVE, "11:00", False, None, 0, Why.BULLETIN, "2026-11-25T08:15"),
        (WEEKLY, ACTIVE, "11:00", False, None, 0, Why.BULLETIN, "2026-11-30T08:15"),
        (AT_ONCE, ACTIVE, "11:00", False, None, 0, Why.BEING_WRITTEN, None),
        (AT_ONCE, ACTIVE, "11:00", False, (11, 14), 0, Why.QUIET_HOURS, "2026-11-24T14:00"),
        (AT_ONCE, ACTIVE, "10:00", False, (11, 14), 0, Why.QUIET_HOURS, "2026-11-24T14:00"),
        (DAILY, ACTIVE, "08:00", False, (7, 14), 0, Why.QUIET_HOURS, "2026-11-24T14:00"),
        (DAILY, ACTIVE, "09:00", False, (7, 9), 0, Why.BULLETIN, "2026-11-25T09:00"),
        (DAILY, ACTIVE, "11:00", True, None, 0, Why.BEING_WRITTEN, None),
        (DAILY, ACTIVE, "11:00", True, (11, 14), 0, Why.BEING_WRITTEN, None),
        (DAILY, ACTIVE, "11:00", True, None, 5, Why.CAP, "2026-11-25T08:15"),
        (AT_ONCE, ACTIVE, "11:00", False, None, 5, Why.CAP, "2026-11-25T08:15"),
        (AT_ONCE, ACTIVE, "11:00", False, None, 4, Why.BEING_WRITTEN, None),
        (DAILY, ACTIVE, "11:00", False, None, 5, Why.BULLETIN, "2026-11-25T08:15"),
        (AT_ONCE, PAUSED, "11:00", False, None, 0, Why.NOT_ACTIVE, None),
    ],
)
def test_what_is_not_written_yet_waits_for(
    cadence: Cadence,
    state: AlertState,
    found: str,
    first: bool,
    quiet: tuple[int, int] | None,
    mails: int,
    why: Why,
    until: str | None,
) -> None:
    quiet_from, quiet_until = quiet or (None, None)
    reader = Reader(a_rhythm(quiet_from=quiet_from, quiet_until=quiet_until), mails)

    waits = wait_to_be_written(cadence, state, reader, found_at=at(f"2026-11-24T{found}+00:00"), first=first, now=NOON)

    assert waits == (why, at(f"{until}+00:00") if until else None)


@pytest.mark.parametrize(
    ("state", "sending", "why", "until"),
    [
        (ACTIVE, Sending(NOON, 0), Why.SENDING, None),
        (ACTIVE, Sending(None, 1), Why.SENDING, None),
        (ACTIVE, Sending(at("2026-11-24T12:01+00:00"), 0), Why.SENDING, at("2026-11-24T12:01+00:00")),
        (ACTIVE, Sending(at("2026-11-24T12:05+00:00"), 2), Why.TRYING_AGAIN, at("2026-11-24T12:05+00:00")),
        (PAUSED, Sending(at("2026-11-24T12:05+00:00"), 2), Why.NOT_ACTIVE, None),
    ],
)
def test_what_is_written_waits_for(state: AlertState, sending: Sending, why: Why, until: datetime | None) -> None:
    assert wait_to_be_sent(state, sending, now=NOON) == (why, until)


def test_counts_read_as_a_person_would_say_them() -> None:
    counts = Counts(
        found=17,
        announced=9,
        dropped={"listing closed": 1, "told already": 2, "alert paused": 1, "alert resting": 1},
        waiting=(
            Wait(Why.BEING_WRITTEN, None, 1),
            Wait(Why.SENDING, None, 1),
            Wait(Why.TRYING_AGAIN, at("2026-11-24T12:05+00:00"), 1),
            Wait(Why.BULLETIN, at("2026-11-25T08:15+00:00"), 1),
        ),
    )

    words = in_words(counts, now=NOON, locale="en_GB", zone=LONDON)

    assert words.summary == "17 found, told you of 9"
    assert words.waiting == [
        "2 are on their way",
        "1 could not be delivered yet, and is tried again today at 12:05",
        "1 comes with your next mail, tomorrow at 08:15",
    ]
    assert words.left_out == [
        "2 were found when this alert was not active",
        "2 you had been told of before",
        "1 closed before the mail left",
    ]
    assert words.left_out_count == 5


def test_times_are_of_the_persons_own_day() -> None:
    waiting = (Wait(Why.BULLETIN, datetime(2026, 11, 24, 20, 15, tzinfo=UTC), 3),)

    words = in_words(Counts(3, waiting=waiting), now=NOON, locale="en_GB", zone=ZoneInfo("Asia/Kolkata"))

    assert words.waiting == ["3 come with your next mail, tomorrow at 01:45"]
    assert in_words(Counts(), now=NOON, locale="en_GB", zone=LONDON).summary == "Nothing found yet"
