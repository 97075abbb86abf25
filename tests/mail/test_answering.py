"""What the mail server's last answers say against it: at once where it is about us, with patience where it may pass."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.mail.answering.rules import Attempts, problems_of

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


LOGIN: dict[str, Any] = {"login_refused": 1, "oldest_at": None, "last_refused_at": minutes_ago(3)}
US: dict[str, Any] = {"us_refused": 2, "last_refused_at": minutes_ago(3)}
EVERYBODY: dict[str, Any] = {"recipients": 3, "oldest_at": minutes_ago(5), "last_answered_at": minutes_ago(1)}
AWAY: dict[str, Any] = {"unanswered": 1, "last_unanswered_at": minutes_ago(1)}


@pytest.mark.parametrize(
    ("attempts", "words"),
    [
        (Attempts(), None),
        (Attempts(**AWAY), "ROLECALL_SMTP_HOST"),
        (Attempts(**AWAY, last_answered_at=minutes_ago(11)), "ROLECALL_SMTP_HOST"),
        (Attempts(**AWAY, last_answered_at=minutes_ago(9)), None),
        (Attempts(unanswered=1, last_unanswered_at=minutes_ago(40), last_answered_at=minutes_ago(30)), None),
        (Attempts(unanswered=1, last_unanswered_at=minutes_ago(40)), "ROLECALL_SMTP_HOST"),
        (Attempts(**LOGIN), "ROLECALL_SMTP_PASSWORD"),
        (Attempts(**LOGIN, last_accepted_at=minutes_ago(4)), "ROLECALL_SMTP_PASSWORD"),
        (Attempts(**LOGIN, last_accepted_at=minutes_ago(2)), None),
        (Attempts(**US), "ROLECALL_MAIL_FROM"),
        (Attempts(**US, last_accepted_at=minutes_ago(2)), None),
        (Attempts(**EVERYBODY), "refused everybody"),
        (Attempts(**EVERYBODY, last_accepted_at=minutes_ago(6)), "refused everybody"),
        (Attempts(**EVERYBODY, last_accepted_at=minutes_ago(4)), None),
        (Attempts(recipients=2, oldest_at=minutes_ago(50)), None),
        (Attempts(recipients=30, oldest_at=minutes_ago(1)), None),
    ],
    ids=[
        "nothing waits",
        "no answer ever",
        "no answer for long",
        "answered minutes ago",
        "answered since",
        "no answer between two attempts",
        "login refused",
        "login refused since",
        "login works again",
        "we are refused",
        "we are accepted again",
        "everybody is refused",
        "everybody is refused since",
        "somebody is accepted",
        "two are told to come later",
        "many are told to come later just now",
    ],
)
def test_answers_are_a_problem_where_they_stop_the_mail(attempts: Attempts, words: str | None) -> None:
    problems = problems_of(attempts, now=NOW)

    assert len(problems) == (0 if words is None else 1)
    assert words is None or words in problems[0]
