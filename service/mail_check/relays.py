"""Mail services that are known by the name of their server, and what permits them in SPF."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Relay:
    """`include` is what a domain's SPF record names to permit it. With `own_return_path` it puts an address of its own
    in place of ours, unless it was told a domain of ours for that."""

    name: str
    servers: tuple[str, ...]
    include: str
    own_return_path: bool


RELAYS = (
    # https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
    Relay("Amazon SES", ("email-smtp*.amazonaws.com",), "amazonses.com", own_return_path=True),
    # https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify
    Relay("Mailgun", ("smtp*.mailgun.org",), "mailgun.org", own_return_path=True),
    Relay("SendGrid", ("smtp*.sendgrid.net",), "sendgrid.net", own_return_path=True),
    # https://support.google.com/a/answer/10684623
    Relay("Google Workspace", ("smtp*.gmail.com",), "_spf.google.com", own_return_path=False),
    Relay(
        "Microsoft 365",
        ("smtp*.office365.com", "*.mail.protection.outlook.com"),
        "spf.protection.outlook.com",
        own_return_path=False,
    ),
    Relay("Fastmail", ("smtp*.fastmail.com",), "spf.messagingengine.com", own_return_path=False),
)


def relay_of(server: str) -> Relay | None:
    """The service that a server belongs to."""
    name = server.lower().rstrip(".")
    return next((each for each in RELAYS if any(fnmatchcase(name, pattern) for pattern in each.servers)), None)
