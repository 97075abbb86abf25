"""When a stream pauses and for how long, and when an address has failed often enough."""

from datetime import UTC, datetime, timedelta

import pytest

from service.mail.returns.rules import days_with
from service.mail.streams.rules import follows, is_complained_of, is_refused, pause_length

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_pauses_in_a_row_double_from_an_hour_to_a_day() -> None:
    assert [pause_length(number) / HOUR for number in range(1, 8)] == [1, 2, 4, 8, 16, 24, 24]


@pytest.mark.parametrize(
    ("ended", "in_a_row"), [(None, False), (NOW, True), (NOW - DAY + HOUR, True), (NOW - DAY, False)]
)
def test_a_refusal_within_a_day_of_the_last_pause_continues_it(ended: datetime | None, in_a_row: bool) -> None:
    assert follows(ended, NOW) is in_a_row


@pytest.mark.parametrize(
    ("refused", "attempted", "attempted_in_a_day", "is_about_us"),
    [
        (1, 1, 1, True),
        (1, 50, 149, True),
        (1, 51, 149, False),
        (0, 10, 10, False),
        (1, 0, 0, True),
        (1, 1, 150, False),
        (2, 2, 150, False),
        (3, 3, 150, True),
        (3, 150, 5_000, True),
        (3, 151, 5_000, False),
        (100, 5_000, 5_000, True),
        (99, 5_000, 5_000, False),
    ],
)
def test_one_refusal_pauses_whoever_writes_little_and_a_share_whoever_writes_much(
    refused: int, attempted: int, attempted_in_a_day: int, is_about_us: bool
) -> None:
    assert is_refused(refused, attempted=attempted, attempted_in_a_day=attempted_in_a_day) is is_about_us


@pytest.mark.parametrize(
    ("complaints", "accepted", "too_often"),
    [(1, 999, False), (1, 1_000, True), (1, 1_250, True), (1, 1_251, False), (8, 10_000, True), (7, 10_000, False)],
)
def test_complaints_count_from_a_thousand_mails_and_eight_in_ten_thousand(
    complaints: int, accepted: int, too_often: bool
) -> None:
    assert is_complained_of(complaints, accepted=accepted) is too_often


@pytest.mark.parametrize(
    ("days", "last", "expected"),
    [
        (0, None, 1),
        (3, NOW, 3),
        (3, NOW - timedelta(hours=9), 3),
        (3, NOW - timedelta(hours=10), 4),
        (3, NOW - 13 * DAY, 4),
        (3, NOW - 14 * DAY, 1),
        (3, NOW + DAY, 3),
    ],
)
def test_a_day_counts_once_and_a_fortnight_of_quiet_begins_anew(
    days: int, last: datetime | None, expected: int
) -> None:
    assert days_with(days, last, now=NOW) == expected
