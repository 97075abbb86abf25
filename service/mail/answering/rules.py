"""What the mail server's last answers say against it, each as a sentence with its remedy. No clock, no SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Authentication required, too weak, wrong, or to be made over TLS (RFC 4954, RFC 3207).
LOGIN_REFUSED = (530, 534, 535, 538)
# For how long no attempt may be answered before that is a problem.
UNANSWERED = timedelta(minutes=10)
_EVERYBODY = 3
_PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Attempts:
    """Messages that were tried in vain and wait for another attempt, by what the last one brought.

    `unanswered`: no answer at all, `login_refused` one of LOGIN_REFUSED, `us_refused` another refusal for good of us
    or our settings, `recipients` how many people any other answer was about. `last_answered_at` and `last_accepted_at`
    are of all mail of the last minutes, and since the oldest of these was made.
    """

    unanswered: int = 0
    last_unanswered_at: datetime | None = None
    login_refused: int = 0
    us_refused: int = 0
    recipients: int = 0
    oldest_at: datetime | None = None
    last_refused_at: datetime | None = None
    last_answered_at: datetime | None = None
    last_accepted_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return self.unanswered + self.login_refused + self.us_refused + self.recipients


def problems_of(attempts: Attempts, *, now: datetime) -> list[str]:
    problems = []
    if _is_unreachable(attempts, now):
        problems.append(
            f"The mail server cannot be reached or used, and {_mails(attempts.unanswered)} for it: look at"
            " ROLECALL_SMTP_HOST, _PORT and _TLS, and at the server itself."
        )
    if attempts.login_refused and not _accepted_since(attempts.last_refused_at, attempts):
        problems.append(
            "The mail server refuses the login: look at ROLECALL_SMTP_USERNAME and ROLECALL_SMTP_PASSWORD, and at"
            f" ROLECALL_SMTP_TLS. {_mails(attempts.login_refused).capitalize()} for it."
        )
    elif attempts.us_refused and not _accepted_since(attempts.last_refused_at, attempts):
        problems.append(
            f"The mail server refuses this installation as a sender, and {_mails(attempts.us_refused)} for it: look at"
            " ROLECALL_MAIL_FROM and at what the worker's log says of its answers."
        )
    elif _is_refusing_everybody(attempts, now):
        problems.append(
            f"The mail server has refused everybody for a while, and mail to {attempts.recipients} people waits: look"
            " at what the worker's log says of its answers."
        )
    return problems


def _is_unreachable(attempts: Attempts, now: datetime) -> bool:
    """Nothing was answered in the last minutes, nor since the last attempt that was not."""
    last, answered = attempts.last_unanswered_at, attempts.last_answered_at
    return last is not None and (answered is None or answered < min(last, now - UNANSWERED))


def _is_refusing_everybody(attempts: Attempts, now: datetime) -> bool:
    """One recipient may be told to come again later; of several, one would be let through if any were."""
    oldest = attempts.oldest_at
    return (
        attempts.recipients >= _EVERYBODY
        and oldest is not None
        and oldest < now - _PATIENCE
        and not _accepted_since(oldest, attempts)
    )


def _accepted_since(moment: datetime | None, attempts: Attempts) -> bool:
    accepted = attempts.last_accepted_at
    return accepted is not None and (moment is None or accepted > moment)


def _mails(count: int) -> str:
    return "1 mail waits" if count == 1 else f"{count} mails wait"
