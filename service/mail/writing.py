"""How mails write things: dates, times and distances as their reader writes them, texts on one line, cut, wrapped."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel import dates

from service.web.writing import known_locale

TEXT_WIDTH = 72
# Control characters, halves of surrogate pairs, which no mail can carry, and what turns the direction of writing, by
# which words of one text could change how those around it read.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def format_date(moment: datetime, *, locale: str, zone: ZoneInfo) -> str:
    """A day with its weekday, as it is written where the reader is: "Friday 4 December 2026"."""
    known = known_locale(locale)
    pattern = "EEEE d MMMM y" if known.language == "en" and known.territory != "US" else "full"
    return dates.format_date(moment.astimezone(zone), format=pattern, locale=known)


def format_moment(moment: datetime, *, locale: str, zone: ZoneInfo) -> str:
    """A day and a time: "Friday 4 December 2026, 08:00"."""
    day = format_date(moment, locale=locale, zone=zone)
    return f"{day}, {format_hour(moment.astimezone(zone).time(), locale=locale)}"


def format_hour(hour: time, *, locale: str) -> str:
    """A time of day: "08:00", or "8:00 AM" in the United States."""
    return str(dates.format_time(hour, format="short", locale=known_locale(locale))).replace("\u202f", " ")


def one_line(text: str) -> str:
    """Put a text on one line, without control characters: no title can begin a line or a header of its own."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, at a word where there is one, and say so by an ellipsis."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head, space, _ = text[:limit].rpartition(" ")
    return (head if space else text[: limit - 1]).rstrip(" ,;:.-–—(/&") + "…"


def wrap(text: str, indent: str = "") -> str:
    """Break a text between words into lines of at most TEXT_WIDTH; a longer word, as a link, keeps its own line."""
    if len(text) + len(indent) <= TEXT_WIDTH:
        return indent + text
    lines, line = [], indent
    for word in text.split():
        if len(line) > len(indent) and len(line) + 1 + len(word) > TEXT_WIDTH:
            lines.append(line)
            line = indent
        line = f"{line} {word}" if len(line) > len(indent) else line + word
    return "\n".join([*lines, line])
