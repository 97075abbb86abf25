"""What a mail server's reply says, told without the server's own words: those may name the recipient."""

import re

_ENHANCED_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
# https://www.rfc-editor.org/rfc/rfc3463, and what the large providers use beyond it.
_DETAILS = {
    "1.1": "no such mailbox",
    "1.2": "no such domain",
    "1.6": "the mailbox has moved",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is disabled",
    "2.2": "the mailbox is full",
    "2.3": "the message is too large",
    "3.4": "the message is too large",
    "4.1": "no answer from the receiving host",
    "4.7": "not delivered in time",
    "7.1": "refused by policy",
    "7.26": "not authenticated by SPF or DKIM",
    "7.28": "too much mail at once",
    "7.515": "not authenticated by SPF, DKIM and DMARC",
}
_SUBJECTS = {
    "1": "an address was refused",
    "2": "the mailbox cannot take it",
    "3": "the mail system cannot take it",
    "4": "it could not be routed",
    "5": "the servers did not understand each other",
    "6": "the content was refused",
    "7": "refused by policy",
}


def enhanced_status(text: str) -> str:
    """The status of RFC 3463 that a reply holds, as "5.1.1"; empty where there is none."""
    found = _ENHANCED_STATUS.search(text)
    return found.group(1) if found else ""


def describe_reply(code: int | None, text: str | None) -> str:
    """As "550 5.1.1, no such mailbox"; a reply that never came has no code."""
    if code is None:
        return "no answer from the mail server"
    status = enhanced_status(text or "")
    _, _, detail = status.partition(".")
    meaning = _DETAILS.get(detail) or _SUBJECTS.get(detail.partition(".")[0], "")
    return f"{code} {status}".rstrip() + (f", {meaning}" if meaning else "")
