"""What the settings say about this installation's mail, as the rules read it."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from service.mail_check.records import Address
from service.mail_check.relays import Relay

KeyKind = Literal["rsa", "ed25519"]


@dataclass(frozen=True)
class SigningKey:
    """The public half of the key that signs: `published` is what stands in a DKIM record after p=."""

    kind: KeyKind
    bits: int
    published: str


@dataclass(frozen=True)
class Installation:
    """`signing_key` is the key in the settings, or why it cannot be used, or None where a relay signs. `relay` is the
    mail service that the SMTP server is known to belong to."""

    from_domain: str
    return_path_domain: str
    public_url: str
    smtp_host: str
    smtp_port: int
    smtp_tls: Literal["none", "starttls", "tls"]
    smtp_login: bool
    dkim_selector: str | None
    signing_key: SigningKey | str | None
    sending_addresses: tuple[Address, ...]
    relay: Relay | None

    @property
    def smtp_is_near(self) -> bool:
        """Whether the SMTP server is on this machine or in its private network, as far as its name tells."""
        return is_near(self.smtp_host)

    @property
    def dkim_name(self) -> str | None:
        """Where the key is looked for: the domain that signs is the one in From."""
        return f"{self.dkim_selector}._domainkey.{self.from_domain}" if self.dkim_selector else None


def is_near(host: str) -> bool:
    """Whether a host is nobody's but ours: a loopback or private address, or a name without a dot."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".internal", ".local"))
    return address.is_private
