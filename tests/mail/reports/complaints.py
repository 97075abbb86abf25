"""Complaints (RFC 5965) as mailbox providers send them, with what each of them leaves of the message and blots out."""

import re

from tests.mail.reports.ours import ORIGINAL, ORIGINAL_HEADERS, RETURN_PATH, message
from tests.mail.reports.replies import RECIPIENT

_DATE = "Tue, 24 Nov 2026 10:02:11 +0000"
_KIND = "multipart/report; report-type=feedback-report"
_BLOTTED = ORIGINAL.replace(RECIPIENT.encode(), b"redacted@example.net")
_WITH_RETURN_PATH = f"Return-Path: <{RETURN_PATH}>\r\n".encode() + re.sub(
    rb"X-Rolecall-Delivery: .*\r\n", b"", ORIGINAL
)


def complaint(
    feedback_type: str,
    original: bytes = _BLOTTED,
    *,
    sender: str = "feedback@arf.example.net",
    to: str = "fbl@jobs.example.org",
    more: str = "",
    original_kind: str = "message/rfc822",
) -> bytes:
    return message(
        f"From: <{sender}>\nTo: <{to}>\nSubject: FW: Night Porter at Harbour Hotel\nDate: {_DATE}\nMIME-Version: 1.0\n",
        (
            'Content-Type: text/plain; charset="US-ASCII"\nContent-Transfer-Encoding: 7bit\n',
            f"This is an email abuse report for an email message received from IP 192.0.2.1 on {_DATE}.\n",
        ),
        (
            "Content-Type: message/feedback-report\n",
            f"Feedback-Type: {feedback_type}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n{more}",
        ),
        (f"Content-Type: {original_kind}\nContent-Disposition: inline\n", original),
        boundary="part1_13d.2e68ed54_boundary",
        kind=_KIND,
    )


def hotmail(original: bytes = _BLOTTED) -> bytes:
    """Microsoft's junk programme: the message alone, told from others by who sends it."""
    return message(
        f"From: <staff@hotmail.com>\nTo: fbl@jobs.example.org\nSubject: complaint about message from 192.0.2.1\n"
        f"Date: {_DATE}\nMIME-Version: 1.0\n",
        (
            "Content-Type: message/rfc822\nContent-Disposition: inline\n",
            b"X-HmXmrOriginalRecipient: reader@example.net\n" + original,
        ),
        boundary="BOUNDARY",
        kind="multipart/mixed",
    )


COMPLAINTS: dict[str, bytes] = {
    "yahoo": complaint(
        "abuse",
        sender="feedback@arf.mail.yahoo.com",
        more=f"Original-Mail-From: <{RETURN_PATH}>\nOriginal-Rcpt-To: redacted@yahoo.com\nReceived-Date: {_DATE}\n"
        "Reported-Domain: jobs.example.org\nAuthentication-Results: dkim=pass header.i=@jobs.example.org\n",
    ),
    "yahoo without the return path": complaint("abuse", sender="feedback@arf.mail.yahoo.com"),
    "comcast": complaint("abuse", sender="feedback@comcastfbl.senderscore.net", more="Source-IP: 192.0.2.1\n"),
    "aol": complaint("abuse", sender="scomp@aol.net", more="Redacted-Address: redacted\nReported-Domain: x\n"),
    "fastmail": complaint("abuse", sender="fbl@fastmail.com", more="Arrival-Date: Tue, 24 Nov 2026 08:17:00 +0000\n"),
    "headers only": complaint("abuse", ORIGINAL_HEADERS, original_kind="text/rfc822-headers"),
    "by the return path in the message": complaint("abuse", _WITH_RETURN_PATH),
    "sent to the return path": complaint("abuse", b"Subject: nothing left\r\n\r\n", to=RETURN_PATH),
    "upper case": complaint("ABUSE"),
    "fraud": complaint("fraud"),
    "virus": complaint("virus"),
    "opt-out": complaint("opt-out"),
    "rackspace": complaint("abuse", sender="fbl@rackspace.com", more="Incidents: 1\n"),
    "seznam": complaint("abuse", sender="fbl@seznam.cz"),
    "mail.ru": complaint("abuse", sender="fbl@corp.mail.ru", more="Original-Mail-From: <redacted>\n"),
    "cox": complaint("abuse", sender="feedback@coxfbl.senderscore.net"),
    "zoho": complaint("abuse", sender="fbl@zoho.com"),
    "synacor": complaint("abuse", sender="feedback@synacorfbl.senderscore.net"),
    "hotmail": hotmail(),
}

NO_COMPLAINTS: dict[str, bytes] = {
    "not spam after all": complaint("not-spam"),
    "authentication failed somewhere": complaint("auth-failure", more="Auth-Failure: dmarc\n"),
    "something else": complaint("other"),
    "no type": complaint(""),
}
