"""What people wrote, as a mail can show it: on one line and no longer than its place allows.

Advertisers' words are cut where they are too long for a mail, and never rewritten.
"""

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from service.mail.writing import shorten

News = TypeVar("News")

_ITEMS = 6
_PASSAGE = "why"
_LIMITS = {
    "title": 160,
    "headline": 160,
    "employer": 100,
    "organisation": 100,
    "site_name": 60,
    "pay": 120,
    "place": 100,
    "answers": 60,
    "filters": 300,
    "meets": 80,
    "not_stated": 80,
    "not_met": 140,
    "skills_shared": 40,
    "skills_missing": 40,
}
_OTHERS = 200
# What an alert asks for is all that a mail about it has to show, and one line among many in the mail of its news.
_WISH = 600
_ONE_OF_MANY = {"AlertAnswered"}
# Written by the program, and broken when cut.
_WHOLE = {"url", "locale", "language"}


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters of a passage are shown, and which share of its usual room every text gets."""

    passage: int = 240
    share: float = 1.0


def tidy(news: News, room: Room) -> News:
    """The same news with every text tidied; links stay whole."""
    kind: Any = type(news)
    changed = {name: _tidied(getattr(news, name), limit or room.passage, room) for name, limit in _texts_of(kind)}
    return replace(news, **changed)  # type: ignore[type-var]


def _tidied(value: Any, limit: int, room: Room) -> Any:
    if isinstance(value, str):
        return shorten(value, int(limit * room.share))
    if isinstance(value, tuple):
        if value and isinstance(value[0], str):
            value = value[: max(1, int(_ITEMS * room.share))]
        return tuple(_tidied(each, limit, room) for each in value)
    return tidy(value, room) if is_dataclass(value) else value


@cache
def _texts_of(kind: Any) -> list[tuple[str, int | None]]:
    """The fields that may hold texts, with the characters that each has room for; None is as many as a passage."""
    limits = {"description": _OTHERS if kind.__name__ in _ONE_OF_MANY else _WISH, **_LIMITS}
    found = [field.name for field in fields(kind) if field.name.rpartition("_")[2] not in _WHOLE]
    return [(name, None if name == _PASSAGE else limits.get(name, _OTHERS)) for name in found]
