"""E-mail addresses: as typed, as mail is sent to them, as a person is told apart, and as a mailbox is limited."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from service.errors import Invalid


class AddressInvalid(Invalid):
    code = "address-invalid"
    title = "This e-mail address cannot be used"


@dataclass(frozen=True)
class Address:
    """`address` is what the mail server is told (ASCII); `folded` is unique among people."""

    as_typed: str
    address: str
    folded: str


def parse_address(text: str, *, field: str = "email") -> Address:
    """Read one bare address, without a name and without asking the network whether its domain exists."""
    as_typed = text.strip()
    try:
        # The names kept for tests (RFC 6761) are as good as others: whoever tries the service out has no real ones.
        found = validate_email(as_typed, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError as error:
        raise AddressInvalid(f"This e-mail address cannot be used: {error}", field=field) from error
    if found.ascii_email is None:
        raise AddressInvalid(
            "This e-mail address cannot be used: before the @-sign only ASCII letters, digits and marks can be"
            " delivered everywhere. Give another address of yours.",
            field=field,
        )
    return Address(as_typed=as_typed, address=found.ascii_email, folded=found.ascii_email.casefold())


def mailbox_key(address: str) -> str:
    """Return what the spellings of one mailbox share, with any provider: no case, no dots, nothing after a plus sign.

    For limits only: elsewhere j.smith and jsmith may be two people.
    """
    local, _, domain = parse_address(address).folded.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '') or local}@{domain}"


def mask_address(address: str) -> str:
    """Enough of an address for its owner to know it again, and for nobody else: "a…@example.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
