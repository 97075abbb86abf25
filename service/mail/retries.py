"""When a message that could not be delivered is tried again, and when it is given up. No clock, no database.

A job alert a day old is worth less than none; what somebody asked for themselves is tried for four days.
"""

from datetime import timedelta

from service.mail.models import DeliveryKind

_FIRST_DAY = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)

_FOUR_DAYS = (*_FIRST_DAY, *(timedelta(hours=16),) * 4, timedelta(hours=16, minutes=9))

# The last wait of each is what is left of its window.
WAITS = {
    DeliveryKind.ALERT: (*_FIRST_DAY, timedelta(hours=8, minutes=9)),
    DeliveryKind.CONFIRMATION: _FOUR_DAYS,
    DeliveryKind.STILL_WANTED: _FOUR_DAYS,
}


def next_attempt_after(attempts: int, *, kind: DeliveryKind) -> timedelta | None:
    """Return how long to wait after this many attempts, at least one, or None when it is time to give up."""
    waits = WAITS[kind]
    return waits[attempts - 1] if attempts <= len(waits) else None
