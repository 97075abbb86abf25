"""Why what an alert found is not told yet, and until when. No clock, no SQL."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.alerts.models import AlertState, Cadence
from service.alerts.telling.cadence import Rhythm, after_cap, after_quiet, due_at, next_bulletin


class Why(StrEnum):
    """What is waited for. BEING_WRITTEN and SENDING take moments; TRYING_AGAIN is after the mail server took it not."""

    BULLETIN = "bulletin"
    QUIET_HOURS = "quiet_hours"
    CAP = "cap"
    NOT_ACTIVE = "not_active"
    BEING_WRITTEN = "being_written"
    SENDING = "sending"
    TRYING_AGAIN = "trying_again"


@dataclass(frozen=True)
class Wait:
    """So many matches wait, until a moment; None where it is now, or where it depends on somebody."""

    why: Why
    until: datetime | None
    count: int


@dataclass(frozen=True)
class Counts:
    """`found` are all but `earlier`, which were open before the alert began and beyond what its first mail shows."""

    found: int = 0
    announced: int = 0
    earlier: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    waiting: tuple[Wait, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Whom an alert tells: their rhythm, and how many mails of news they got today."""

    rhythm: Rhythm
    mails_today: int


@dataclass(frozen=True)
class Sending:
    """A mail that is written: when it is next tried, and how often it was in vain."""

    due_at: datetime | None
    attempts: int


def wait_to_be_written(
    cadence: Cadence, state: AlertState, reader: Reader, *, found_at: datetime, first: bool, now: datetime
) -> tuple[Why, datetime | None]:
    """What a match waits for that no mail tells yet, as composing decides it (service.alerts.telling)."""
    if state is not AlertState.ACTIVE:
        return Why.NOT_ACTIVE, None
    rhythm = reader.rhythm
    due = due_at(cadence, found_at, rhythm, first=first)
    if due > now:
        slot = found_at if cadence is Cadence.AT_ONCE else next_bulletin(found_at, rhythm, weekly=_is_weekly(cadence))
        return (Why.BULLETIN if slot > now else Why.QUIET_HOURS), due
    if reader.mails_today >= rhythm.mails_a_day:
        return Why.CAP, after_cap(now, rhythm)
    if not first and (quiet_ends := after_quiet(now, rhythm)) > now:
        return Why.QUIET_HOURS, quiet_ends
    return Why.BEING_WRITTEN, None


def wait_to_be_sent(state: AlertState, sending: Sending, *, now: datetime) -> tuple[Why, datetime | None]:
    """What a match waits for that a mail is to tell."""
    if state is not AlertState.ACTIVE:
        return Why.NOT_ACTIVE, None
    until = sending.due_at if sending.due_at is not None and sending.due_at > now else None
    return (Why.TRYING_AGAIN if sending.attempts and until else Why.SENDING), until


def _is_weekly(cadence: Cadence) -> bool:
    return cadence is Cadence.WEEKLY
