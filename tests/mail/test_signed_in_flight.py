"""Every kind of mail, signed and sent through a relay: what arrives verifies, and two parsers read the same in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import aiosmtplib
import fast_mail_parser
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from dkim import verify as verify_untyped

from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail
from service.mail.return_path import delivery_of
from service.mail.signing import read_signing_key
from service.mail.transport import SmtpTransport
from service.settings import Settings
from tests.given import Publish, Subscribe, Work
from tests.working import let_time_pass
from workers.runtime import Runtime
from workers.upkeep import let_alerts_rest

KEYS = Path(__file__).with_name("keys")
HALF_A_YEAR = timedelta(days=184)
verify: Callable[..., bool] = verify_untyped


class Relay:
    """A mail server that hands on what it gets, with a line of its own on top, as they all do."""

    def __init__(self, port: int):
        self._port = port

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        received = b"Received: from jobs.example.org by relay.test\r\n\twith ESMTP; Tue, 24 Nov 2026 08:17:03 +0000\r\n"
        await aiosmtplib.send(
            received + envelope.content,
            sender=envelope.mail_from,
            recipients=list(envelope.rcpt_tos),
            hostname="127.0.0.1",
            port=self._port,
            start_tls=False,
            local_hostname="relay.test",
        )
        return "250 OK"


@pytest.fixture
async def relay_port(catcher: MailCatcher) -> AsyncIterator[int]:
    def connected() -> SMTP:
        return SMTP(Relay(catcher.port), hostname="relay.test")

    async with await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]


@pytest.fixture(params=["rsa", "ed25519"])
async def relayed(
    request: pytest.FixtureRequest,
    relay_port: int,
    runtime: Runtime,
    subscribe: Subscribe,
    publish: Publish,
    work: Work,
    catcher: MailCatcher,
) -> tuple[str, list[CaughtMail]]:
    """The key's name, and a mail of each kind as it was stored at the end of its way."""
    key = request.param
    runtime.signing_key = read_signing_key(KEYS / f"{key}.pem", selector="s2026", domain="example.org")
    runtime.transport = lambda: SmtpTransport(host="127.0.0.1", port=relay_port, hello_name="example.org")
    await subscribe()
    await publish(title="Night porter in a hotel for Gäste (£24.500)", closes_at="2031-05-01")
    await work()
    await let_time_pass(runtime, HALF_A_YEAR)
    for _ in range(2):
        await let_alerts_rest(runtime)
        await work()
    return key, catcher.messages


async def test_every_kind_of_mail_verifies_after_a_relay(relayed: tuple[str, list[CaughtMail]]) -> None:
    key, mails = relayed
    record = f"v=DKIM1; k={key}; p={(KEYS / f'{key}.public').read_text()}".encode()

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s2026._domainkey.example.org."
        return record

    assert len(mails) == 3
    for mail in mails:
        assert mail.raw.startswith(b"Received: ")
        assert verify(mail.raw, dnsfunc=dns)
        assert not verify(mail.raw.replace(b"To: reader@", b"To: writer@"), dnsfunc=dns)


async def test_every_kind_of_mail_reads_the_same_for_two_parsers(relayed: tuple[str, list[CaughtMail]]) -> None:
    _, mails = relayed

    for mail in mails:
        ours, theirs = mail.parsed(), fast_mail_parser.parse_email(mail.raw)
        assert ours.defects == []
        assert theirs.warnings == []
        assert theirs.subject == ours["Subject"]
        assert theirs.from_ is not None
        assert theirs.from_.address == ours["From"].addresses[0].addr_spec
        assert lines(theirs.text_plain) == lines([mail.text])
        assert lines(theirs.text_html) == lines([mail.html])
        for name in ("To", "Date", "Message-ID", "Feedback-ID", "X-Rolecall-Delivery", "List-Unsubscribe"):
            assert [" ".join(value.split()) for value in theirs.headers.get(name, [])] == (ours.get_all(name) or [])


def lines(parts: list[str]) -> list[list[str]]:
    return [part.splitlines() for part in parts]


async def test_every_kind_of_mail_leaves_from_a_path_that_names_it(
    relayed: tuple[str, list[CaughtMail]], settings: Settings
) -> None:
    _, mails = relayed

    named = {str(delivery_of(mail.sender, keys=settings.secret_keys)) for mail in mails}

    assert named == {mail.parsed()["Message-ID"].strip("<>").partition("@")[0] for mail in mails}
