"""Replies are told by their codes, never in the server's words."""

import pytest

from service.mail.replies import describe_reply


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (550, "5.1.1 <ada@example.com> is nobody here", "550 5.1.1, no such mailbox"),
        (552, "5.2.2 ada's mailbox is over quota", "552 5.2.2, the mailbox is full"),
        (550, "5.7.515 Access denied", "550 5.7.515, not authenticated by SPF, DKIM and DMARC"),
        (451, "4.7.500 Server busy", "451 4.7.500, refused by policy"),
        (554, "No such user ada@example.com", "554"),
        (550, None, "550"),
        (None, "ServerDisconnected: 10.0.0.1 hung up on ada@example.com", "no answer from the mail server"),
    ],
)
def test_a_reply_is_its_code_and_what_that_means(code: int | None, text: str | None, said: str) -> None:
    assert describe_reply(code, text) == said
