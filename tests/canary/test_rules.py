"""What a canary's stages, its end and its absence mean."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.alerts.models import MatchState
from service.canary.models import CanaryRun, RunState, Stage
from service.canary.rules import LOOK_AT, Seen, Written, furthest, may_begin, next_after, problems_of, why_hopeless
from service.mail.models import DeliveryState

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
PENDING, ACCEPTED = Written(DeliveryState.PENDING, "<1@x>"), Written(DeliveryState.ACCEPTED, "<1@x>")
POSTED = Seen(encoded=False, readable=False, matched=False)
ENCODED = Seen(encoded=True, readable=True, matched=False)
MATCHED = Seen(encoded=True, readable=True, matched=True, match=MatchState.FOUND)


def a_run(minutes_ago: float, state: RunState, number: int = 1, **values: Any) -> CanaryRun:
    started_at = NOW - timedelta(minutes=minutes_ago)
    given = {"id": number, "scheduled": True, "stages": {}, "give_up_at": started_at + timedelta(minutes=5), **values}
    return CanaryRun(started_at=started_at, state=state, **given)


def with_mail(written: Written) -> Seen:
    return Seen(encoded=True, readable=True, matched=True, match=MatchState.ANNOUNCED, written=written)


@pytest.mark.parametrize(
    ("seen", "stage"),
    [
        (POSTED, Stage.POSTED),
        (ENCODED, Stage.ENCODED),
        (MATCHED, Stage.MATCHED),
        (with_mail(PENDING), Stage.COMPOSED),
        (with_mail(ACCEPTED), Stage.SENT),
    ],
)
def test_the_furthest_stage_is_what_the_database_knows(seen: Seen, stage: Stage) -> None:
    assert furthest(seen) is stage
    assert why_hopeless(seen) is None


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen(encoded=True, readable=False, matched=False), "ROLECALL_MODEL_LANGUAGES"),
        (Seen(encoded=True, readable=True, matched=True), "ROLECALL_MODEL"),
        (Seen(True, True, True, match=MatchState.DROPPED, reason="alert paused"), "alert paused"),
        (with_mail(Written(DeliveryState.DROPPED, "<1@x>", reason="address suppressed")), "address suppressed"),
        (with_mail(Written(DeliveryState.FAILED, "<1@x>", code=550)), "550"),
    ],
)
def test_what_cannot_arrive_any_more_is_not_waited_for(seen: Seen, words: str) -> None:
    assert words in (why_hopeless(seen) or "")


def test_each_stage_that_can_be_missing_says_where_to_look() -> None:
    assert set(LOOK_AT) == set(Stage)
    assert [next_after(stage) for stage in Stage] == [*list(Stage)[1:], Stage.ARRIVED]


@pytest.mark.parametrize(
    ("runs", "may"),
    [
        ([], True),
        ([a_run(14, RunState.ARRIVED)], False),
        ([a_run(16, RunState.ARRIVED)], True),
        ([a_run(16, RunState.LATE)], True),
        ([a_run(16, RunState.RUNNING)], True),
        ([a_run(16, RunState.RUNNING, give_up_at=NOW + timedelta(minutes=1))], False),
    ],
)
def test_the_clock_sends_off_one_at_a_time_and_each_in_its_time(runs: list[CanaryRun], may: bool) -> None:
    assert may_begin(runs, every=timedelta(minutes=15), now=NOW) is may


LATE: dict[str, Any] = {"missing": Stage.SENT, "error": "Look at the mail server."}


@pytest.mark.parametrize(
    ("runs", "minutes", "words"),
    [
        ([], 0, []),
        ([], 15, ["No canary was sent off yet"]),
        ([a_run(10, RunState.ARRIVED)], 15, []),
        ([a_run(29, RunState.ARRIVED)], 15, []),
        ([a_run(31, RunState.ARRIVED)], 15, ["No canary was sent off since 2026-03-03 11:29 UTC"]),
        ([a_run(10, RunState.LATE, **LATE)], 15, ["was late: not sent in time. Look at the mail server."]),
        ([a_run(10, RunState.FAILED, **LATE)], 15, ["could not arrive. Look at the mail server."]),
        ([a_run(1, RunState.RUNNING, 2), a_run(10, RunState.LATE, **LATE)], 15, ["was late"]),
        ([a_run(1, RunState.RUNNING, 2), a_run(10, RunState.ARRIVED)], 15, []),
        ([a_run(1, RunState.RUNNING)], 15, []),
        ([a_run(7, RunState.RUNNING, 2), a_run(22, RunState.ARRIVED)], 15, ["was not followed to its end"]),
        ([a_run(10, RunState.ARRIVED, 3), a_run(25, RunState.RUNNING, 2)], 15, []),
        ([a_run(60 * 24 - 1, RunState.LATE, **LATE)], 0, ["was late"]),
        ([a_run(60 * 24 + 1, RunState.LATE, **LATE)], 0, []),
    ],
)
def test_health_is_red_while_the_last_canary_did_not_arrive_or_none_was_sent_off(
    runs: list[CanaryRun], minutes: int, words: list[str]
) -> None:
    problems = problems_of(runs, minutes=minutes, now=NOW)

    assert len(problems) == len(words)
    assert all(said in problem for said, problem in zip(words, problems, strict=True))
