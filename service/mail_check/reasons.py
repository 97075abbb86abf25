"""Why each check matters: whose rule it is, and where that is written. docs/mail.md says when each page was read."""

from dataclasses import dataclass

from service.mail_check.findings import Check

GOOGLE = "https://support.google.com/a/answer/81126"
GOOGLE_ANSWERS = "https://support.google.com/a/answer/14229414"
GOOGLE_CODES = "https://support.google.com/a/answer/3726730"
YAHOO = "https://senders.yahooinc.com/best-practices/"
YAHOO_ANSWERS = "https://senders.yahooinc.com/faqs/"
MICROSOFT = (
    "https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/"
    "strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730"
)


def _rfc(number: int) -> str:
    return f"https://www.rfc-editor.org/rfc/rfc{number}"


@dataclass(frozen=True)
class Reason:
    title: str
    why: str
    sources: tuple[str, ...]


REASONS = {
    Check.FROM_DOMAIN: Reason(
        "From domain",
        "Gmail quarantines, and Yahoo rejects, mail that claims to be from their addresses and is not; other free"
        " providers ask for the same.",
        (GOOGLE, YAHOO_ANSWERS),
    ),
    Check.PUBLIC_URL: Reason(
        "Public address",
        "Gmail and Yahoo ask bulk senders for a stop link that works; both call it from their own machines.",
        (GOOGLE, YAHOO),
    ),
    Check.ONE_CLICK: Reason(
        "One-click stop",
        "Gmail requires it in subscribed mail of bulk senders and Yahoo recommends it highly; RFC 8058 knows it by"
        " https alone.",
        (GOOGLE, YAHOO, _rfc(8058)),
    ),
    Check.MAIL_SERVER: Reason(
        "Mail server",
        "Without it nothing is sent; without TLS to it, passwords and the addresses of people can be read on the way.",
        (GOOGLE,),
    ),
    Check.ONWARD_TLS: Reason(
        "TLS onwards",
        "Gmail rejects mail of bulk senders that does not come by TLS (5.7.29).",
        (GOOGLE, GOOGLE_ANSWERS),
    ),
    Check.REVERSE_DNS: Reason(
        "Reverse DNS",
        "Gmail and Yahoo require that the address that sends has a name (PTR) that leads back to it (Gmail: 5.7.25);"
        " Yahoo asks that the name is not a generic one.",
        (GOOGLE, GOOGLE_ANSWERS, YAHOO),
    ),
    Check.SPF_RECORD: Reason(
        "SPF record",
        "Gmail (5.7.27), Yahoo and Microsoft (550 5.7.515) require SPF of bulk senders; it is looked for at the domain"
        " of the return path.",
        (GOOGLE, GOOGLE_ANSWERS, YAHOO, MICROSOFT, _rfc(7208)),
    ),
    Check.SPF_LOOKUPS: Reason(
        "SPF lookups",
        "Receivers stop with an error at the eleventh lookup, and at the third that leads to nothing; Microsoft names"
        " this as why SPF fails.",
        (_rfc(7208), MICROSOFT),
    ),
    Check.SPF_ENDING: Reason(
        "SPF ending",
        "A record that lets everybody in protects nobody: Gmail holds back mail of domains with suspicious entries in"
        " SPF (4.7.24).",
        (GOOGLE_CODES, _rfc(7208)),
    ),
    Check.SPF_PERMITS: Reason(
        "SPF permits us",
        "Gmail (5.7.27) and Microsoft (550 5.7.515) reject mail of bulk senders from an address that SPF does not"
        " permit; Yahoo requires SPF, too.",
        (GOOGLE_ANSWERS, YAHOO, MICROSOFT),
    ),
    Check.DKIM_KEY: Reason(
        "DKIM signing key",
        "Gmail (5.7.30), Yahoo and Microsoft (550 5.7.515) require a valid signature of bulk senders.",
        (GOOGLE_ANSWERS, YAHOO, MICROSOFT),
    ),
    Check.DKIM_RECORD: Reason(
        "DKIM record",
        "Gmail (5.7.30), Yahoo and Microsoft (550 5.7.515) require a valid signature of bulk senders, and find its key"
        " in the DNS.",
        (GOOGLE, GOOGLE_ANSWERS, YAHOO, MICROSOFT, _rfc(6376)),
    ),
    Check.DKIM_STRENGTH: Reason(
        "DKIM key length",
        "Gmail and Yahoo require 1024 bits at least; Gmail recommends 2048.",
        (GOOGLE, YAHOO, _rfc(8301)),
    ),
    Check.DMARC_RECORD: Reason(
        "DMARC record",
        "Gmail, Yahoo and Microsoft (550 5.7.515) require a DMARC policy of bulk senders, p=none at least.",
        (GOOGLE, YAHOO, MICROSOFT, _rfc(9989)),
    ),
    Check.DMARC_REPORTS: Reason(
        "DMARC reports",
        "Yahoo recommends them strongly and Gmail recommends them: they tell who sends in your name, and what fails.",
        (YAHOO, GOOGLE, _rfc(9990)),
    ),
    Check.DMARC_ALIGNMENT: Reason(
        "DMARC alignment",
        "Gmail (4.7.32), Yahoo and Microsoft require that the From domain is that of SPF or of DKIM; Microsoft prefers"
        " both.",
        (GOOGLE, GOOGLE_ANSWERS, YAHOO, MICROSOFT),
    ),
    Check.BOUNCES: Reason(
        "Bounces arrive",
        "Yahoo and Microsoft ask to stop mailing invalid addresses, which only bounces tell of; many receivers refuse a"
        " return path that cannot be answered.",
        (YAHOO, MICROSOFT, _rfc(5321)),
    ),
    Check.REPLIES: Reason(
        "Replies arrive",
        "Microsoft asks that the From address can receive replies.",
        (MICROSOFT,),
    ),
}
