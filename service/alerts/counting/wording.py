"""What became of an alert's matches, in plain words for the person whose alert it is, by the clock of their zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.alerts.counting.rules import Counts, Wait, Why
from service.alerts.rules import REFUSED, TOLD_ALREADY
from service.web.writing import write_day

# Of one, and of several.
_Words = tuple[str, str]

_DROPPED: Mapping[str, _Words] = {
    TOLD_ALREADY: ("1 you had been told of before", "{} you had been told of before"),
    "listing closed": ("1 closed before the mail left", "{} closed before the mail left"),
    "listing expired": ("1 ended before the mail left", "{} ended before the mail left"),
    "listing draft": ("1 was taken back by its employer", "{} were taken back by their employers"),
    "address suppressed": ("1 was not sent: mail to you is stopped", "{} were not sent: mail to you is stopped"),
    REFUSED: (
        "1 was in a mail that could not be delivered",
        "{} were in mails that could not be delivered",
    ),
}
_NOT_ACTIVE = ("1 was found when this alert was not active", "{} were found when this alert was not active")
_WAITING: Mapping[Why, _Words] = {
    Why.BULLETIN: ("1 comes with your next mail, {when}", "{} come with your next mail, {when}"),
    Why.QUIET_HOURS: ("1 comes after your quiet hours, {when}", "{} come after your quiet hours, {when}"),
    Why.CAP: (
        "1 comes {when}, as you have had the most mails of today",
        "{} come {when}, as you have had the most mails of today",
    ),
    Why.NOT_ACTIVE: (
        "1 is held back while this alert is not active",
        "{} are held back while this alert is not active",
    ),
    Why.BEING_WRITTEN: ("1 is on its way", "{} are on their way"),
    Why.SENDING: ("1 is on its way", "{} are on their way"),
    Why.TRYING_AGAIN: (
        "1 could not be delivered yet, and is tried again {when}",
        "{} could not be delivered yet, and are tried again {when}",
    ),
}


@dataclass(frozen=True)
class CountsInWords:
    """`summary` is one line; `waiting` and `left_out` are a line for each part that was not told."""

    summary: str
    waiting: Sequence[str]
    left_out: Sequence[str]
    left_out_count: int


def in_words(counts: Counts, *, now: datetime, locale: str, zone: ZoneInfo) -> CountsInWords:
    return CountsInWords(
        summary=f"{counts.found} found, told you of {counts.announced}" if counts.found else "Nothing found yet",
        waiting=_waiting(counts.waiting, now=now, locale=locale, zone=zone),
        left_out=_left_out(counts.dropped),
        left_out_count=sum(counts.dropped.values()),
    )


def when(moment: datetime, *, now: datetime, locale: str, zone: ZoneInfo) -> str:
    """As "today at 08:15", "tomorrow at 08:15" or "on Fri 4 Dec 2026 at 08:15"."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    names = {today: "today", today + timedelta(days=1): "tomorrow"}
    day = names.get(local.date()) or f"on {write_day(moment, locale=locale, zone=zone)}"
    return f"{day} at {local:%H:%M}"


def _waiting(waits: Sequence[Wait], *, now: datetime, locale: str, zone: ZoneInfo) -> list[str]:
    counts: dict[tuple[_Words, str], int] = {}
    for wait in waits:
        # What is written and what is sent are one to whoever waits.
        at = when(wait.until, now=now, locale=locale, zone=zone) if wait.until else ""
        counts[_WAITING[wait.why], at] = counts.get((_WAITING[wait.why], at), 0) + wait.count
    return [_say(count, words, when=at) for (words, at), count in counts.items()]


def _left_out(dropped: Mapping[str, int]) -> list[str]:
    counts: dict[_Words, int] = {}
    for reason, count in dropped.items():
        words = _DROPPED.get(reason, _NOT_ACTIVE)
        counts[words] = counts.get(words, 0) + count
    return [_say(count, words) for words, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]


def _say(count: int, words: _Words, *, when: str = "") -> str:
    one, several = words
    return (one if count == 1 else several).format(count, when=when).rstrip(", ")
