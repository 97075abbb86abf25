"""When a person may be told: their bulletin's hour and weekday, quiet hours, and the most mails of a day. No clock.

All of it is of the person's own day: hours are those of their time zone, daylight saving included. A bulletin comes
once in each local day or week, also in the one that has an hour more or less.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from service.alerts.models import Cadence

_MINUTES_OF_AN_HOUR = 60
_ONE_DAY = timedelta(days=1)
# A slot of each weekday lies within eight days, however the clocks move.
_DAYS_AHEAD = 9


@dataclass(frozen=True)
class Rhythm:
    """When one person's mail may come. Hours are 0-23, weekday 0 is Monday; quiet hours may go over midnight."""

    zone: ZoneInfo
    hour: int
    minute: int
    weekday: int
    quiet_from: int | None
    quiet_until: int | None
    mails_a_day: int


def spread_minute(person_id: UUID) -> int:
    """The minute of a person's bulletins: always the same one, and the bulletins of an hour lie all over it."""
    return person_id.int % _MINUTES_OF_AN_HOUR


def due_at(cadence: Cadence, found_at: datetime, rhythm: Rhythm, *, first: bool) -> datetime:
    """When what was found at a moment is to be told; what was open before an alert began is told at once."""
    if first:
        return found_at
    if cadence is Cadence.AT_ONCE:
        return after_quiet(found_at, rhythm)
    return after_quiet(next_bulletin(found_at, rhythm, weekly=cadence is Cadence.WEEKLY), rhythm)


def next_bulletin(after: datetime, rhythm: Rhythm, *, weekly: bool = False) -> datetime:
    """The next moment at which a bulletin is made, later than `after`."""
    day = after.astimezone(rhythm.zone).date()
    for _ in range(_DAYS_AHEAD):
        slot = _moment(day, rhythm.hour, rhythm.minute, rhythm.zone)
        if slot > after and (not weekly or day.weekday() == rhythm.weekday):
            return slot
        day += _ONE_DAY
    raise AssertionError("A week has every weekday")


def after_quiet(moment: datetime, rhythm: Rhythm) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    if rhythm.quiet_from is None or rhythm.quiet_until is None or rhythm.quiet_from == rhythm.quiet_until:
        return moment
    local = moment.astimezone(rhythm.zone)
    if not _is_quiet(local.hour, rhythm.quiet_from, rhythm.quiet_until):
        return moment
    ends_tomorrow = local.hour >= rhythm.quiet_until
    return _moment(local.date() + (_ONE_DAY if ends_tomorrow else timedelta()), rhythm.quiet_until, 0, rhythm.zone)


def day_of(moment: datetime, rhythm: Rhythm) -> datetime:
    """When the local day of a moment began."""
    return _moment(moment.astimezone(rhythm.zone).date(), 0, 0, rhythm.zone)


def after_cap(moment: datetime, rhythm: Rhythm) -> datetime:
    """When what exceeds a day's mails is told: with the bulletin of the next day."""
    tomorrow = day_of(day_of(moment, rhythm) + timedelta(hours=36), rhythm)
    return after_quiet(next_bulletin(tomorrow - timedelta(microseconds=1), rhythm), rhythm)


def _is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    if quiet_from < quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def _moment(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """A local time that a change of the clocks leaves out is read as if they had not moved yet."""
    return datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
