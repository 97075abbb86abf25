"""Conversations with the mail catcher, as it should be and as a failing mail server would have them."""

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage

import aiosmtplib
import pytest

from service.embedded.catcher import CUT, KEEP_AND_CUT, MailCatcher, Moment, Reply


@pytest.fixture
def catcher() -> Iterator[MailCatcher]:
    with MailCatcher() as running:
        yield running


def a_message(subject: str = "One new listing") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Rolecall <alerts@jobs.example.org>"
    message["To"] = "ana@example.org"
    message["Subject"] = subject
    message.set_content("Evenings, £35k\n.\nEnd")
    message.add_alternative("<p>Evenings, £35k</p>", subtype="html")
    return message


async def send(catcher: MailCatcher, message: EmailMessage | None = None) -> None:
    await aiosmtplib.send(message or a_message(), hostname="127.0.0.1", port=catcher.port, timeout=5)


def answering(stage: str, answer: str) -> Reply:
    async def reply(moment: Moment) -> str | None:
        return answer if moment.stage == stage else None

    return reply


async def test_a_message_arrives_as_it_was_sent(catcher: MailCatcher) -> None:
    await send(catcher, a_message("Überraschung"))

    (mail,) = await asyncio.to_thread(catcher.wait_for, 1)
    assert (mail.subject, mail.sender, mail.recipients) == (
        "Überraschung",
        "alerts@jobs.example.org",
        ("ana@example.org",),
    )
    assert mail.text.split() == ["Evenings,", "£35k", ".", "End"]
    assert mail.html.strip() == "<p>Evenings, £35k</p>"


async def test_the_newest_message_comes_first(catcher: MailCatcher) -> None:
    for subject in ("first", "second"):
        await send(catcher, a_message(subject))

    assert [mail.subject for mail in catcher.messages] == ["second", "first"]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "END"])
@pytest.mark.parametrize("answer", ["451 4.3.0 Later", "550 5.1.1 No such mailbox"])
async def test_it_refuses_at_the_stage_that_a_test_names(catcher: MailCatcher, stage: str, answer: str) -> None:
    catcher.reply = answering(stage, answer)

    with pytest.raises(aiosmtplib.SMTPException, match=answer[4:9]):
        await send(catcher)
    assert catcher.messages == []


@pytest.mark.parametrize(("stage", "answer", "kept"), [("DATA", CUT, 0), ("END", CUT, 0), ("END", KEEP_AND_CUT, 1)])
async def test_a_cut_connection_leaves_the_sender_without_an_answer(
    catcher: MailCatcher, stage: str, answer: str, kept: int
) -> None:
    catcher.reply = answering(stage, answer)

    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await send(catcher)
    assert len(catcher.messages) == kept


async def test_a_slow_answer_runs_into_the_senders_patience(catcher: MailCatcher) -> None:
    async def slow(moment: Moment) -> str | None:
        await asyncio.sleep(30)
        return None

    catcher.reply = slow

    with pytest.raises(aiosmtplib.SMTPTimeoutError):
        await aiosmtplib.send(a_message(), hostname="127.0.0.1", port=catcher.port, timeout=0.2)


async def test_a_stopped_catcher_refuses_and_comes_back_on_its_port(catcher: MailCatcher) -> None:
    port = catcher.port
    catcher.stop()
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await send(catcher)

    catcher.start()
    await send(catcher)

    assert catcher.port == port
    assert len(catcher.messages) == 1


def test_waiting_in_vain_says_what_came(catcher: MailCatcher) -> None:
    with pytest.raises(TimeoutError, match="0 of 1 messages came"):
        catcher.wait_for(1, timeout_seconds=0.01)
