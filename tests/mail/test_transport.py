"""Real SMTP conversations on loopback: what each answer, silence and broken connection means for a message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from service.mail.transport import (
    Accepted,
    Outcome,
    PermanentFailure,
    SmtpTransport,
    TemporaryFailure,
    classify,
)

SENDER, RECIPIENT = "alerts@jobs.example.org", "ada@example.org"
MESSAGE = b"Subject: One new listing\r\n\r\n.a line that begins with a dot\r\n.\r\nand goes on\r\n"


@dataclass
class Server:
    """A mail server whose answers are set by the test; "cut" breaks the connection instead of answering."""

    answers: dict[str, str] = field(default_factory=dict)
    received: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return self._answer("DATA", server)

    def _answer(self, verb: str, server: SMTP) -> str:
        answer = self.answers.get(verb, "250 OK")
        if answer == "cut" and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return answer


@asynccontextmanager
async def a_server(handler: Server, **options: Any) -> AsyncIterator[int]:
    """The port of a server with this handler."""

    def connected() -> SMTP:
        handler.connections += 1
        return SMTP(handler, hostname="mail.test", **options)

    async with await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]


def to_port(port: int, **options: Any) -> SmtpTransport:
    return SmtpTransport(host="127.0.0.1", port=port, hello_name="jobs.example.org", **options)


async def send_one(port: int, **options: Any) -> Outcome:
    async with to_port(port, **options) as transport:
        return await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)


async def outcome_of(**answers: str) -> Outcome:
    async with a_server(Server(answers)) as port:
        return await send_one(port)


async def test_an_accepted_message_arrives_byte_for_byte() -> None:
    handler = Server()

    async with a_server(handler) as port:
        outcome = await send_one(port)

    assert outcome == Accepted(250, "OK")
    assert handler.received == [MESSAGE]


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 4.3.0 Try later", TemporaryFailure(451, "4.3.0 Try later")),
        ("421 4.7.32 Not aligned", TemporaryFailure(421, "4.7.32 Not aligned", policy=True)),
        ("550 5.1.1 No such user", PermanentFailure(550, "5.1.1 No such user", address_unknown=True)),
        ("550 5.7.515 Access denied", PermanentFailure(550, "5.7.515 Access denied", policy=True)),
        ("554 No", PermanentFailure(554, "No")),
    ],
)
async def test_an_answer_to_the_recipient_or_the_message_decides(verb: str, answer: str, outcome: Outcome) -> None:
    assert await outcome_of(**{verb: answer}) == outcome


@pytest.mark.parametrize("answer", ["550 5.7.1 Sender refused", "451 4.3.0 Try later", "530 5.7.0 Log in first"])
async def test_an_answer_to_the_sender_never_ends_a_message(answer: str) -> None:
    outcome = await outcome_of(MAIL=answer)

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.code == int(answer[:3])
    assert not outcome.unknown


async def test_a_connection_cut_after_the_message_leaves_it_unknown() -> None:
    handler = Server({"DATA": "cut"})

    async with a_server(handler) as port:
        outcome = await send_one(port)

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.unknown
    assert handler.received == [MESSAGE]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
async def test_a_connection_cut_before_the_message_leaves_no_doubt(verb: str) -> None:
    outcome = await outcome_of(**{verb: "cut"})

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.code is None
    assert not outcome.unknown


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    async with a_server(Server()) as port:
        gone = port

    outcome = await send_one(gone)

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.code is None


async def test_a_server_that_never_answers_is_given_up_after_the_timeout() -> None:
    def silent() -> asyncio.Protocol:
        return asyncio.Protocol()

    async with await asyncio.get_running_loop().create_server(silent, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        outcome = await send_one(port, timeout_seconds=0.05)

    assert isinstance(outcome, TemporaryFailure)
    assert "Timeout" in outcome.text


async def test_a_batch_shares_one_connection_even_past_a_refusal() -> None:
    handler = Server()

    async with a_server(handler) as port, to_port(port) as transport:
        first = await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)
        handler.answers["RCPT"] = "550 5.1.1 No such user"
        second = await transport.send(MESSAGE, sender=SENDER, recipient="eve@example.org")
        handler.answers.clear()
        third = await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)

    assert [type(outcome) for outcome in (first, second, third)] == [Accepted, PermanentFailure, Accepted]
    assert handler.connections == 1


async def test_a_connection_that_the_server_closed_between_messages_is_opened_again() -> None:
    handler = Server()

    async with a_server(handler, timeout=0.05) as port, to_port(port) as transport:
        await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)
        await asyncio.sleep(0.15)
        again = await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)

    assert isinstance(again, Accepted)
    assert handler.connections == 2


async def test_a_server_that_takes_one_message_a_connection_gets_another_connection() -> None:
    handler = Server()

    async with a_server(handler) as port, to_port(port) as transport:
        await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)
        handler.answers["MAIL"] = "421 4.7.0 Too many messages for one connection"
        again = await transport.send(MESSAGE, sender=SENDER, recipient=RECIPIENT)

    assert handler.connections == 2
    assert isinstance(again, TemporaryFailure)
    assert again.code == 421


async def test_starttls_that_the_server_lacks_is_never_replaced_by_plain_text() -> None:
    handler = Server()

    async with a_server(handler) as port:
        outcome = await send_one(port, tls="starttls")

    assert isinstance(outcome, TemporaryFailure)
    assert "STARTTLS" in outcome.text
    assert handler.received == []


@pytest.mark.parametrize(("password", "expected"), [("right", Accepted), ("wrong", TemporaryFailure)])
async def test_a_refused_login_is_about_us_and_never_ends_a_message(password: str, expected: type[Outcome]) -> None:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any) -> AuthResult:
        return AuthResult(success=login.password == b"right", handled=False)

    async with a_server(
        Server(), authenticator=check, auth_require_tls=False, auth_exclude_mechanism=["LOGIN"]
    ) as port:
        outcome = await send_one(port, username="rolecall", password=password)

    assert isinstance(outcome, expected)


async def test_an_answer_that_is_none_leaves_the_message_unknown() -> None:
    outcome = await outcome_of(DATA="thank you")

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.unknown


async def test_the_log_names_no_address_and_no_subject(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="service")

    await outcome_of(RCPT=f"550 5.1.1 <{RECIPIENT}> is unknown")

    # The test's own server logs addresses of objects, whose digits can spell a name.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("service"))
    assert "550" in ours
    assert "ada" not in ours
    assert "listing" not in ours


@pytest.mark.parametrize(
    ("code", "text", "outcome"),
    [
        (250, "2.0.0 queued", Accepted(250, "2.0.0 queued")),
        (251, "will forward", Accepted(251, "will forward")),
        (421, "4.7.0 slow down", TemporaryFailure(421, "4.7.0 slow down", policy=True)),
        (452, "4.2.2 full", TemporaryFailure(452, "4.2.2 full")),
        (354, "go on", TemporaryFailure(354, "go on")),
        (-1, "not a reply", TemporaryFailure(-1, "not a reply")),
        (550, "5.2.2 full", PermanentFailure(550, "5.2.2 full")),
        (550, "5.1.1 unknown", PermanentFailure(550, "5.1.1 unknown", address_unknown=True)),
        (550, "<a@b>: 5.1.10 null MX", PermanentFailure(550, "<a@b>: 5.1.10 null MX", address_unknown=True)),
        (550, "5.7.26 unauthenticated", PermanentFailure(550, "5.7.26 unauthenticated", policy=True)),
        (550, "from 5.7.1.20 (2.5.7.1)", PermanentFailure(550, "from 5.7.1.20 (2.5.7.1)")),
        (250, "OK \x00gr\udcfcn\x1b", Accepted(250, "OK \ufffdgr\ufffdn\ufffd")),
        (550, "5.7.1\nline two", PermanentFailure(550, "5.7.1 line two", policy=True)),
    ],
)
def test_codes_say_whether_another_attempt_is_worth_it(code: int, text: str, outcome: Outcome) -> None:
    assert classify(code, text) == outcome


def test_a_long_answer_is_kept_in_part() -> None:
    assert len(classify(550, "no " * 1000).text) == 500
