"""What the settings alone, and a greeting of the mail server, say about this installation's mail."""

from urllib.parse import urlsplit

from service.mail_check.findings import Check, Finding, Status
from service.mail_check.free_mail import FREE_MAIL
from service.mail_check.installation import Installation, is_near
from service.mail_check.mail_server import Conversation
from service.mail_check.records import Records


def check_configuration(installation: Installation, conversation: Conversation, records: Records) -> list[Finding]:
    findings = [
        _from_domain(installation),
        _public_url(installation, records),
        _one_click(installation),
        _mail_server(installation, conversation),
    ]
    if installation.smtp_is_near and conversation.trouble is None:
        findings.append(_onward_tls(installation))
    return findings


def _from_domain(installation: Installation) -> Finding:
    domain = installation.from_domain
    if domain in FREE_MAIL:
        return Finding(
            Check.FROM_DOMAIN,
            Status.FAIL,
            f"{domain} belongs to a mail provider, whose DNS cannot permit this installation.",
            "Set ROLECALL_MAIL_FROM to an address in a domain of your own.",
        )
    return Finding(Check.FROM_DOMAIN, Status.OK, f"{domain} is not a free mail provider's.")


def _public_url(installation: Installation, records: Records) -> Finding:
    host = urlsplit(installation.public_url).hostname or ""
    if is_near(host):
        return Finding(
            Check.PUBLIC_URL,
            Status.FAIL,
            f"{installation.public_url} is reached from this machine or its network alone.",
            "Set ROLECALL_PUBLIC_URL to the https address that people use.",
        )
    if _is_address(host):
        return Finding(
            Check.PUBLIC_URL,
            Status.WARN,
            f"{installation.public_url} has no name, and links to bare addresses look like those of spam.",
            "Set ROLECALL_PUBLIC_URL to an https address with a name.",
        )
    found, trouble = records.addresses(host)
    if trouble is not None:
        return Finding(Check.PUBLIC_URL, Status.UNKNOWN, f"Whether {host} has an address: {trouble}.")
    if not found:
        return Finding(
            Check.PUBLIC_URL,
            Status.FAIL,
            f"{host} has no address in the DNS: no link in any mail works.",
            f"Publish an A or AAAA record of {host} with the address of the reverse proxy, or correct"
            " ROLECALL_PUBLIC_URL.",
        )
    return Finding(Check.PUBLIC_URL, Status.OK, f"{installation.public_url} leads to {', '.join(map(str, found))}.")


def _one_click(installation: Installation) -> Finding:
    if urlsplit(installation.public_url).scheme != "https":
        return Finding(
            Check.ONE_CLICK,
            Status.FAIL,
            "Every alert's mail has List-Unsubscribe and List-Unsubscribe-Post, but by an address that is not https,"
            " which no provider calls.",
            "Serve Rolecall by https and set ROLECALL_PUBLIC_URL to that address.",
        )
    return Finding(
        Check.ONE_CLICK, Status.OK, "Every alert's mail has List-Unsubscribe and List-Unsubscribe-Post, by https."
    )


def _mail_server(installation: Installation, conversation: Conversation) -> Finding:
    server = f"{installation.smtp_host}, port {installation.smtp_port}"
    if conversation.trouble is not None:
        return Finding(
            Check.MAIL_SERVER,
            Status.FAIL,
            f"{server}: {conversation.trouble.rstrip('.')}.",
            _mend(installation, conversation),
        )
    if conversation.tls is not None:
        return Finding(Check.MAIL_SERVER, Status.OK, f"{server} answers, protected by {conversation.tls}.")
    if installation.smtp_is_near:
        return Finding(
            Check.MAIL_SERVER, Status.OK, f"{server} answers; it is near, so that what it is told needs no TLS."
        )
    remedy = "Set ROLECALL_SMTP_TLS to starttls."
    if not conversation.offers_starttls:
        remedy = "Set ROLECALL_SMTP_TLS to tls and ROLECALL_SMTP_PORT to 465, or use a server that offers STARTTLS."
    told = " The password is sent where it can be read, too." if installation.smtp_login else ""
    return Finding(Check.MAIL_SERVER, Status.FAIL, f"{server} is spoken to without TLS.{told}", remedy)


def _mend(installation: Installation, conversation: Conversation) -> str:
    if conversation.refused_login:
        return "Correct ROLECALL_SMTP_USERNAME and ROLECALL_SMTP_PASSWORD."
    mended = "Correct ROLECALL_SMTP_HOST, ROLECALL_SMTP_PORT and ROLECALL_SMTP_TLS"
    if installation.smtp_tls == "tls" and installation.smtp_port != 465:
        mended += " (tls is usual at port 465, starttls at 587)"
    if installation.smtp_tls == "starttls" and installation.smtp_port == 465:
        mended += " (port 465 wants tls)"
    return f"{mended}. Where another machine sends the mail, run this command there."


def _onward_tls(installation: Installation) -> Finding:
    return Finding(
        Check.ONWARD_TLS,
        Status.UNKNOWN,
        f"{installation.smtp_host} passes mail on; whether it does so by TLS is its own setting.",
        "See that it does: for Postfix, smtp_tls_security_level = may (or dane) in main.cf.",
    )


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
