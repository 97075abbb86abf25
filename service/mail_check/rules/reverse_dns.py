"""Whether the addresses that send have names, and those names the addresses."""

import re

from service.mail_check.findings import Check, Finding, State, Status, WantedRecord
from service.mail_check.installation import Installation
from service.mail_check.records import Address, Records

_GENERIC = re.compile(r"\b(dyn|dynamic|dhcp|pool|ppp|dsl|adsl|cable|dialup|broadband|cust|customer)\b")


def check_reverse_dns(installation: Installation, records: Records) -> list[Finding]:
    if installation.sending_addresses:
        return [_address(each, installation, records) for each in installation.sending_addresses]
    if installation.relay is not None:
        name = installation.relay.name
        return [Finding(Check.REVERSE_DNS, Status.OK, f"{name} sends from addresses of its own, and names them.")]
    return [
        Finding(
            Check.REVERSE_DNS,
            Status.UNKNOWN,
            f"From which address {installation.smtp_host} sends is not known here.",
            "Set ROLECALL_MAIL_SENDING_ADDRESS to the public address from which mail leaves; several with commas.",
        )
    ]


def wanted_names(installation: Installation, records: Records) -> list[WantedRecord]:
    """The PTR record of each address that sends, and the address record that confirms it."""
    reachable = [each for each in installation.sending_addresses if each.is_global]
    return [wanted for each in reachable for wanted in _wanted(each, installation, records)]


def _address(address: Address, installation: Installation, records: Records) -> Finding:
    if not address.is_global:
        return Finding(
            Check.REVERSE_DNS,
            Status.FAIL,
            f"{address} is no address of the internet: mail cannot be seen to come from it.",
            "Set ROLECALL_MAIL_SENDING_ADDRESS to the public address from which mail leaves.",
        )
    names, trouble = records.names(address)
    if trouble is not None:
        return Finding(Check.REVERSE_DNS, Status.UNKNOWN, f"Which name {address} has: {trouble}.")
    if not names:
        return Finding(
            Check.REVERSE_DNS,
            Status.FAIL,
            f"{address} has no PTR record.",
            f"Have whoever gave you {address} set its name to {_wished_name(installation)}, and give that name the"
            " address.",
        )
    confirmed = [name for name in names if address in records.addresses(name)[0]]
    if not confirmed:
        return _unconfirmed(address, names, records)
    if _looks_generic(confirmed[0], address):
        return Finding(
            Check.REVERSE_DNS,
            Status.WARN,
            f"{address} is called {confirmed[0]}, which looks like any customer's of a provider.",
            f"Have whoever gave you {address} set its name to {_wished_name(installation)}.",
        )
    return Finding(Check.REVERSE_DNS, Status.OK, f"{address} is called {confirmed[0]}, which leads back to it.")


def _unconfirmed(address: Address, names: list[str], records: Records) -> Finding:
    troubles = [trouble for _, trouble in map(records.addresses, names) if trouble is not None]
    if troubles:
        return Finding(
            Check.REVERSE_DNS, Status.UNKNOWN, f"{address} is called {names[0]}; where that leads: {troubles[0]}."
        )
    return Finding(
        Check.REVERSE_DNS,
        Status.FAIL,
        f"{address} is called {names[0]}, which does not lead back to it.",
        f"Give {names[0]} the address {address}, or the address another name.",
    )


def _wanted(address: Address, installation: Installation, records: Records) -> list[WantedRecord]:
    names, trouble = records.names(address)
    name = names[0] if names else _wished_name(installation)
    there = State.UNKNOWN if trouble else State.THERE if names else State.MISSING
    found, forward_trouble = records.addresses(name)
    forward = State.THERE if address in found else State.UNKNOWN if forward_trouble or trouble else State.MISSING
    return [
        WantedRecord(address.reverse_pointer, "PTR", f"{name}.", there),
        WantedRecord(name, "A" if address.version == 4 else "AAAA", str(address), forward),
    ]


def _wished_name(installation: Installation) -> str:
    """A name for the host that sends: that of the mail server, where it is one of ours, or a new one in our domain."""
    if installation.smtp_host.endswith(f".{installation.from_domain}"):
        return installation.smtp_host.lower()
    return f"mail.{installation.from_domain}"


def _looks_generic(name: str, address: Address) -> bool:
    """Whether a name is made of its address, or of the words that providers name their customers by."""
    numbers = str(address).split(".") if address.version == 4 else []
    return bool(_GENERIC.search(name)) or (
        bool(numbers) and all(re.search(rf"(?<!\d)0*{number}(?!\d)", name) for number in numbers)
    )
