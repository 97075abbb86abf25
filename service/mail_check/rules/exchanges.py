"""Whether mail to this installation arrives: bounces at the domain of the return path, replies at that of From."""

from service.mail_check.findings import Check, Finding, State, Status, WantedRecord
from service.mail_check.installation import Installation
from service.mail_check.records import Exchange, Records

_NAME = "Name the server that takes its mail."
_PLACEHOLDER = "10 <the server that takes its mail>"


def check_exchanges(installation: Installation, records: Records) -> list[Finding]:
    findings = [_domain(Check.BOUNCES, installation.return_path_domain, records)]
    if installation.from_domain != installation.return_path_domain:
        findings.append(_domain(Check.REPLIES, installation.from_domain, records))
    return findings


def wanted_exchanges(installation: Installation, records: Records) -> list[WantedRecord]:
    domains = dict.fromkeys((installation.return_path_domain, installation.from_domain))
    return [wanted for domain in domains for wanted in _wanted(domain, records)]


def _wanted(domain: str, records: Records) -> list[WantedRecord]:
    exchanges, trouble = records.exchanges(domain)
    useful = [each for each in exchanges if each.host and records.addresses(each.host) != ([], None)]
    if useful:
        return [WantedRecord(domain, "MX", f"{each.preference} {each.host}.", State.THERE) for each in useful]
    state = State.UNKNOWN if trouble else State.CHANGE if exchanges else State.MISSING
    return [WantedRecord(domain, "MX", _PLACEHOLDER, state)]


def _domain(check: Check, domain: str, records: Records) -> Finding:
    exchanges, trouble = records.exchanges(domain)
    wanted = WantedRecord(domain, "MX", _PLACEHOLDER, State.MISSING)
    if trouble is not None:
        return Finding(check, Status.UNKNOWN, f"Which server takes mail for {domain}: {trouble}.")
    if not exchanges:
        return _without_exchange(check, domain, records, wanted)
    if not any(each.host for each in exchanges):
        return Finding(check, Status.FAIL, f"{domain} says that it takes no mail (MX 0 .).", _NAME, wanted)
    return _hosts(check, domain, exchanges, records, wanted)


def _without_exchange(check: Check, domain: str, records: Records, wanted: WantedRecord) -> Finding:
    found, trouble = records.addresses(domain)
    if found:
        told = f"{domain} has no MX record; mail to it goes to its own address, {found[0]}."
        return Finding(check, Status.WARN, told, _NAME, wanted)
    if trouble is not None:
        return Finding(check, Status.UNKNOWN, f"{domain} has no MX record; whether it has an address: {trouble}.")
    return Finding(
        check, Status.FAIL, f"{domain} has no MX record and no address: no mail to it arrives.", _NAME, wanted
    )


def _hosts(check: Check, domain: str, exchanges: list[Exchange], records: Records, wanted: WantedRecord) -> Finding:
    hosts = [each.host for each in exchanges]
    addresses = {host: records.addresses(host) for host in hosts}
    lost = [host for host, (found, trouble) in addresses.items() if not found and trouble is None]
    if len(lost) == len(hosts):
        return Finding(
            check, Status.FAIL, f"Mail to {domain} goes to {', '.join(lost)}, without an address.", _NAME, wanted
        )
    if lost:
        told = f"Of the servers that take mail for {domain}, {', '.join(lost)} has no address."
        return Finding(check, Status.WARN, told, f"Give it one, or take its MX record of {domain} away.")
    unknown = [f"{host}: {trouble}" for host, (_, trouble) in addresses.items() if trouble is not None]
    if len(unknown) == len(hosts):
        return Finding(check, Status.UNKNOWN, f"Where the servers that take mail for {domain} are: {unknown[0]}.")
    if not any(address.is_global for found, _ in addresses.values() for address in found):
        told = f"Mail to {domain} goes to {', '.join(hosts)}, which from here has a private address."
        return Finding(check, Status.WARN, told, "See that others are told an address of the internet.")
    return Finding(check, Status.OK, f"Mail to {domain} goes to {', '.join(hosts)}.")
