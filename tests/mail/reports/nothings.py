"""What also comes to a return path and reports nothing: replies by machine and hand, challenges, other reports."""

from tests.mail.reports.ours import ORIGINAL, RETURN_PATH, message
from tests.mail.reports.replies import RECIPIENT
from tests.mail.reports.standard_reports import REPORT, postfix

_HEAD = f"To: {RETURN_PATH}\nDate: Tue, 24 Nov 2026 08:20:01 +0000\nMIME-Version: 1.0\n"
_ME = f"From: Ada Reader <{RECIPIENT}>\n"


def note(headers: str, text: str) -> bytes:
    return message(_HEAD + headers, ("Content-Type: text/plain; charset=utf-8\n", text))


def status_report(fields: str, *, kind: str = REPORT) -> bytes:
    return message(
        _HEAD + "From: MAILER-DAEMON@mx.example.com\nSubject: Successful Mail Delivery Report\n",
        ("Content-Type: text/plain\n", "Your message was successfully delivered.\n"),
        ("Content-Type: message/delivery-status\n", f"Reporting-MTA: dns; mx.example.com\n\n{fields}"),
        boundary="b1",
        kind=kind,
    )


def _to(address: str, action: str, status: str) -> str:
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"


NOTHINGS: dict[str, bytes] = {
    "vacation (sieve)": note(
        _ME + "Subject: Automatic reply: Night Porter\nAuto-Submitted: auto-replied (vacation)\nPrecedence: bulk\n",
        "I am away until Monday. Delivery of mail to me has failed before, so do not worry.\n",
    ),
    "vacation (Outlook)": note(
        _ME + "Subject: Automatic reply: Night Porter\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n",
        "I no longer work here. My mailbox does not exist any more: user unknown, 550 5.1.1.\n",
    ),
    "vacation with a null sender": note(
        "Return-Path: <>\n" + _ME + "Subject: Out of office\nAuto-Submitted: auto-replied\n",
        "This mailbox is no longer in use.\n",
    ),
    "vacation (Gmail)": note(_ME + "Subject: Re: Night Porter\nPrecedence: bulk\nX-Autoreply: yes\n", "Away.\n"),
    "challenge (Boxbe)": note(
        "From: Ada via Boxbe <notifications@boxbe.com>\nSubject: Re: Night Porter (Action Required)\n",
        "This message is not delivered yet. Prove that you are not a machine: click here to be let through.\n",
    ),
    "challenge (TMDA)": note(
        "Return-Path: <>\nFrom: <confirm+abc@example.net>\nSubject: Please confirm your message\nAuto-Submitted:"
        " auto-replied\n",
        "Your message was not delivered: please reply to confirm it.\n",
    ),
    "a letter": note(_ME + "Subject: Is the job still open?\n", "I would like to apply. My old address was unknown.\n"),
    "a letter from a postmaster": note(
        "From: Postmaster <postmaster@example.net>\nSubject: Your mail to our users\n",
        "Please stop writing to user unknown, we answer 550 5.1.1 to you all day.\n",
    ),
    "a letter that quotes a bounce": note(
        _ME + "Subject: Fwd: Undelivered Mail Returned to Sender\n",
        "> This is the mail system at host x.\n> <bob@example.net>: 550 5.1.1 User unknown\nWhat is this?\n",
    ),
    "a forwarded bounce of somebody else": message(
        _HEAD + _ME + "Subject: Fwd: Undelivered Mail\n",
        ("Content-Type: text/plain\n", "See what I got.\n"),
        ("Content-Type: message/rfc822\n", postfix("550 5.1.1 User unknown")),
        boundary="fwd",
        kind="multipart/mixed",
    ),
    "a disposition notification": message(
        _HEAD + _ME + "Subject: Read: Night Porter\n",
        ("Content-Type: text/plain\n", "Your message was deleted without being read.\n"),
        (
            "Content-Type: message/disposition-notification\n",
            f"Final-Recipient: rfc822; {RECIPIENT}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n",
        ),
        boundary="mdn",
        kind="multipart/report; report-type=disposition-notification",
    ),
    "a DMARC report": message(
        _HEAD + "From: noreply-dmarc-support@google.com\nSubject: Report domain: jobs.example.org\n",
        ("Content-Type: application/zip\nContent-Transfer-Encoding: base64\n", "UEsDBAoAAAA=\n"),
        boundary="dmarc",
        kind="multipart/mixed",
    ),
    "a TLS report": message(
        _HEAD + "From: noreply-smtp-tls-reporting@google.com\nSubject: Report Domain: jobs.example.org\n",
        ("Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64\n", "H4sIAAAAAAAA\n"),
        boundary="tlsrpt",
        kind="multipart/report; report-type=tlsrpt",
    ),
    "delivered": status_report(_to(RECIPIENT, "delivered", "2.1.5")),
    "relayed": status_report(_to(RECIPIENT, "relayed", "2.0.0")),
    "expanded": status_report(_to(RECIPIENT, "expanded", "2.1.5")),
    "delivered to one of two": status_report(
        _to("a@example.net", "delivered", "2.1.5") + "\n" + _to("b@example.net", "failed", "5.1.1")
    ),
    "a status part with nothing in it": status_report(""),
    "our own mail": ORIGINAL,
    "a newsletter": note("From: news@example.net\nSubject: Delivery news\nList-Id: <news.example.net>\n", "Spam!\n"),
    "no header": b"just some words",
    "nothing at all": b"",
    "a report without parts": b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n5.1.1 user unknown\r\n",
}
