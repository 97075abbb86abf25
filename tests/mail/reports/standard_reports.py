"""Reports in RFC 3464's format, each as one mail system writes it; made here in their shape, not copied."""

import re
import textwrap

from tests.mail.reports.ours import ORIGINAL, ORIGINAL_HEADERS, RETURN_PATH, message
from tests.mail.reports.replies import RECIPIENT

REPORT = "multipart/report; report-type=delivery-status"
_DATE = "Tue, 24 Nov 2026 08:19:42 +0000"
_ENHANCED = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")


def status_of(reply: str, otherwise: str) -> str:
    found = _ENHANCED.search(reply)
    return found[0] if found else otherwise


def folded(text: str) -> str:
    return "\n    ".join(textwrap.wrap(text, 66, break_long_words=False))


def postfix(reply: str, *, action: str = "failed", status: str | None = None) -> bytes:
    status = status or status_of(reply, f"{reply[0]}.0.0")
    subject = "Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)"
    host = "mail.jobs.example.org"
    return message(
        f"Return-Path: <>\nReceived: by {host} (Postfix)\n\tid 4XyZ1b2c3d; {_DATE}\nDate: {_DATE}\n"
        f"From: MAILER-DAEMON@{host} (Mail Delivery System)\nSubject: {subject}\nTo: {RETURN_PATH}\n"
        f"Auto-Submitted: auto-replied\nMIME-Version: 1.0\nMessage-Id: <20261124081942.4XyZ1b@{host}>\n",
        (
            "Content-Description: Notification\nContent-Type: text/plain; charset=utf-8\n",
            f"This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail"
            f" to postmaster.\n\n                   The mail system\n\n<{RECIPIENT}>: host mx.example.net[192.0.2.9]"
            f" said: {folded(reply)} (in reply to RCPT TO command)\n",
        ),
        (
            "Content-Description: Delivery report\nContent-Type: message/delivery-status\n",
            f"Reporting-MTA: dns; {host}\nX-Postfix-Queue-ID: 4XyZ1b2c3d\nX-Postfix-Sender: rfc822; {RETURN_PATH}\n"
            f"Arrival-Date: {_DATE}\n\nFinal-Recipient: rfc822; {RECIPIENT}\nOriginal-Recipient: rfc822;{RECIPIENT}\n"
            f"Action: {action}\nStatus: {status}\nRemote-MTA: dns; mx.example.net\n"
            f"Diagnostic-Code: smtp; {folded(reply)}\n",
        ),
        ("Content-Description: Undelivered Message\nContent-Type: message/rfc822\n", ORIGINAL),
        boundary="4XyZ1b2c3d.1732436382/mail.jobs.example.org",
        kind=REPORT,
    )


def exim(reply: str, *, action: str = "failed") -> bytes:
    """Its status is 5.0.0 or 4.0.0 whatever the other server said."""
    failed = action == "failed"
    subject = (
        "Mail delivery failed: returning message to sender" if failed else "Warning: message 1tF4Ab delayed 24 hours"
    )
    return message(
        f"Return-path: <>\nEnvelope-to: {RETURN_PATH}\nReceived: from mailnull by mx.example.com with local (Exim 4.97)\n"
        + (f"X-Failed-Recipients: {RECIPIENT}\n" if failed else "")
        + "Auto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@mx.example.com>\n"
        f"To: {RETURN_PATH}\nReferences: <1@jobs.example.org>\nMIME-Version: 1.0\nSubject: {subject}\nDate: {_DATE}\n",
        (
            "Content-type: text/plain; charset=us-ascii\n",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be"
            f" delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  {RECIPIENT}\n    host"
            f" mx.example.net [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<{RECIPIENT}>:\n"
            f"    {reply}\n",
        ),
        (
            "Content-type: message/delivery-status\n",
            f"Reporting-MTA: dns; mx.example.com\n\nAction: {action}\nFinal-Recipient: rfc822;{RECIPIENT}\n"
            f"Status: {5 if failed else 4}.0.0\nRemote-MTA: dns; mx.example.net\nDiagnostic-Code: smtp; {reply}\n",
        ),
        ("Content-type: message/rfc822\n", ORIGINAL),
        boundary="1732436382-eximdsn-1804289383",
        kind=REPORT,
    )


def sendmail(reply: str, *, action: str = "failed") -> bytes:
    """It makes 5.1.1 of every 550 that brings no status of its own."""
    made_up = "4.0.0" if reply[0] == "4" else {"550": "5.1.1", "551": "5.1.6", "552": "5.2.2"}.get(reply[:3], "5.0.0")
    status = status_of(reply, made_up)
    failed = action == "failed"
    return message(
        f"Return-Path: <MAILER-DAEMON>\nReceived: from localhost (localhost)\n\tby relay.example.com (8.17.1/8.17.1) id"
        f" 4AO8JgQ1; {_DATE}\nDate: {_DATE}\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@relay.example.com>\n"
        f"To: <{RETURN_PATH}>\nMIME-Version: 1.0\nAuto-Submitted: auto-generated (failure)\nSubject: "
        + (
            "Returned mail: see transcript for details"
            if failed
            else "Warning: could not send message for past 4 hours"
        )
        + "\n",
        (
            "",
            f"The original message was received at {_DATE}\nfrom jobs.example.org [192.0.2.1]\n\n   ----- The following"
            f" addresses had permanent fatal errors -----\n<{RECIPIENT}>\n    (reason: {reply})\n\n   ----- Transcript of"
            f" session follows -----\n... while talking to mx.example.net.:\n>>> RCPT To:<{RECIPIENT}>\n<<< {reply}\n"
            f"550 5.1.1 <{RECIPIENT}>... User unknown\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            "Reporting-MTA: dns; relay.example.com\nReceived-From-MTA: DNS; jobs.example.org\nArrival-Date:"
            f" {_DATE}\n\nFinal-Recipient: RFC822; {RECIPIENT}\nAction: {action}\nStatus: {status}\nRemote-MTA: DNS;"
            f" mx.example.net\nDiagnostic-Code: SMTP; {reply}\nLast-Attempt-Date: {_DATE}\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="4AO8JgQ1.1732436382/relay.example.com",
        kind=REPORT,
    )


def exchange_online(reply: str, *, action: str = "failed") -> bytes:
    return message(
        "Received: from AM6PR0101CA0061.eurprd01.prod.exchangelabs.com\nMIME-Version: 1.0\nFrom: Microsoft Outlook"
        f" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net>\nTo: <{RETURN_PATH}>\nDate: {_DATE}\n"
        "X-MS-Exchange-Message-Is-Ndr:\nContent-Language: en-US\nMessage-ID: <5c0b8d7e@example.net>\n"
        "Subject: Undeliverable: Night Porter at Harbour Hotel\nAuto-Submitted: auto-replied\n",
        (
            'Content-Type: multipart/alternative; boundary="inner-5c0b8d7e"\n',
            "--inner-5c0b8d7e\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding:"
            f" quoted-printable\n\nYour message to {RECIPIENT} couldn't be delivered.=\n\n--inner-5c0b8d7e\nContent-Type:"
            " text/html\n\n<p>Your message couldn't be delivered.</p>\n--inner-5c0b8d7e--\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            f"Reporting-MTA: dns;AM6PR0101MB2345.eurprd01.prod.exchangelabs.com\nReceived-From-MTA: dns;mx.example.org\n"
            f"Arrival-Date: {_DATE}\n\nFinal-Recipient: rfc822;{RECIPIENT}\nAction: {action}\n"
            f"Status: {status_of(reply, '5.0.350')}\nDiagnostic-Code: smtp;{reply}\nX-Display-Name: Reader\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="5c0b8d7e-9b1d-4f9d-a8f0-1b2c3d4e5f60",
        kind=REPORT,
    )


def gmail(reply: str, *, action: str = "failed") -> bytes:
    failed = action == "failed"
    return message(
        f"Delivered-To: {RETURN_PATH}\nReceived: by 2002:a05:6402:1234:b0:5cf with SMTP id x\nContent-Disposition:"
        f" inline\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: {RETURN_PATH}\nAuto-Submitted:"
        f" auto-replied\nSubject: Delivery Status Notification ({'Failure' if failed else 'Delay'})\nMIME-Version: 1.0\n"
        f"Date: {_DATE}\n",
        (
            'Content-Type: multipart/related; boundary="000000000000related"\n',
            '--000000000000related\nContent-Type: multipart/alternative; boundary="000000000000alt"\n\n'
            f'--000000000000alt\nContent-Type: text/plain; charset="UTF-8"\n\n** Address not found **\n\nYour message'
            f" wasn't delivered to {RECIPIENT}.\n\nThe response was:\n\n{reply}\n\n--000000000000alt\nContent-Type:"
            " text/html\n\n<p>Address not found</p>\n--000000000000alt--\n--000000000000related\nContent-Type:"
            ' image/png; name="icon.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n'
            "--000000000000related--\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            f"Reporting-MTA: dns; googlemail.com\nArrival-Date: {_DATE}\nX-Original-Message-ID: <1@jobs.example.org>\n\n"
            f"Final-Recipient: rfc822; {RECIPIENT}\nAction: {action}\nStatus: {status_of(reply, '5.0.0')}\nRemote-MTA:"
            f" dns; mx.example.net. (192.0.2.9, the server for the domain example.net.)\nDiagnostic-Code: smtp;"
            f" {folded(reply)}\nLast-Attempt-Date: {_DATE}\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="000000000000report",
        kind=REPORT,
    )


def ses(reply: str, *, action: str = "failed") -> bytes:
    return message(
        f"From: MAILER-DAEMON@eu-west-1.amazonses.com\nTo: {RETURN_PATH}\nDate: {_DATE}\nSubject: Delivery Status"
        " Notification (Failure)\nMIME-Version: 1.0\nMessage-ID: <0102018a@eu-west-1.amazonses.com>\n",
        (
            "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n",
            "An error occurred while trying to deliver the mail to the following recipients:\n" + RECIPIENT + "\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            f"Reporting-MTA: dns; a4-1.smtp-out.eu-west-1.amazonses.com\n\nAction: {action}\nFinal-Recipient: rfc822;"
            f" {RECIPIENT}\nDiagnostic-Code: smtp; {reply}\nStatus: {status_of(reply, reply[0] + '.0.0')}\n",
        ),
        ("Content-Type: text/rfc822-headers\n", ORIGINAL_HEADERS),
        boundary="----=_Part_1234_5678.1732436382",
        kind=REPORT,
    )


def mailgun(reply: str, *, action: str = "failed") -> bytes:
    return message(
        f"From: Mail Delivery Subsystem <postmaster@mg.example.com>\nTo: {RETURN_PATH}\nDate: {_DATE}\nMime-Version: 1.0\n"
        "Subject: Delivery Status Notification (Failure)\nAuto-Submitted: auto-replied\nX-Mailgun-Sid: WyIx\n",
        (
            'Content-Type: text/plain; charset="ascii"\nContent-Transfer-Encoding: quoted-printable\n',
            f"Your message to {RECIPIENT} could not be delivered=20\n",
        ),
        (
            "Content-Type: message/delivery-status\nContent-Transfer-Encoding: 7bit\n",
            f"Reporting-MTA: dns; mxa.mailgun.org\n\nFinal-Recipient: rfc822; {RECIPIENT}\nAction: {action}\n"
            f"Status: {status_of(reply, '5.0.0')}\nDiagnostic-Code: smtp; {reply}\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="6f1c2d3e4f5a",
        kind=REPORT,
    )


def opensmtpd(reply: str, *, action: str = "failed") -> bytes:
    """A report in all but its type, which is multipart/mixed."""
    kind = "error" if action == "failed" else "delayed"
    return message(
        f"Return-Path: <>\nDelivered-To: {RETURN_PATH}\nReceived: from localhost (mx.example.com [local])\nSubject:"
        f" Delivery status notification: {kind}\nFrom: Mailer Daemon <MAILER-DAEMON@mx.example.com>\nTo: {RETURN_PATH}\n"
        f"Date: {_DATE}\nMIME-Version: 1.0\n",
        (
            "Content-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n",
            "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred"
            f" while attempting to deliver a message for\n    the following list of recipients:\n\n{RECIPIENT}: {reply}\n",
        ),
        (
            "Content-Description: Delivery Report\nContent-Type: message/delivery-status\n",
            f"Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; {RECIPIENT}\nAction: {action}\n"
            f"Status: {status_of(reply, reply[0] + '.0.0')}\nDiagnostic-Code: smtp; {reply}\n",
        ),
        ("Content-Description: Message headers\nContent-Type: text/rfc822-headers\n", ORIGINAL_HEADERS),
        boundary="17324363821234567890/mx.example.com",
        kind="multipart/mixed",
    )


def haraka(reply: str, *, action: str = "failed") -> bytes:
    return message(
        f"Received: via Haraka outbound.js at {_DATE}\nDate: {_DATE}\nFrom: MAILER-DAEMON@relay.example.com\n"
        f"To: {RETURN_PATH}\nSubject: failure notice\nMIME-Version: 1.0\nMessage-Id: <a@relay.example.com>\n",
        (
            "Content-Type: text/plain; charset=us-ascii\n",
            "Hi. This is the Haraka Mailer program at relay.example.com.\nI'm afraid I wasn't able to deliver your"
            f" message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n"
            f"\n<{RECIPIENT}>: {reply}\n",
        ),
        (
            "Content-Description: Delivery report\nContent-Type: message/delivery-status\n",
            f"Original-Envelope-Id: A1\nReporting-MTA: dns;relay.example.com\nArrival-Date: {_DATE}\n\nFinal-Recipient:"
            f" rfc822;{RECIPIENT}\nAction: {action}\nStatus: {status_of(reply, reply[0] + '.0.0')}\nRemote-MTA:"
            f" mx.example.net\nDiagnostic-Code: smtp;{reply}\n",
        ),
        ("Content-Description: Undelivered Message\nContent-Type: message/rfc822\n", ORIGINAL),
        boundary="boundary_A1B2",
        kind=REPORT,
    )


def courier(reply: str, *, action: str = "failed") -> bytes:
    return message(
        f'From: "Courier mail server at mx.example.com" <@>\nTo: {RETURN_PATH}\nSubject: NOTICE: mail delivery status.'
        f"\nDate: {_DATE}\nMime-Version: 1.0\n",
        (
            'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 7bit\n',
            f"This is a delivery status notification from mx.example.com.\n\nUNDELIVERABLE MAIL\n\n<{RECIPIENT}>:\n"
            f"     mx.example.net [192.0.2.9]:\n >>> RCPT TO:<{RECIPIENT}>\n <<< {reply}\n",
        ),
        (
            "Content-Type: message/delivery-status\nContent-Transfer-Encoding: 7bit\n",
            f"Reporting-MTA: dns; mx.example.com\nArrival-Date: {_DATE}\n\nFinal-Recipient: rfc822; {RECIPIENT}\n"
            f"Action: {action}\nStatus: {'5' if reply[0] == '5' else '4'}.0.0\nRemote-MTA: dns; mx.example.net\n"
            f"Diagnostic-Code: smtp; {reply}\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="=_courier-0",
        kind="multipart/report; report-type=delivery-status",
    )


def communigate(reply: str, *, action: str = "failed") -> bytes:
    return message(
        f"From: <MAILER-DAEMON@mx.example.com>\nTo: {RETURN_PATH}\nSubject: Undeliverable mail: Night Porter\nDate:"
        f" {_DATE}\nMIME-Version: 1.0\nX-Mailer: CommuniGate Pro MAPI\n",
        (
            "Content-Type: text/plain\n",
            f"Failed to deliver to '{RECIPIENT}'\nSMTP module(domain example.net) reports:\n {reply}\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            f"Reporting-MTA: dns; mx.example.com\n\nOriginal-Recipient: rfc822;<{RECIPIENT}>\nFinal-Recipient:"
            f" rfc822;<{RECIPIENT}>\nAction: {action}\nStatus: {status_of(reply, reply[0] + '.0.0')}\nDiagnostic-Code:"
            f" smtp;{reply}\n",
        ),
        ("Content-Type: text/rfc822-headers\n", ORIGINAL_HEADERS),
        boundary="_===55555====mx.example.com===_",
        kind=REPORT,
    )


def james(reply: str, *, action: str = "failed") -> bytes:
    """Its status part is quoted-printable, which the standard does not know."""
    return message(
        f"From: MAILER-DAEMON@mx.example.com\nTo: {RETURN_PATH}\nSubject: Re: Night Porter\nDate: {_DATE}\nMIME-Version: 1.0\n",
        (
            "Content-Type: text/plain\n",
            f"Hi. This is the James mail server at mx.example.com.\n\n{RECIPIENT}\n{reply}\n",
        ),
        (
            "Content-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n",
            f"Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; {RECIPIENT}\nAction: {action}\n"
            f"Status: {status_of(reply, reply[0] + '.0.0')}\nDiagnostic-Code: smtp; {reply.replace('=', '=3D')}\n",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="=-=-james-=-=",
        kind=REPORT,
    )


def base64_gateway(reply: str, *, action: str = "failed") -> bytes:
    """A filter that wraps what passes it, re-encoding every part, and puts a footer beside."""
    import base64

    status = (
        f"Reporting-MTA: dns; gw.example.com\r\n\r\nFinal-Recipient: rfc822; {RECIPIENT}\r\nAction: {action}\r\n"
        f"Status: {status_of(reply, reply[0] + '.0.0')}\r\nDiagnostic-Code: smtp; {reply}\r\n"
    )
    inner = (
        "--inner\nContent-Type: text/plain\n\nYour mail failed.\n--inner\nContent-Type: message/delivery-status\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(status.encode()).decode()}\n--inner--\n"
    )
    return message(
        f"X-Original-To: {RETURN_PATH}\nDelivered-To: bounces@jobs.example.org\nFrom: postmaster@gw.example.com\nTo:"
        f" undisclosed-recipients:;\nSubject: Undeliverable\nDate: {_DATE}\nMIME-Version: 1.0\n",
        ('Content-Type: multipart/report; report-type="delivery-status"; boundary=inner\n', inner),
        ("Content-Type: text/plain\n", "Scanned by a gateway.\n"),
        boundary="outer",
        kind="multipart/mixed",
    )


WRITERS = (
    postfix, exim, sendmail, exchange_online, gmail, ses, mailgun, opensmtpd, haraka, courier, communigate, james,
    base64_gateway,
)  # fmt: skip
