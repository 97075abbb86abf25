"""The test mailbox: read by IMAP or from a folder, only what is new in it, and errors that name the setting."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.canary.mailbox import ImapMailbox, Mailbox, MailboxUnread, Mark, mailbox_of
from service.embedded.caught_mail import MailFolder
from service.embedded.ports import any_port
from service.settings import Settings
from tests.imap import ImapServer

Put = Callable[[bytes], None]
MARK = Mark("0a1b2c3d", "<id@example.org>")


def mail(*, message_id: str = "<other@example.org>", subject: str = "Hello", text: str = "Nothing.") -> bytes:
    headers = f"Message-ID: {message_id}\r\nSubject: {subject}\r\nList-Id: <alert-1.example.org>\r\n"
    return f"{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


@pytest.fixture(params=["imap", "folder"])
def opened(request: pytest.FixtureRequest, settings: Settings, imap: ImapServer, tmp_path: Path) -> tuple[Mailbox, Put]:
    """A mailbox in which one mail was before it was opened, and how another gets there."""
    kept = MailFolder(tmp_path / "mails")
    put: Put = imap.deliver
    if request.param == "folder":
        settings = settings.model_copy(update={"canary_mail_folder": tmp_path / "mails"})
        put = lambda raw: void(kept.add(raw, sender="", recipients=[]))  # noqa: E731
    put(mail(message_id=MARK.message_id, subject=MARK.code))
    mailbox = mailbox_of(settings)
    mailbox.open()
    return mailbox, put


def void(_result: object) -> None: ...


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (mail(message_id=MARK.message_id), True),
        (mail(subject=f"Keeper, test {MARK.code}"), True),
        (mail(text=f"See test {MARK.code}."), True),
        (mail(), False),
    ],
    ids=["by its id", "by its subject", "by its text", "another"],
)
def test_what_came_since_it_was_opened_is_known_again(opened: tuple[Mailbox, Put], new: bytes, found: bool) -> None:
    mailbox, put = opened
    assert not mailbox.has(MARK)

    put(new)

    assert mailbox.has(MARK) is found
    mailbox.close()


def test_a_connection_that_breaks_is_made_again_even_to_a_server_that_counts_anew(
    settings: Settings, imap: ImapServer
) -> None:
    for _ in range(3):
        imap.deliver(mail())
    mailbox = ImapMailbox(settings)
    mailbox.open()
    imap.stop()

    with pytest.raises(MailboxUnread):
        mailbox.has(MARK)
    imap.start()
    imap.deliver(mail(subject=MARK.code))

    assert mailbox.has(MARK)
    mailbox.close()


def test_only_the_canaries_own_mail_of_days_before_is_cleared(settings: Settings, imap: ImapServer) -> None:
    for days, list_id in ((3, "<alert-1.example.org>"), (3, "<alert-2.example.org>"), (0, "<alert-1.example.org>")):
        message = mail(subject=f"{list_id} {days}").replace(b"<alert-1.example.org>", list_id.encode())
        with imap.login() as box:
            box.append(message, dt=datetime.now(UTC) - timedelta(days=days))
    mailbox = ImapMailbox(settings)
    mailbox.open()

    mailbox.clear(list_id="alert-1.example.org", now=datetime.now(UTC))
    mailbox.close()

    assert imap.subjects() == ["<alert-2.example.org> 3", "<alert-1.example.org> 0"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"canary_imap_password": "another"}, "ROLECALL_CANARY_IMAP_PASSWORD"),
        ({"canary_imap_folder": "Nowhere"}, "ROLECALL_CANARY_IMAP_FOLDER"),
        ({"canary_imap_tls": "tls"}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"canary_imap_tls": "starttls"}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"canary_imap_tls": "starttls", "canary_imap_port": 993}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"canary_imap_host": None}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"canary_imap_password": None}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"canary_mail_folder": Path("nowhere")}, "ROLECALL_CANARY_MAIL_FOLDER"),
    ],
    ids=lambda value: " and ".join(value) if isinstance(value, dict) else None,
)
def test_what_cannot_be_read_names_its_setting(
    settings: Settings, imap: ImapServer, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(MailboxUnread) as raised:
        mailbox_of(settings.model_copy(update=changes)).open()

    assert named in raised.value.message
    assert "another" not in raised.value.message


def test_a_server_that_is_away_is_named_with_its_port(settings: Settings) -> None:
    port = any_port()

    with pytest.raises(MailboxUnread, match=str(port)):
        ImapMailbox(settings.model_copy(update={"canary_imap_port": port})).open()
