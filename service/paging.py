"""Cursor pagination for stored lists: newest first, by the row's own number, stable while rows come and go."""

import base64
import binascii
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from service.errors import Invalid

Item = TypeVar("Item")
DEFAULT_PAGE = 50
LARGEST_PAGE = 200
_BEYOND_BIGINT = 2**63


class CursorUnknown(Invalid):
    def __init__(self) -> None:
        super().__init__(
            "This cursor is none of ours: use next_cursor of the page before, or leave it out.", field="cursor"
        )


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list: rows numbered below `before` (None: from the newest), at most `limit` of them."""

    before: int | None
    limit: int


class Page(BaseModel, Generic[Item]):
    """A part of a list. `next_cursor` is null on the last page."""

    items: list[Item]
    next_cursor: str | None = None


def read_page_request(cursor: str | None, limit: int) -> PageRequest:
    """Decode a cursor that a former page gave; raises Invalid for any other."""
    if cursor is None:
        return PageRequest(None, limit)
    try:
        before = int(decode_cursor(cursor))
    except ValueError:
        before = -1
    if not 0 < before < _BEYOND_BIGINT:
        raise CursorUnknown
    return PageRequest(before, limit)


def next_cursor(last_id: int | None) -> str | None:
    """The cursor that continues after the row numbered `last_id`."""
    return None if last_id is None else encode_cursor(str(last_id))


def encode_cursor(place: str) -> str:
    """A place in a list, as its reader is given it."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """What a cursor was made of; raises CursorUnknown for what cannot be one."""
    try:
        return base64.urlsafe_b64decode(cursor.encode() + b"==").decode()
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise CursorUnknown from error
