"""One mail as the bytes that are handed to a server (RFC 5322): ASCII, CRLF, two alternatives of the same words.

No header can be smuggled in: what people wrote is cleaned, what the program made is refused unless it is plain.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote
from hashlib import sha256

# Control characters, halves of surrogate pairs, line separators, zero-width marks and what turns the direction of
# writing: any of them makes a subject or a name look like something else, or end early.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_PLAIN = re.compile(r"[!-;=?-~]+")
_LINE_BREAK = re.compile("\r\n|\r|\n")
_LONGEST_LINE = 998
# Complaints often come without address and return path: this is left in them, to say which delivery they are about.
DELIVERY_HEADER = "X-Rolecall-Delivery"
_LONGEST_WORDS = 60


def build_message(
    *,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    recipient: str,
    sender: str,
    sender_name: str,
    date: datetime,
    list_id: str | None = None,
    list_name: str = "",
    unsubscribe_url: str | None = None,
    delivery_token: str | None = None,
    feedback_id: str | None = None,
) -> bytes:
    """Write a mail out, the same bytes for the same values; raises ValueError for an address that is not plain."""
    # No line of a quoted-printable body can begin like this one.
    boundary = "=_" + sha256(message_id.encode()).hexdigest()[:32]
    headers = {
        "From": _named(sender_name, sender),
        "To": _plain(recipient),
        "Subject": _encoded(clean_words(subject)),
        "Date": format_datetime(date),
        "Message-ID": f"<{_plain(message_id.removeprefix('<').removesuffix('>'))}>",
        "Auto-Submitted": "auto-generated",
    }
    if list_id is not None:
        headers["List-Id"] = _named(list_name, list_id)
    if unsubscribe_url is not None:
        headers["List-Unsubscribe"] = f"<{_plain(unsubscribe_url)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if feedback_id is not None:
        headers["Feedback-ID"] = _plain(feedback_id)
    if delivery_token is not None:
        headers[DELIVERY_HEADER] = _plain(delivery_token)
    headers["MIME-Version"] = "1.0"
    headers["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    parts = [f"--{boundary}\r\n{_part(body, kind)}\r\n" for body, kind in ((text, "plain"), (html, "html"))]
    return f"{_head(headers)}\r\n{''.join(parts)}--{boundary}--\r\n".encode("ascii")


def feedback_id(kind: str, domain: str) -> str:
    """By what mailbox providers count complaints (Google's format): the kind of mail and who sends it, nobody else.

    The sender's part has to be 5 to 15 characters that stay the same.
    """
    return f"{kind}:rolecall:{sha256(domain.casefold().encode()).hexdigest()[:12]}"


def clean_words(text: str) -> str:
    """Make one line of what somebody wrote: whatever cannot be seen becomes a space, and spaces do not pile up."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _head(headers: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def size_as_sent(text: str, html: str) -> int:
    """How many bytes two bodies take in a message, without headers; line breaks of one byte count as one."""
    return sum(len(_encode(body)[1]) for body in (text, html))


def _part(body: str, kind: str) -> str:
    encoding, encoded = _encode(body)
    headers = {"Content-Type": f'text/{kind}; charset="utf-8"', "Content-Transfer-Encoding": encoding}
    return f"{_head(headers)}\r\n{encoded.decode('ascii')}".replace("\r\n", "\n").replace("\n", "\r\n")


def _encode(body: str) -> tuple[str, bytes]:
    """A body as quoted-printable, or as base64 where that is shorter: most letters are then of another script."""
    raw = _LINE_BREAK.sub("\n", body).encode("utf-8", "replace")
    quoted = b2a_qp(raw)
    if len(quoted) * 3 <= len(raw) * 4:
        return "quoted-printable", quoted
    return "base64", encodebytes(_LINE_BREAK.sub("\r\n", body).encode("utf-8", "replace"))


def _named(name: str, address: str) -> str:
    """An address or a list's id behind the name that a reader is shown."""
    words = clean_words(name)
    if not words:
        return f"<{_plain(address)}>"
    if _stays_as_it_is(words):
        return f'"{quote(words)}" <{_plain(address)}>'
    return f"{_encoded(words)}\r\n <{_plain(address)}>"


def _encoded(words: str) -> str:
    if _stays_as_it_is(words):
        return words
    return Header(words, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")


def _stays_as_it_is(words: str) -> bool:
    return words.isascii() and "=?" not in words and len(words) <= _LONGEST_WORDS


def _plain(value: str) -> str:
    """Refuse what would need quoting: it was not made by this program, or a setting is wrong."""
    if not _PLAIN.fullmatch(value) or len(value) > _LONGEST_LINE - len("List-Unsubscribe: <>"):
        raise ValueError("An address, an id or a link of a mail must be printable ASCII without spaces or brackets")
    return value
