"""Reports whose form is a case of its own: no SMTP reply quoted, several mailboxes, letters that only warn."""

from service.mail.reports import Verdict
from tests.mail.reports.letters import letter, qmail
from tests.mail.reports.nothings import status_report
from tests.mail.reports.ours import ORIGINAL, RETURN_PATH, message
from tests.mail.reports.replies import RECIPIENT
from tests.mail.reports.standard_reports import REPORT, gmail, postfix, sendmail

M, P, T, D = Verdict.MAILBOX_UNKNOWN, Verdict.POLICY, Verdict.TEMPORARY, Verdict.DELAYED


def failed(status: str, diagnostic: str = "", *, address: str = RECIPIENT, action: str = "failed") -> str:
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n" + (
        f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    )


def domino(text: str, status: str) -> bytes:
    return message(
        f"From: Postmaster@example.net\nTo: {RETURN_PATH}\nSubject: DELIVERY FAILURE: {text}\nMIME-Version: 1.0\n",
        (
            "Content-Type: text/plain\n",
            f"Your message\n\n  Subject: Night Porter\n\nwas not delivered to:\n\n  {RECIPIENT}\n\nbecause:\n\n  {text}\n",
        ),
        (
            "Content-Type: message/delivery-status\n",
            f"Reporting-MTA: dns;mail.example.net\n\n{failed(status, f'X-Notes; {text}')}",
        ),
        ("Content-Type: message/rfc822\n", ORIGINAL),
        boundary="==IFJRGLKFGIR25201UHRUHIHD",
        kind=REPORT,
    )


SPECIAL: dict[str, tuple[bytes, Verdict | None]] = {
    "postfix, local user": (status_report(failed("5.1.1", 'X-Postfix; unknown user: "reader"')), M),
    "postfix, no such host": (
        status_report(
            failed("5.4.4", "X-Postfix; Host or domain name not found. Name service error for name=example.net")
        ),
        T,
    ),
    "postfix, timed out": (
        status_report(failed("4.4.1", "X-Postfix; connect to mx.example.net[192.0.2.9]:25: Connection timed out")),
        T,
    ),
    "postfix, loop": (status_report(failed("5.4.6", "X-Postfix; mail for example.net loops back to myself")), T),
    "postfix, disk quota": (
        status_report(failed("5.2.2", "X-Postfix; maildir delivery failed: disk quota exceeded")),
        T,
    ),
    "sendmail, no such host": (
        status_report(failed("5.1.2", "X-Unix; Host unknown (Name server: example.net: host not found)")),
        T,
    ),
    "sendmail, refusal without a reason": (sendmail("550 Access denied"), T),
    "sendmail, block list without a status": (sendmail("550 Rejected: 192.0.2.1 listed at bl.example.com"), P),
    "sendmail, quota without a status": (sendmail("550 Mailbox quota exceeded"), T),
    "sendmail, content": (sendmail("550 Message content rejected, UBE, id=1234"), P),
    "ironport, its own words before the other's": (
        status_report(
            failed("5.1.0", "smtp; 5.1.0 - Unknown address error 550-'5.7.1 <x@y.example>... Access denied'")
        ),
        P,
    ),
    "ironport, unknown": (
        status_report(failed("5.3.0", "smtp; 5.3.0 - Other mail system problem 550-'Unknown user reader'")),
        M,
    ),
    "ironport, its own words alone": (
        status_report(failed("5.1.0", "smtp; 5.1.0 - Unknown address error 554-'Rejected'")),
        T,
    ),
    "a policy code beside an unknown mailbox": (
        status_report(failed("5.7.1", "smtp; 553 Invalid recipient (Mode: normal)")),
        T,
    ),
    "a disabled mailbox": (status_report(failed("5.7.13", "smtp; 525 5.7.13 Disabled recipient address")), T),
    "preferences": (status_report(failed("5.1.1", "smtp; 550 5.1.1 RCP-P2 Refused due to recipient preferences")), T),
    "a status alone, mailbox": (status_report(failed("5.1.1")), M),
    "a status alone, full": (status_report(failed("5.2.2")), T),
    "a status alone, policy": (status_report(failed("5.7.1")), P),
    "a status alone, unknown to anybody": (status_report(failed("5.9.9")), T),
    "a status with a comment": (status_report(failed("5.1.1 (bad destination mailbox address)")), M),
    "no status at all": (status_report(f"Final-Recipient: rfc822; {RECIPIENT}\nAction: failed\n"), T),
    "a broken status": (status_report(failed("permanent")), T),
    "no action, a status": (status_report(f"Final-Recipient: rfc822; {RECIPIENT}\nStatus: 5.1.1\n"), M),
    "two unknown": (
        status_report(failed("5.1.1", address="a@example.net") + "\n" + failed("5.1.1", address="b@example.net")),
        M,
    ),
    "one unknown, one full": (
        status_report(failed("5.1.1", address="a@example.net") + "\n" + failed("5.2.2", address="b@example.net")),
        T,
    ),
    "one unknown, one delayed": (
        status_report(
            failed("5.1.1", address="a@example.net") + "\n" + failed("4.4.1", address="b@example.net", action="delayed")
        ),
        D,
    ),
    "no blank line before the recipient": (
        message(
            f"From: MAILER-DAEMON@mx.example.com\nTo: {RETURN_PATH}\nSubject: Undeliverable\nMIME-Version: 1.0\n",
            ("Content-Type: text/plain\n", "Failed.\n"),
            ("Content-Type: message/delivery-status\n", f"Reporting-MTA: dns; mx.example.com\n{failed('5.1.1')}"),
            boundary="b2",
            kind=REPORT,
        ),
        M,
    ),
    "international (RFC 6533)": (
        message(
            f"From: MAILER-DAEMON@mx.example.com\nTo: {RETURN_PATH}\nSubject: Undeliverable\nMIME-Version: 1.0\n",
            ("Content-Type: text/plain; charset=utf-8\n", "Nicht zugestellt.\n"),
            (
                "Content-Type: message/global-delivery-status\n",
                "Reporting-MTA: dns; mx.example.com\n\n"
                "Final-Recipient: utf-8; jané@example.net\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n",
            ),
            boundary="b3",
            kind="multipart/report; report-type=global-delivery-status",
        ),
        M,
    ),
    "domino, unknown": (domino(f"User reader ({RECIPIENT}) not listed in Domino Directory", "5.1.1"), M),
    "domino, no route": (domino("Unable to deliver because of a routing failure", "5.0.0"), T),
    "domino, full": (domino("Router: Database disk quota exceeded", "5.2.2"), T),
    "exchange 2003": (status_report(failed("5.1.1", "smtp;550 5.1.1 unknown")), M),
    "expired after days of refusals": (postfix("450 4.7.1 Try again later", status="4.7.1"), P),
    "qmail, unknown": (qmail("Sorry, no mailbox here by that name. (#5.1.1)"), M),
    "qmail, vpopmail": (qmail("Sorry, no mailbox here by that name. vpopmail (#5.1.1)"), M),
    "qmail, host": (qmail("Sorry, I couldn't find any host named example.net. (#5.1.2)"), T),
    "qmail, quota": (qmail("The users mailfolder is over the allowed quota (size). (#5.2.2)"), T),
    "qmail, queue": (
        qmail(
            "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long."
        ),
        T,
    ),
    "qmail, remote": (
        qmail(
            f"192.0.2.9 does not like recipient.\nRemote host said: 550 5.1.1 <{RECIPIENT}>: User unknown\nGiving up on 192.0.2.9."
        ),
        M,
    ),
    "qmail, remote block": (
        qmail("192.0.2.9 failed after I sent the message.\nRemote host said: 554 Message refused, spam score too high"),
        P,
    ),
    "exim, an old warning": (
        letter(
            "Mail Delivery System <Mailer-Daemon@mx.example.com>",
            "Warning: message 1tF4Ab-0001 delayed 24 hours",
            "This message was created automatically by mail delivery software.\nA message that you sent has not yet been"
            f" delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n  {RECIPIENT}\n    550"
            " later perhaps\n\nNo action is required on your part. Delivery attempts will continue for some time.\n",
        ),
        D,
    ),
    "sendmail, an old warning": (
        letter(
            "Mail Delivery Subsystem <MAILER-DAEMON@relay.example.com>",
            "Warning: could not send message for past 4 hours",
            "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n"
            f"    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n{RECIPIENT}... Deferred: Connection timed out\n",
        ),
        D,
    ),
    "sendmail, of old": (
        letter(
            "Mail Delivery Subsystem <MAILER-DAEMON@relay.example.com>",
            "Returned mail: User unknown",
            "The original message was received at Tue, 24 Nov 2026\n\n   ----- The following addresses had delivery problems"
            f" -----\n{RECIPIENT}  (unrecoverable error)\n\n   ----- Transcript of session follows -----\n... while talking"
            f" to mx.example.net.:\n<<< 550 {RECIPIENT}... User unknown\n\n   ----- Original message follows -----\n\n"
            + ORIGINAL.decode(),
        ),
        M,
    ),
    "a letter that says nothing": (
        letter("MAILER-DAEMON@mx.example.com", "Undelivered mail", f"Sorry.\n\n{RECIPIENT}\n"),
        T,
    ),
    "cut off before its status": (gmail("550 5.1.1 User unknown")[:600], T),
    "groupwise": (
        letter(
            "Mailer-Daemon@mx.example.com",
            "Message status - undeliverable",
            f"The message that you sent was undeliverable to the following:\n\t{RECIPIENT} (user not found)\n",
        ),
        M,
    ),
}
