"""Text that arrives from outside: cleaned of what cannot be seen, and refused where it cannot be stored.

A pattern for a field: `title: Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]`.
The length is checked after cleaning, so that a title made only of invisible characters counts as empty.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints

# Zero-width spaces, soft hyphens and the marks that turn the direction of writing: they make two texts that
# look alike differ, or one text look like another.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners spell words in Persian and Hindi, so they go only where nothing is left to join.
_LOOSE_JOINERS = "\u200c\u200d"
_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_MAX_URL = 2000


def clean_line(value: Any) -> Any:
    """Clean a text of one line; line breaks and control characters are refused."""
    if not isinstance(value, str):
        return value
    cleaned = _strip(_INVISIBLE.sub("", value).replace("\t", " "))
    if _BREAKS.search(cleaned) or "\n" in cleaned:
        raise ValueError("Must be one line, without line breaks")
    _refuse_control_characters(cleaned, allowed="")
    return cleaned


def clean_text(value: Any) -> Any:
    """Clean a text of many lines; every way to break a line becomes a newline, control characters are refused."""
    if not isinstance(value, str):
        return value
    cleaned = _strip(_BREAKS.sub("\n", _INVISIBLE.sub("", value)))
    _refuse_control_characters(cleaned, allowed="\n\t")
    return cleaned


def check_web_address(value: str) -> str:
    """Return an http or https address as it was typed."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError as error:
        raise ValueError("Must be a valid http or https address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"[\s<>\"\\]", value):
        raise ValueError("Must be a valid http or https address")
    if "@" in parts.netloc:
        raise ValueError("Must not carry a user name or a password")
    return value


def printable(text: str) -> str:
    """Make a name from outside safe to repeat in a message, also on a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:200])


def _strip(text: str) -> str:
    while (stripped := text.strip().strip(_LOOSE_JOINERS)) != text:
        text = stripped
    return text


def _refuse_control_characters(text: str, *, allowed: Iterable[str]) -> None:
    for character in set(text) - set(allowed):
        # Cs: half of a surrogate pair, which JSON can carry and UTF-8 cannot.
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise ValueError(f"Must not contain the control character U+{ord(character):04X}")


ONE_LINE = BeforeValidator(clean_line)
MANY_LINES = BeforeValidator(clean_text)
WebAddress = Annotated[str, StringConstraints(max_length=_MAX_URL), ONE_LINE, AfterValidator(check_web_address)]
# For values of headers: what can be seen in ASCII.
PRINTABLE = r"^[\x20-\x7e]+$"
