"""Messages that the catcher received: one raw file each and a small index, the newest thousand kept."""

import json
import threading
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

KEPT_MESSAGES = 1000

_INDEX = "index.jsonl"


@dataclass(frozen=True)
class CaughtMail:
    """`sender` and `recipients` are the envelope's, which decide where mail goes; `received_at` is when we said 250."""

    id: str
    subject: str
    from_header: str
    sender: str
    recipients: tuple[str, ...]
    received_at: datetime
    size: int
    path: Path

    @property
    def raw(self) -> bytes:
        return self.path.read_bytes()

    def parsed(self) -> EmailMessage:
        return _parse(self.raw)

    @property
    def text(self) -> str:
        return _part(self.parsed(), "plain")

    @property
    def html(self) -> str:
        return _part(self.parsed(), "html")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.parsed().items()]


class MailFolder:
    """Safe to write from one thread while others read."""

    def __init__(self, folder: Path, *, keep: int = KEPT_MESSAGES) -> None:
        self._folder = folder
        self._keep = keep
        self._changed = threading.Condition()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._messages = _load(folder)
        self._lines = len(self._messages)

    @property
    def messages(self) -> list[CaughtMail]:
        """Newest first."""
        with self._changed:
            return list(reversed(self._messages.values()))

    def find(self, message_id: str) -> CaughtMail | None:
        with self._changed:
            return self._messages.get(message_id)

    def add(self, raw: bytes, *, sender: str, recipients: list[str]) -> CaughtMail:
        received_at = datetime.now(UTC)
        message_id = f"{received_at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
        path = self._folder / f"{message_id}.eml"
        path.write_bytes(raw)
        parsed = _parse(raw)
        mail = CaughtMail(
            id=message_id,
            subject=str(parsed["Subject"] or ""),
            from_header=str(parsed["From"] or ""),
            sender=sender,
            recipients=tuple(recipients),
            received_at=received_at,
            size=len(raw),
            path=path,
        )
        with self._changed:
            self._remember(mail)
            self._changed.notify_all()
        return mail

    def wait_for(self, count: int, timeout_seconds: float) -> list[CaughtMail]:
        """At least `count` messages, newest first; TimeoutError says how many there were instead."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._messages) >= count, timeout_seconds):
                raise TimeoutError(f"{len(self._messages)} of {count} messages came in {timeout_seconds:g} s")
        return self.messages

    def clear(self) -> None:
        with self._changed:
            for mail in self._messages.values():
                mail.path.unlink(missing_ok=True)
            self._messages.clear()
            self._rewrite_index()

    def _remember(self, mail: CaughtMail) -> None:
        self._messages[mail.id] = mail
        while len(self._messages) > self._keep:
            oldest = self._messages.pop(next(iter(self._messages)))
            oldest.path.unlink(missing_ok=True)
        with (self._folder / _INDEX).open("a") as index:
            index.write(_line(mail))
        self._lines += 1
        if self._lines > 2 * self._keep:
            self._rewrite_index()

    def _rewrite_index(self) -> None:
        partial = self._folder / f"{_INDEX}.partial"
        partial.write_text("".join(_line(mail) for mail in self._messages.values()))
        partial.rename(self._folder / _INDEX)
        self._lines = len(self._messages)


def _line(mail: CaughtMail) -> str:
    fields = asdict(mail) | {"received_at": mail.received_at.isoformat(), "path": mail.path.name}
    return json.dumps(fields) + "\n"


def _load(folder: Path) -> dict[str, CaughtMail]:
    index = folder / _INDEX
    lines = index.read_text().splitlines() if index.exists() else []
    found = (_read_line(line, folder) for line in lines)
    return {mail.id: mail for mail in found if mail and mail.path.exists()}


def _read_line(line: str, folder: Path) -> CaughtMail | None:
    """None for a line that a crash cut short."""
    try:
        fields: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    fields["received_at"] = datetime.fromisoformat(fields["received_at"])
    fields["recipients"] = tuple(fields["recipients"])
    fields["path"] = folder / fields["path"]
    return CaughtMail(**fields)


def _parse(raw: bytes) -> EmailMessage:
    parsed = message_from_bytes(raw, policy=modern)
    assert isinstance(parsed, EmailMessage)
    return parsed


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if not isinstance(part, EmailMessage):
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, MessageError):
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""
