"""Mails as bytes: nothing that somebody wrote can leave its place."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.mail.message import build_message, clean_words

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ALWAYS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
OF_A_LIST = ["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"]
STOP_URL = "https://jobs.example.org/stop/" + "a" * 200


def a_message(**changed: Any) -> bytes:
    values: dict[str, Any] = {
        "subject": "3 new jobs",
        "text": "A text.\n",
        "html": "<p>A text.</p>\n",
        "message_id": "<0f7e2bb1@jobs.example.org>",
        "recipient": "ada@example.org",
        "sender": "alerts@jobs.example.org",
        "sender_name": "Rolecall",
        "date": NOW,
    }
    return build_message(**(values | changed))


def parsed(message: bytes) -> EmailMessage:
    found = message_from_bytes(message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def contents(message: bytes) -> list[str]:
    return [part.get_content().replace("\r\n", "\n") for part in parsed(message).iter_parts()]


HOSTILE = [
    *["\r\nBcc: eve@example.org", "\r\n.\r\n", "\r\n\r\n", "\n", "\r", "\x00", "\x85", "\t", " ", "\ud800"],
    *["\u202e", "\u2028", "\ufeff", "=?utf-8?q?x?=", "<eve@example.org>", '"', "\\", ",", "(", ";"],
    *["é", "ß", "💶", "a" * 1200],
]
hostile = st.text() | st.lists(st.sampled_from(HOSTILE)).map("".join)


@given(subject=hostile, sender_name=hostile, list_name=hostile, text=hostile, html=hostile)
@example(subject="\r\nBcc: eve@example.org", sender_name='"', list_name="", text=".", html="\r\n.\r\n")
@example(subject="é" * 500, sender_name="é" * 500, list_name="a" * 2000, text="a" * 2000, html=" ")
def test_whatever_is_written_stays_in_its_place(
    subject: str, sender_name: str, list_name: str, text: str, html: str
) -> None:
    message = a_message(
        subject=subject,
        sender_name=sender_name,
        list_id="alert-1.jobs.example.org",
        list_name=list_name,
        text=text,
        html=html,
        unsubscribe_url=STOP_URL,
    )

    found = parsed(message)
    assert sorted(found.keys()) == sorted(ALWAYS + OF_A_LIST)
    assert found["Subject"] == clean_words(subject)
    assert found["From"].addresses[0].addr_spec == "alerts@jobs.example.org"
    assert name_of(message, "From") == clean_words(sender_name)
    assert name_of(message, "List-Id") == clean_words(list_name)
    assert contents(message) == [as_sent(text), as_sent(html)]
    assert message.isascii()
    assert b"\x00" not in message
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", message)
    assert max(map(len, message.split(b"\r\n"))) <= 998


def name_of(message: bytes, header: str) -> str:
    name, _ = parseaddr(message_from_bytes(message)[header])
    return str(make_header(decode_header(name)))


def as_sent(body: str) -> str:
    return re.sub("\r\n|\r", "\n", body).encode("utf-8", "replace").decode()


def test_a_mail_of_no_list_has_no_list_headers() -> None:
    assert parsed(a_message()).keys() == ALWAYS


def test_the_text_comes_before_the_page() -> None:
    message = a_message(text="Grüße\n", html="<p>Grüße</p>\n")

    assert [part.get_content_type() for part in parsed(message).iter_parts()] == ["text/plain", "text/html"]
    assert contents(message) == ["Grüße\n", "<p>Grüße</p>\n"]


def test_one_click_unsubscribing_is_offered_on_unfolded_lines() -> None:
    lines = a_message(unsubscribe_url=STOP_URL).split(b"\r\n")

    assert f"List-Unsubscribe: <{STOP_URL}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_repeat_is_the_same_to_the_byte() -> None:
    assert a_message() == a_message()


def test_two_mails_have_different_boundaries() -> None:
    assert parsed(a_message()).get_boundary() != parsed(a_message(message_id="<2@jobs.example.org>")).get_boundary()


def test_the_date_and_the_id_are_those_given() -> None:
    found = parsed(a_message())

    assert found["Date"].datetime == NOW
    assert found["Message-ID"] == "<0f7e2bb1@jobs.example.org>"
    assert found["Auto-Submitted"] == "auto-generated"


def test_a_list_is_named() -> None:
    found = parsed(a_message(list_id="alert-1.jobs.example.org", list_name="Job alert"))

    assert " ".join(str(found["List-Id"]).split()) == '"Job alert" <alert-1.jobs.example.org>'


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient": "ada@example.org\r\nBcc: eve@example.org"},
        {"recipient": "ada@example.org>, <eve@example.org"},
        {"recipient": "jané@example.org"},
        {"sender": "alerts@jobs.example.org\n"},
        {"message_id": "<1@jobs.example.org>\r\n"},
        {"list_id": "a b"},
        {"unsubscribe_url": "https://jobs.example.org/stop/\r\nBcc:eve@example.org"},
        {"unsubscribe_url": "https://jobs.example.org/stop/" + "a" * 1000},
    ],
)
def test_what_should_be_plain_and_is_not_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        a_message(**changed)
