"""The message of ours that all samples are about, and the return path that it left from."""

from datetime import UTC, datetime
from uuid import UUID

from service.mail.message import build_message, feedback_id
from service.mail.return_path import delivery_token, return_path
from tests.mail.reports.replies import RECIPIENT

KEYS = ("k" * 40,)
DELIVERY = UUID("0f7e2bb1-61c3-4a67-9d0e-3b1f2a5c7d90")
TOKEN = delivery_token(DELIVERY, keys=KEYS)
RETURN_PATH = return_path(DELIVERY, domain="jobs.example.org", keys=KEYS)
ORIGINAL = build_message(
    subject="Night Porter at Harbour Hotel",
    text="Night Porter at Harbour Hotel\nWhy: guests who arrive late at night\n550 rooms, spam-free, no such user.\n",
    html="<p>Night Porter at Harbour Hotel</p>\n",
    message_id=f"<{DELIVERY}@jobs.example.org>",
    recipient=RECIPIENT,
    sender="alerts@jobs.example.org",
    sender_name="Rolecall",
    date=datetime(2026, 11, 24, 8, 17, tzinfo=UTC),
    list_id="alerts.jobs.example.org",
    list_name="Job alerts",
    unsubscribe_url="https://jobs.example.org/stop/abc",
    delivery_token=TOKEN,
    feedback_id=feedback_id("alert", "jobs.example.org"),
)
ORIGINAL_HEADERS = ORIGINAL.partition(b"\r\n\r\n")[0] + b"\r\n"


def message(headers: str, *parts: tuple[str, str | bytes], boundary: str = "", kind: str = "") -> bytes:
    """A message of parts, each its header lines and its body; `kind` is the type of the whole, without its boundary."""
    if not boundary:
        ((head, body),) = parts
        return _crlf(headers) + _crlf(head) + b"\r\n" + _crlf(body)
    written = _crlf(headers) + _crlf(f'Content-Type: {kind}; boundary="{boundary}"\n') + b"\r\n"
    for head, body in parts:
        written += f"--{boundary}\r\n".encode() + _crlf(head) + b"\r\n" + _crlf(body) + b"\r\n"
    return written + f"--{boundary}--\r\n".encode()


def _crlf(text: str | bytes) -> bytes:
    written = text.encode() if isinstance(text, str) else text
    return written.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
