"""The mailbox that reports arrive in, over IMAP (RFC 9051): read without touching, marked when what it says is kept.

Everything here blocks; its caller runs it in a thread.
"""

import imaplib
import ssl
from collections.abc import Callable
from contextlib import suppress

from imap_tools.consts import MailMessageFlags
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from service.mail.mime import LONGEST_MESSAGE
from service.settings import Settings

MAILBOX_ERRORS = (ImapToolsError, imaplib.IMAP4.error, OSError)
_TIMEOUT_SECONDS = 30
_UNREAD = "UNSEEN UNDELETED"


class ReportMailbox:
    """One conversation with the server, in the folder of the settings."""

    def __init__(self, box: BaseMailBox):
        self._box = box
        # Asked for again: some servers say what they can only to whoever has logged in.
        _, said = box.client.capability()
        self._removes_one = b"UIDPLUS" in b" ".join(each for each in said if isinstance(each, bytes)).upper().split()

    def unread(self) -> list[str]:
        """The messages that nobody has read, oldest first."""
        return self._box.uids(_UNREAD, charset=None)

    def fetch(self, uid: str) -> bytes:
        """As much of a message as a report is read from, left unread; nothing when it is gone."""
        _, found = self._box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LONGEST_MESSAGE}>)")
        return next((each[1] for each in found if isinstance(each, tuple)), b"")

    def mark_read(self, uid: str) -> None:
        """Leave it to whoever looks into the mailbox: it was no report of ours."""
        self._box.flag(uid, MailMessageFlags.SEEN, True)

    def close(self) -> None:
        _leave(self._box)

    def remove(self, uid: str) -> None:
        """What it said is kept. A server without UIDPLUS (RFC 4315) keeps it marked, so that no other is removed."""
        self._box.flag(uid, (MailMessageFlags.SEEN, MailMessageFlags.DELETED), True)
        if self._removes_one:
            self._box.client.uid("EXPUNGE", uid)


def open_mailbox(settings: Settings) -> ReportMailbox:
    box = _CONNECT[settings.imap_tls](settings.imap_host or "", settings.imap_port)
    try:
        box.login(settings.imap_username, settings.imap_password, settings.imap_folder)
        return ReportMailbox(box)
    except MAILBOX_ERRORS:
        _leave(box)
        raise


def _leave(box: BaseMailBox) -> None:
    with suppress(*MAILBOX_ERRORS):
        box.logout()


# The library's own default for STARTTLS verifies no certificate.
_CONNECT: dict[str, Callable[[str, int], BaseMailBox]] = {
    "none": lambda host, port: MailBoxUnencrypted(host, port, timeout=_TIMEOUT_SECONDS),
    "starttls": lambda host, port: MailBoxStartTls(
        host, port, timeout=_TIMEOUT_SECONDS, ssl_context=ssl.create_default_context()
    ),
    "tls": lambda host, port: MailBox(host, port, timeout=_TIMEOUT_SECONDS, ssl_context=ssl.create_default_context()),
}
