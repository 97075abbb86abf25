"""When mail of a stream has to stop for a while, and for how long. No session, no clock.

Refusals of us, and complaints, are answered by waiting, never by giving a person up.
"""

from datetime import datetime, timedelta

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(hours=1), timedelta(days=1)
# A refusal within a day after a pause continues its row.
_STILL_REFUSED = timedelta(days=1)

REFUSALS_COUNTED_OVER = timedelta(hours=1)
SIZE_COUNTED_OVER = timedelta(days=1)
_REFUSED_SHARE = 0.02
_MANY_MESSAGES, _FEW_REFUSALS = 150, 3

COMPLAINTS_COUNTED_OVER = timedelta(days=7)
_COMPLAINT_SHARE, _FEWEST_ACCEPTED = 0.0008, 1_000


def pause_length(pauses: int) -> timedelta:
    """How long the stream waits at its first, second, ... pause in a row."""
    return min(_FIRST_PAUSE * (1 << min(pauses - 1, 10)), _LONGEST_PAUSE)


def follows(paused_until: datetime | None, now: datetime) -> bool:
    """Whether a pause that begins now continues the row of the one that ended then."""
    return paused_until is not None and now - paused_until < _STILL_REFUSED


def is_refused(refused: int, *, attempted: int, attempted_in_a_day: int) -> bool:
    """Whether refusals say something of us: one does for who writes little; of many messages, a share of them.

    Among many receivers there is always one whose policy no mail satisfies: alone it must not silence the others.
    """
    if attempted_in_a_day >= _MANY_MESSAGES and refused < _FEW_REFUSALS:
        return False
    return refused > 0 and refused >= _REFUSED_SHARE * attempted


def is_complained_of(complaints: int, *, accepted: int) -> bool:
    """Gmail and Yahoo ask for less than 0.1 %: we stop before that. Among few messages one complaint proves nothing."""
    return accepted >= _FEWEST_ACCEPTED and complaints >= _COMPLAINT_SHARE * accepted
