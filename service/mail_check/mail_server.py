"""A short conversation with the SMTP server of the settings: it is greeted, logged in to, and left. Nothing is sent."""

from dataclasses import dataclass
from socket import gaierror
from ssl import SSLCertVerificationError, SSLObject

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPTimeoutError

from service.mail_check.installation import Installation


@dataclass(frozen=True)
class Conversation:
    """How it went. `trouble` says why it ended early, `refused_login` that the name or the password was why. `tls` is
    the version that protects the connection, and None where nothing does."""

    trouble: str | None = None
    refused_login: bool = False
    tls: str | None = None
    offers_starttls: bool = False


async def greet(
    installation: Installation, *, username: str | None = None, password: str | None = None, seconds: float = 10
) -> Conversation:
    """Connect as a worker would. Over an unprotected connection to elsewhere no password is told."""
    client = SMTP(
        hostname=installation.smtp_host,
        port=installation.smtp_port,
        timeout=seconds,
        use_tls=installation.smtp_tls == "tls",
        start_tls=installation.smtp_tls == "starttls",
        local_hostname=installation.from_domain,
    )
    try:
        await client.connect()
        await client.ehlo()
        offers = client.supports_extension("starttls")
        protected = client.transport.get_extra_info("ssl_object") if client.transport else None
        tls = protected.version() if isinstance(protected, SSLObject) else None
        if username and password and (tls or installation.smtp_is_near):
            await client.login(username, password)
        await client.quit()
    except SMTPAuthenticationError as error:
        return Conversation(f"it refused the login: {error.code} {_one_line(error.message)}", refused_login=True)
    except (SMTPException, OSError) as error:
        return Conversation(_reason(error))
    finally:
        client.close()
    return Conversation(tls=tls, offers_starttls=offers)


def _reason(error: SMTPException | OSError) -> str:
    """What went wrong, from the error that the library met, in words for what is met most."""
    met = error.__cause__ or error
    match met:
        case ConnectionRefusedError():
            return "it takes no connections"
        case gaierror():
            return "no address is found for this name"
        case SSLCertVerificationError():
            return f"its certificate cannot be trusted: {met.verify_message}"
        case TimeoutError() | SMTPTimeoutError():
            return "it did not answer in time"
    return _one_line(str(error)) or type(error).__name__


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
