"""When an address has failed often enough to be given up. No session, no clock."""

from datetime import UTC, datetime, timedelta

DAYS_OF_BOUNCES = 7
BOUNCES_FORGOTTEN_AFTER = timedelta(days=14)


def days_with(days: int, last_at: datetime | None, *, now: datetime) -> int:
    """How many days have failed, with this failure: several of one day (UTC) are one, and a long quiet begins anew.

    That a server accepted a mail in between proves nothing: it may be a relay, which learns of the failure later.
    """
    if last_at is None or now - last_at >= BOUNCES_FORGOTTEN_AFTER:
        return 1
    return days if last_at.astimezone(UTC).date() >= now.astimezone(UTC).date() else days + 1
