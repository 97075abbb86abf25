"""The moment that a written date means: ISO 8601 dates, times and durations, and dates in English words.

A date in words is read as a whole: a date found inside other words ("May be closed early") is none.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateparser.conf import SettingValidationError
from dateparser.date import DateDataParser

_LONGEST = 80
YEARS = range(1970, 2201)
_END_OF_DAY = time(23, 59, 59)
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=[0-9T])(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,6})M)?(?:(?P<seconds>[0-9]{1,6})S)?)?"
)
_LEAD = re.compile(
    r"^(?:(?:the\s+)?(?:closing|close|closes|closed|opening|opens|deadline|apply)\b(?:\s+date)?(?:\s+is)?[\s:]*)?"
    r"(?:(?:at|by|on|before|from|until|is)\s+)*",
    re.IGNORECASE,
)
# A date "at midnight" is either end of that day; the caller's `end_of_day` says which.
_MIDNIGHT = re.compile(r"(?:\b12\s*)?\bmidnight\b(?:\s+(?:on|of)\b)?", re.IGNORECASE)
_NOON = re.compile(r"(?:\b12\s*)?\b(?:noon|midday)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def understand_date(text: str, *, zone: ZoneInfo, relative_to: datetime, end_of_day: bool) -> datetime | None:
    """Return the moment in UTC, or None. A date without a time is that day's last or first second in the zone."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if (duration := understand_duration(text)) is not None:
        return _in_utc(relative_to, zone, plus=duration)
    moment = read_iso(text) or _from_words(text, relative_to.astimezone(zone).date())
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, _END_OF_DAY if end_of_day else time.min)
    return _in_utc(moment, zone)


def understand_duration(text: str) -> timedelta | None:
    """Read an ISO 8601 duration, signed; months and years have no fixed length and are not read."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    parts = {name: int(value) for name, value in match.groupdict().items() if name != "sign" and value}
    length = timedelta(**parts)
    return -length if match["sign"] == "-" else length


def read_iso(text: str) -> date | None:
    """Read an ISO 8601 date, or date and time; which of the two it was, its type says."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _in_utc(moment: datetime, zone: ZoneInfo, *, plus: timedelta = timedelta()) -> datetime | None:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if aware.year not in YEARS:
        return None
    in_utc = aware.astimezone(UTC) + plus
    return in_utc if in_utc.year in YEARS else None


def _from_words(text: str, today: date) -> date | None:
    """Read words; where the year is left out it is the one that brings the date nearest to today."""
    words = _NOON.sub("12:00", _MIDNIGHT.sub(" ", _LEAD.sub("", text))).strip(" ,.")
    if not re.search(r"[0-9]", words):
        return None
    if whole := _parse(words, today, parts=["day", "month", "year"]):
        return whole if _weekday_agrees(words, whole) else None
    candidates = [
        _parse(words, _new_year(year), parts=["day", "month"]) for year in range(today.year - 1, today.year + 2)
    ]
    dates = [candidate for candidate in candidates if candidate and _weekday_agrees(words, candidate)]
    return min(dates, key=lambda candidate: abs((_day(candidate) - today).days), default=None)


def _parse(words: str, today: date, *, parts: list[str]) -> date | None:
    parser = DateDataParser(
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": datetime.combine(today, time.min),
            "REQUIRE_PARTS": parts,
            "PARSERS": ["absolute-time"],
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
    try:
        data = parser.get_date_data(words)
    except (ValueError, OverflowError, SettingValidationError):
        return None
    found = data.date_obj
    if found is None:
        return None
    return found if data.period == "time" else found.date()


def _weekday_agrees(words: str, found: date) -> bool:
    named = _WEEKDAY.search(words)
    return named is None or _WEEKDAYS.index(named[1].lower()) == found.weekday()


def _day(found: date) -> date:
    return found.date() if isinstance(found, datetime) else found


def _new_year(year: int) -> date:
    return date(year, 1, 1)
