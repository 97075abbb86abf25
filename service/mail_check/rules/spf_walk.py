"""What a domain's SPF costs and whether it permits an address, followed through every include (RFC 7208).

The cost is that of the dearest check, whatever address is asked about: receivers stop at the tenth lookup.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_network
from typing import TypeVar

from service.mail_check.records import Address, Records, plain_name
from service.mail_check.rules.spf_syntax import (
    ASKING,
    MacroUndecided,
    SpfInvalid,
    SpfRecord,
    Term,
    expand,
    has_macros,
    parse_spf,
    spf_texts,
)

Found = TypeVar("Found")

LOOKUPS = 10
VOID_LOOKUPS = 2
_EXCHANGES = 10
# Where a tree of records has no end, this many lookups say enough about it.
_ENOUGH = 40


class SpfTrouble(Exception):
    """The DNS did not say what is needed; the message says why."""


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    SOFT_FAIL = "softfail"
    NEUTRAL = "neutral"
    NONE = "none"
    ERROR = "permerror"
    UNKNOWN = "unknown"


_VERDICTS = {"+": Verdict.PASS, "-": Verdict.FAIL, "~": Verdict.SOFT_FAIL, "?": Verdict.NEUTRAL}


@dataclass
class Cost:
    """`errors` each end every check; `policies` are the domains whose records are read; `voids` the terms whose names
    have no records."""

    lookups: int = 0
    errors: list[str] = field(default_factory=list)
    voids: list[str] = field(default_factory=list)
    policies: set[str] = field(default_factory=set)
    trouble: str | None = None
    ending: str | None = None


@dataclass
class _Evaluation:
    """One check of an address for one sender, and the lookups that it has made so far."""

    address: Address
    sender_domain: str
    records: Records
    lookups: int = 0

    def may_look_up(self) -> bool:
        self.lookups += 1
        return self.lookups <= LOOKUPS

    def meant_by(self, target: str, domain: str) -> str:
        meant = expand(target, domain=domain, policy_of=self.sender_domain, address=self.address)
        return plain_name(meant or domain)


def read_policy(domain: str, records: Records) -> SpfRecord | None:
    """A domain's one SPF record, or None; raises SpfInvalid and SpfTrouble."""
    answer = records.texts(domain)
    if answer.trouble is not None:
        raise SpfTrouble(f"{domain}: {answer.trouble}")
    found = spf_texts(answer.values)
    if len(found) > 1:
        raise SpfInvalid(f"{domain} has {len(found)} SPF records, and may have one")
    return parse_spf(found[0]) if found else None


def cost_of(domain: str, records: Records) -> Cost:
    cost = Cost()
    cost.ending = _add_cost(plain_name(domain), records, cost)
    return cost


def verdict_on(address: Address, domain: str, records: Records) -> Verdict:
    """What a receiver finds for mail from an address whose return path is in this domain."""
    try:
        policy = read_policy(domain, records)
    except SpfInvalid:
        return Verdict.ERROR
    except SpfTrouble:
        return Verdict.UNKNOWN
    return Verdict.NONE if policy is None else verdict_by(policy, address, domain, records)


def verdict_by(policy: SpfRecord, address: Address, domain: str, records: Records) -> Verdict:
    """What a receiver would find if this were the domain's record."""
    domain = plain_name(domain)
    try:
        return _check(policy, domain, _Evaluation(address, domain, records))
    except SpfInvalid:
        return Verdict.ERROR
    except (SpfTrouble, MacroUndecided):
        return Verdict.UNKNOWN


def _add_cost(domain: str, records: Records, cost: Cost) -> str | None:
    """Add what the record of a domain and all that it names cost; returns how it ends."""
    cost.policies.add(domain)
    try:
        policy = read_policy(domain, records)
    except SpfInvalid as error:
        cost.errors.append(f"in the record of {domain}: {error}")
        return None
    except SpfTrouble as error:
        cost.trouble = str(error)
        return None
    if policy is None:
        cost.errors.append(f"{domain} has no SPF record")
        return None
    for term in policy.terms:
        if term.mechanism in ASKING:
            cost.lookups += 1
            _add_term(term, domain, records, cost)
    if policy.redirect is None:
        return policy.ending
    cost.lookups += 1
    return _follow(policy.redirect, records, cost)


def _add_term(term: Term, domain: str, records: Records, cost: Cost) -> None:
    target = plain_name(term.target or domain)
    if has_macros(target):
        return
    match term.mechanism:
        case "include":
            _follow(target, records, cost)
        case "a" | "exists":
            found, trouble = records.addresses(target)
            _note_void(found, trouble, term, cost)
        case "mx":
            exchanges, trouble = records.exchanges(target)
            _note_void(exchanges, trouble, term, cost)
            if len(exchanges) > _EXCHANGES:
                cost.errors.append(f"{term.text} of {domain} leads to more than {_EXCHANGES} mail servers")


def _follow(target: str, records: Records, cost: Cost) -> str | None:
    if has_macros(target) or cost.lookups > _ENOUGH:
        return None
    return _add_cost(plain_name(target), records, cost)


def _note_void(found: object, trouble: str | None, term: Term, cost: Cost) -> None:
    if trouble is not None:
        cost.trouble = f"{term.text}: {trouble}"
    elif not found:
        cost.voids.append(term.text)


def _check(policy: SpfRecord, domain: str, check: _Evaluation) -> Verdict:
    for term in policy.terms:
        if term.mechanism in ASKING and not check.may_look_up():
            return Verdict.ERROR
        target = check.meant_by(term.target, domain)
        if term.mechanism == "include":
            included = _check_other(target, check)
            if included is Verdict.ERROR:
                return Verdict.ERROR
            matches = included is Verdict.PASS
        else:
            matches = _matches(term, target, check.address, check.records)
        if matches:
            return _VERDICTS[term.qualifier]
    if policy.redirect is None:
        return Verdict.NEUTRAL
    if not check.may_look_up():
        return Verdict.ERROR
    return _check_other(check.meant_by(policy.redirect, domain), check)


def _check_other(domain: str, check: _Evaluation) -> Verdict:
    """Follow an include or a redirect, which has to lead to a record."""
    policy = read_policy(domain, check.records)
    return Verdict.ERROR if policy is None else _check(policy, domain, check)


def _matches(term: Term, target: str, address: Address, records: Records) -> bool:
    match term.mechanism:
        case "all":
            return True
        case "ip4" | "ip6":
            return term.network is not None and address in term.network
        case "a":
            return _near(address, _addresses(target, records), term)
        case "mx":
            hosts = (exchange.host for exchange in _known(records.exchanges(target)))
            return any(_near(address, _addresses(host, records), term) for host in hosts)
        case "exists":
            return any(each.version == 4 for each in _addresses(target, records))
        case _:
            names = [name for name in _known(records.names(address)) if address in _addresses(name, records)]
            return any(name == target or name.endswith(f".{target}") for name in names)


def _near(address: Address, addresses: list[Address], term: Term) -> bool:
    """Whether an address is one of these, or as near to one as the term's prefix takes in."""
    length = term.prefixes[0 if address.version == 4 else 1]
    same = [each for each in addresses if each.version == address.version]
    return any(address in ip_network((each, length), strict=False) for each in same)


def _addresses(host: str, records: Records) -> list[Address]:
    return _known(records.addresses(host))


def _known(found: tuple[list[Found], str | None]) -> list[Found]:
    values, trouble = found
    if trouble is not None:
        raise SpfTrouble(trouble)
    return values
