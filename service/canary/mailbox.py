"""The test mailbox in which a canary's mail must arrive: read by IMAP, or a folder in which a mail catcher keeps mail.

Everything here waits for a server or a disk: call it in a thread.
"""

import contextlib
import imaplib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from imap_tools import AND, BaseMailBox, H, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessage, U
from imap_tools.errors import MailboxFolderSelectError, MailboxFolderStatusError, MailboxLoginError

from service.errors import Unavailable
from service.settings import Settings

NO_MAILBOX = (
    "Nothing says how the canary's mailbox is read: set ROLECALL_CANARY_IMAP_HOST, _USERNAME and _PASSWORD, or unset"
    " ROLECALL_CANARY_ADDRESS."
)
_PATIENCE_SECONDS = 15.0
_KEPT = timedelta(days=1)
# The library calls a port that cannot go with STARTTLS a wrong value.
_GOES_WRONG = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError)


class MailboxUnread(Unavailable):
    """The test mailbox cannot be read; the message says which setting to look at."""

    code = "canary-mailbox"


@dataclass(frozen=True)
class Mark:
    """What makes a canary's mail known: its Message-ID, or, where a relay wrote another, the code in its title."""

    code: str
    message_id: str


class Mailbox(Protocol):
    def open(self) -> None:
        """Connect, and remember which mail is there already."""

    def has(self, mark: Mark) -> bool:
        """Whether the mail came since the mailbox was opened. Connects again when the connection was lost."""

    def clear(self, *, list_id: str, now: datetime) -> None:
        """Remove the canaries' mail of the days before: nobody reads it."""

    def close(self) -> None: ...


def mailbox_missing(settings: Settings) -> str | None:
    """Why the canary's mailbox cannot be read with these settings; None where it may be, or there is no canary."""
    by_imap = settings.canary_imap_host and settings.canary_imap_username and settings.canary_imap_password
    return None if settings.canary_address is None or by_imap or settings.canary_mail_folder else NO_MAILBOX


def mailbox_of(settings: Settings) -> Mailbox:
    """The test mailbox of the settings; raises MailboxUnread where they name none."""
    if settings.canary_mail_folder is not None:
        return FolderMailbox(settings.canary_mail_folder)
    if (missing := mailbox_missing(settings)) is not None:
        raise MailboxUnread(missing)
    return ImapMailbox(settings)


class FolderMailbox:
    """One .eml file for each mail, as the embedded mail catcher keeps them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._there: set[Path] = set()

    def open(self) -> None:
        if not self._folder.is_dir():
            raise MailboxUnread("ROLECALL_CANARY_MAIL_FOLDER is no folder: start what keeps mail in it first.")
        self._there = set(self._folder.glob("*.eml"))

    def has(self, mark: Mark) -> bool:
        return any(_is_marked(path, mark) for path in self._folder.glob("*.eml") if path not in self._there)

    def clear(self, *, list_id: str, now: datetime) -> None:
        """The catcher itself keeps no more than its newest mails."""

    def close(self) -> None:
        """Nothing is held open."""


class ImapMailbox:
    """A folder of an IMAP account, asked by one thread at a time. Looking marks nothing as read."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._box: BaseMailBox | None = None
        # The first number that a new mail can have, and the numbering that it belongs to (RFC 9051, 2.3.1.1).
        self._next_uid: int | None = None
        self._numbering: int | None = None
        # Who gives up waiting for a thread may close what that thread still asks.
        self._asking = threading.Lock()

    def open(self) -> None:
        with self._in_a_sentence():
            self._connected()

    def has(self, mark: Mark) -> bool:
        with self._in_a_sentence():
            return any(_has_mark(message, mark) for message in self._new(self._connected()))

    def clear(self, *, list_id: str, now: datetime) -> None:
        with self._in_a_sentence():
            box = self._connected()
            box.delete(box.uids(AND(header=H("List-Id", list_id), date_lt=(now - _KEPT).date())))

    def close(self) -> None:
        with self._asking:
            box, self._box = self._box, None
            if box is not None:
                with contextlib.suppress(*_GOES_WRONG):
                    box.logout()

    def _new(self, box: BaseMailBox) -> Iterator[MailMessage]:
        first = self._next_uid or 1
        # Some servers tell of new mail only when they are asked whether there is news.
        box.client.noop()
        for message in box.fetch(AND(uid=U(str(first), "*")), mark_seen=False):
            # "n:*" is the newest message even where its number is below n.
            if int(message.uid or 0) >= first:
                yield message

    def _connected(self) -> BaseMailBox:
        if self._box is None:
            given = self._settings
            box = _dial(given)
            try:
                box.login(given.canary_imap_username or "", given.canary_imap_password or "", given.canary_imap_folder)
            except BaseException:
                _hang_up(box)
                raise
            self._box = box
            self._find_place(box)
        return self._box

    def _find_place(self, box: BaseMailBox) -> None:
        now = box.folder.status(self._settings.canary_imap_folder, ["UIDNEXT", "UIDVALIDITY"])
        if self._next_uid is None:
            self._next_uid = now["UIDNEXT"]
        elif self._numbering != now["UIDVALIDITY"]:
            self._next_uid = 1
        self._numbering = now["UIDVALIDITY"]

    @contextlib.contextmanager
    def _in_a_sentence(self) -> Iterator[None]:
        """Say what went wrong with which setting, and dial again the next time."""
        try:
            with self._asking:
                yield
        except _GOES_WRONG as error:
            if self._box is not None:
                _hang_up(self._box)
                self._box = None
            raise MailboxUnread(_said_of(error, self._settings)) from error


def _dial(given: Settings) -> BaseMailBox:
    host, port = given.canary_imap_host or "", given.canary_imap_port
    if given.canary_imap_tls == "none":
        return MailBoxUnencrypted(host, port, timeout=_PATIENCE_SECONDS)
    # Without a context of ours, the library would trust any certificate.
    trusted = ssl.create_default_context()
    kind = MailBox if given.canary_imap_tls == "tls" else MailBoxStartTls
    return kind(host, port, timeout=_PATIENCE_SECONDS, ssl_context=trusted)


def _hang_up(box: BaseMailBox) -> None:
    with contextlib.suppress(OSError):
        box.client.shutdown()


def _said_of(error: Exception, given: Settings) -> str:
    if isinstance(error, MailboxLoginError):
        return (
            "The canary's mailbox refuses the login: look at ROLECALL_CANARY_IMAP_USERNAME and"
            " ROLECALL_CANARY_IMAP_PASSWORD."
        )
    if isinstance(error, MailboxFolderSelectError | MailboxFolderStatusError):
        return f"The canary's mailbox has no folder {given.canary_imap_folder!r}: look at ROLECALL_CANARY_IMAP_FOLDER."
    where = f"{given.canary_imap_host}:{given.canary_imap_port}"
    why = f"{type(error).__name__}, {error.strerror or error}" if isinstance(error, OSError) else type(error).__name__
    return (
        f"The canary's mailbox at {where} does not answer as it should ({why}): look at ROLECALL_CANARY_IMAP_HOST,"
        " _PORT and _TLS."
    )


def _has_mark(message: MailMessage, mark: Mark) -> bool:
    message_ids = message.obj.get_all("Message-ID", [])
    return mark.message_id in message_ids or any(mark.code in part for part in (message.subject, message.text))


def _is_marked(path: Path, mark: Mark) -> bool:
    try:
        return _has_mark(MailMessage.from_bytes(path.read_bytes()), mark)
    except FileNotFoundError:
        # The catcher forgets its oldest mails, also while somebody looks.
        return False
