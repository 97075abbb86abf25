"""What a mail says before it is written out: plain values for its templates, and the content that comes of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates

_FALLBACK_LOCALE = "en_GB"
# Control characters, and halves of surrogate pairs, which no mail can carry.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class MailContent:
    """A mail as written, before it is addressed to anybody."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class ListingNews:
    """One listing as a mail shows it. `pay` and `place` are as the advertiser wrote them, `why` is the passage that
    met, `closes` is a date from `format_date`, and `answers` are the descriptions of the alerts that asked for it."""

    title: str
    employer: str
    pay: str | None
    place: str | None
    closes: str | None
    why: str
    answers: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class AlertAnswered:
    """An alert that a mail answers: what its person asked for, and the link that stops it."""

    description: str
    stop_url: str


@dataclass(frozen=True)
class AlertNews:
    """`listings` are the best of the `count` that the mail announces, `all_url` is the page of all of them; `first`
    marks the one mail of what is open already when an alert begins."""

    site_name: str
    alerts: tuple[AlertAnswered, ...]
    listings: tuple[ListingNews, ...]
    count: int
    all_url: str
    first: bool
    stop_all_url: str
    preferences_url: str


@dataclass(frozen=True)
class ConfirmationNews:
    """`filters` says the filters in words and may be empty; `hours` is how long the link works."""

    site_name: str
    description: str
    filters: str
    confirm_url: str
    hours: int


@dataclass(frozen=True)
class StillWantedNews:
    """An alert whose person did not come back for half a year is asked about once. `filters` says them in words and may
    be empty, `rests_on` is a date from `format_date`; the page of `keep_url` has one button."""

    site_name: str
    description: str
    filters: str
    keep_url: str
    stop_url: str
    preferences_url: str
    rests_on: str


def format_date(moment: datetime, *, locale: str, zone: ZoneInfo) -> str:
    """A day with its weekday, as it is written where the reader is: "Friday 4 December 2026"."""
    known = _known_locale(locale)
    pattern = "EEEE d MMMM y" if known.language == "en" else "full"
    return babel_dates.format_date(moment.astimezone(zone), format=pattern, locale=known)


def one_line(text: str) -> str:
    """Put a text on one line, without control characters: no title can begin a line or a header of its own."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, at a word where there is one, and say so by an ellipsis."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head, space, _ = text[:limit].rpartition(" ")
    return (head if space else text[: limit - 1]).rstrip(" ,;:.-–—(/&") + "…"


def _known_locale(name: str) -> Locale:
    try:
        return Locale.parse(name, sep="-" if "-" in name else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK_LOCALE)
