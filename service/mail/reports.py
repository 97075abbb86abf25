"""What comes back about a message: a report that it failed or waits (RFC 3464), a complaint (RFC 5965), or nothing.

No session, no keys: whom a report is about is only what its return path says, as `tokens` that its reader verifies.
Everything else in it was written by whoever sent it and names nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.mail.answers import Meaning, meaning_of, status_in
from service.mail.message import DELIVERY_HEADER, clean_words
from service.mail.mime import LONGEST_MESSAGE, Part, read_fields, read_part, walk
from service.mail.plain_bounces import read_plain_bounce
from service.mail.replies import enhanced_status
from service.mail.return_path import PREFIX, TOKEN

_SAID_CHARACTERS = 500
_MOST_BLOCKS = 50
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*(?=\r?\n)")
_RETURN_PATH = re.compile(re.escape(PREFIX) + f"({TOKEN})@", re.IGNORECASE)
_BARE_TOKEN = re.compile(TOKEN, re.IGNORECASE)
_ENVELOPE = (
    "to", "cc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to",
    "resent-to", "x-forwarded-to",
)  # fmt: skip
_ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
_STATUSES = ("message/delivery-status", "message/global-delivery-status")
_COMPLAINTS = {"abuse", "fraud", "virus", "opt-out", "opt-out-list"}


class Verdict(StrEnum):
    """DELAYED: it is still on its way, and whoever has it goes on trying."""

    COMPLAINT = "complaint"
    MAILBOX_UNKNOWN = "mailbox_unknown"
    POLICY = "policy"
    TEMPORARY = "temporary"
    DELAYED = "delayed"


# Where a message went to several mailboxes behind one address, the mildest of what befell it counts.
_MILDEST_FIRST = (Verdict.DELAYED, Verdict.TEMPORARY, Verdict.POLICY, Verdict.MAILBOX_UNKNOWN)
_OF_MEANING = {meaning: Verdict(meaning.value) for meaning in Meaning}


@dataclass(frozen=True)
class Report:
    """`said` is what the receiving server answered; `tokens` may name the delivery, and may be anybody's invention."""

    verdict: Verdict
    status: str = ""
    said: str = ""
    tokens: tuple[str, ...] = ()


def read_report(raw: bytes) -> Report | None:
    """Read a message from anywhere; None when it reports nothing: a reply, a challenge, a letter, or no mail at all."""
    parts = list(walk(raw[:LONGEST_MESSAGE]))
    outer = parts[0]
    for part in parts:
        if part.content_type == "message/feedback-report":
            return _complaint(part, parts)
        if part.content_type in _STATUSES and (recipients := _recipients(part)):
            return _bounce(recipients, outer)
    if _is_junk_report_of_hotmail(outer):
        return Report(Verdict.COMPLAINT, tokens=_tokens_of_originals(parts))
    found = read_plain_bounce(parts)
    if found is None:
        return None
    verdict = Verdict.DELAYED if found.delayed else _OF_MEANING[meaning_of(found.said)]
    return Report(verdict, status_in(found.said), _storable(found.said), _tokens_of_envelope(outer))


def _recipients(part: Part) -> list[dict[str, str]]:
    """What a report says of each mailbox."""
    blocks = _BLANK_LINE.split(part.body, maxsplit=_MOST_BLOCKS)[:_MOST_BLOCKS]
    fields = [dict(reversed(read_fields(block.lstrip(b"\r\n")))) for block in blocks]
    return [each for each in fields if "action" in each or "status" in each]


def _bounce(recipients: list[dict[str, str]], outer: Part) -> Report | None:
    """None when it was delivered, wholly or in part: nothing is wrong with the address."""
    befell = [_recipient(fields) for fields in recipients]
    failed = [each for each in befell if each is not None]
    if len(failed) < len(befell):
        return None
    verdict, status, said = min(failed, key=lambda each: _MILDEST_FIRST.index(each[0]))
    return Report(verdict, status, _storable(said), _tokens_of_envelope(outer))


def _recipient(fields: dict[str, str]) -> tuple[Verdict, str, str] | None:
    """What befell the message at one mailbox: verdict, status and words, or None when it arrived."""
    status = enhanced_status(fields.get("status", ""))
    # "smtp; 550 5.1.1 ...": the type says whose words they are.
    said = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("diagnostic-code", "")
    action = fields.get("action", "").strip().lower()
    if action in ("delivered", "relayed", "expanded") or (not action and status.startswith("2")):
        return None
    if action == "delayed":
        return Verdict.DELAYED, status, said
    return _OF_MEANING[meaning_of(said, status=status)], status_in(said) or status, said


def _complaint(part: Part, parts: Sequence[Part]) -> Report | None:
    fields = dict(read_fields(part.body))
    if fields.get("feedback-type", "").lower() not in _COMPLAINTS:
        return None
    named = _RETURN_PATH.findall(fields.get("original-mail-from", ""))
    return Report(Verdict.COMPLAINT, tokens=(*named, *_tokens_of_originals(parts), *_tokens_of_envelope(parts[0])))


def _is_junk_report_of_hotmail(outer: Part) -> bool:
    """Microsoft's programme sends the message that was called junk as it is, with no report beside it."""
    subject, sender = outer.first("subject").lower(), outer.first("from").lower()
    return "staff@hotmail.com" in sender and subject.startswith("complaint about message from")


def _tokens_of_envelope(outer: Part) -> tuple[str, ...]:
    """The return paths that a report arrived at."""
    return tuple(token for value in outer.all(*_ENVELOPE) for token in _RETURN_PATH.findall(value))


def _tokens_of_originals(parts: Sequence[Part]) -> tuple[str, ...]:
    """What the message that is complained of says of itself, in the fields that nobody else can write."""
    originals = [read_part(part.body.lstrip()) for part in parts if part.content_type in _ORIGINALS]
    named = [token for each in originals for token in _RETURN_PATH.findall(each.first("return-path"))]
    written = [each.first(DELIVERY_HEADER.lower()) for each in originals]
    return (*(value for value in written if _BARE_TOKEN.fullmatch(value)), *named)


def _storable(said: str) -> str:
    return clean_words(said)[:_SAID_CHARACTERS]
