"""Failures told in letters, of servers that know no standard for it or are older than it."""

from tests.mail.reports.ours import ORIGINAL, RETURN_PATH, message
from tests.mail.reports.replies import RECIPIENT

_DATE = "Tue, 24 Nov 2026 08:19:42 +0000"


def letter(sender: str, subject: str, text: str, *, more: str = "") -> bytes:
    return message(
        f"Return-Path: <>\nFrom: {sender}\nTo: {RETURN_PATH}\nSubject: {subject}\nDate: {_DATE}\n{more}", ("", text)
    )


def qmail(said: str) -> bytes:
    return letter(
        "MAILER-DAEMON@mx.example.com",
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the"
        " following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{RECIPIENT}>:\n{said}\n\n--- Below this line is a copy of the message.\n\n" + ORIGINAL.decode(),
    )


def exim_of_old(said: str) -> bytes:
    return letter(
        "Mail Delivery System <Mailer-Daemon@mx.example.com>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be"
        " delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        f"  {RECIPIENT}\n    SMTP error from remote mail server after RCPT TO:<{RECIPIENT}>:\n    host mx.example.net"
        f" [192.0.2.9]: {said}\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        + ORIGINAL.decode(),
        more=f"X-Failed-Recipients: {RECIPIENT}\nAuto-Submitted: auto-replied\n",
    )


def yahoo_of_old(said: str) -> bytes:
    return letter(
        "MAILER-DAEMON@yahoo.com",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n"
        f"<{RECIPIENT}>:\n{said}\n\n--- Below this line is a copy of the message.\n\n" + ORIGINAL.decode(),
    )


def hmailserver(said: str) -> bytes:
    return letter(
        "mailer-daemon@mx.example.com",
        "Message undeliverable: Night Porter at Harbour Hotel",
        "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 24 Nov 2026\n   Subject:"
        f" Night Porter at Harbour Hotel\n\nThe following recipient(s) could not be reached:\n\n{RECIPIENT}\n   Error"
        f" Type: SMTP\n   Remote server (192.0.2.9) issued an error.\n   hMailServer sent: RCPT TO:<{RECIPIENT}>\n"
        f"   Remote server replied: {said}\n\nhMailServer\n",
    )


def mdaemon(said: str) -> bytes:
    return letter(
        "MDaemon at mx.example.com <MDaemon@mx.example.com>",
        "Permanent Delivery Failure",
        "The attached message had PERMANENT fatal delivery errors.\n\nAfter one or more unsuccessful delivery attempts the"
        f" attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: {RECIPIENT}\n\n"
        f"--- Session Transcript ---\nTue 08:19:42: <-- {said}\n",
    )


def mailenable(said: str) -> bytes:
    return letter(
        "Postmaster <postmaster@mx.example.com>",
        "Message delivery failed: Night Porter at Harbour Hotel",
        f"Message could not be delivered to some recipients. The following recipient(s) could not be reached:\n\n"
        f"Recipient: [SMTP:{RECIPIENT}]\nReason: {said}\n",
    )


WRITERS = (qmail, exim_of_old, yahoo_of_old, hmailserver, mdaemon, mailenable)
