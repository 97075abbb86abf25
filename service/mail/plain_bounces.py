"""Failure reports in no standard's format: older servers' letters, told from people's by who writes and how they begin.

Only their words about the failed address are read, up to where they quote the message itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.mail.mime import Part

_READ_CHARACTERS, _SAID_CHARACTERS = 20_000, 1_000
_DAEMON = re.compile(r"(?:^|<|\s)(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mdaemon)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|deliver\w* (?:\w+ ){0,3}fail|failure notice|returned mail|mail(?: system)? error"
    r"|could ?n[o']t be delivered|not delivered|delivery (?:status )?notification|non ?deliver"
    r"|message (?:was )?(?:delayed|not sent)|warning: (?:message|could not send)",
    re.IGNORECASE,
)
_OPENINGS = re.compile(
    r"This is the qmail-send program|created automatically by (?:the )?mail delivery s|This is the mail system at"
    r"|The original message was received at|An error occurred while trying to deliver"
    r"|This is the .{1,60} (?:mail|e-mail) (?:server|system|program)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(?:has|have) not (?:yet )?been delivered|will (?:continue to|keep) (?:try|retry)|will be retried"
    r"|delivery attempts will|not necessary to (?:re)?send|do not need to resend|THIS IS A WARNING",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(r"given up|permanent(?:ly)? (?:error|fail)|could not be delivered", re.IGNORECASE)
_QUOTE = re.compile(
    r"^-{2,}.{0,40}(?:copy of|original|below this line|unsent|enclosed|returned message|undelivered message)"
    r"|^(?:Return-Path|Received): ",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")


@dataclass(frozen=True)
class PlainBounce:
    """`said` are the words about the address that failed."""

    said: str
    delayed: bool


def read_plain_bounce(parts: Sequence[Part]) -> PlainBounce | None:
    """Read a report written for people, or None for a message that is none."""
    outer = parts[0]
    text = next((part.text for part in parts if part.content_type == "text/plain" and part.body.strip()), "")
    text = text[:_READ_CHARACTERS]
    if not _is_report(outer, text):
        return None
    quote = _QUOTE.search(text)
    text = text[: quote.start()] if quote else text
    delayed = _DELAYED.search(text) is not None and _GIVEN_UP.search(text) is None
    return PlainBounce(_about_the_address(text), delayed)


def _is_report(outer: Part, text: str) -> bool:
    if "disposition-notification" in outer.first("content-type").lower():
        return False
    if outer.first("x-failed-recipients"):
        return True
    written_by_daemon = _DAEMON.search(outer.first("from")) is not None
    return written_by_daemon and bool(_SUBJECT.search(outer.first("subject")) or _OPENINGS.search(text))


def _about_the_address(text: str) -> str:
    """From the first address on, which is the one that failed; the whole where none is named."""
    found = _ADDRESS.search(text)
    begins = text.rfind("\n", 0, found.start()) + 1 if found else 0
    return text[begins : begins + _SAID_CHARACTERS]
