"""Which DMARC record applies to a domain, and which domains belong together, as receivers find it out.

There are two ways: by the public suffix list (RFC 7489), and since May 2026 by a walk up the names (RFC 9989).
Receivers change over one by one, so that only what both find can be relied upon.
"""

import re
from dataclasses import dataclass
from functools import cache

from publicsuffixlist import PublicSuffixList

from service.mail_check.records import Records
from service.mail_check.rules.tags import read_tags

POLICIES = {"none", "quarantine", "reject"}

_MEANT = re.compile(r"v\s*=\s*dmarc1\b", re.IGNORECASE)
_WALKED_LABELS = 7


class DmarcInvalid(ValueError):
    """A record that no receiver can use; the message says why."""


class DmarcTrouble(Exception):
    """The DNS did not say what is needed; the message says why."""


@dataclass(frozen=True)
class DmarcRecord:
    """`domain` is where it stands, `text` as it was written, `policy` what it asks for in mail from that domain."""

    domain: str
    text: str
    tags: dict[str, str]

    @property
    def policy(self) -> str:
        return self.tags["p"].lower()

    def policy_for(self, domain: str) -> str:
        return self.policy if domain == self.domain else self.tags.get("sp", self.policy).lower()

    def is_strict(self, tag: str) -> bool:
        return self.tags.get(tag, "r").lower() == "s"


@dataclass(frozen=True)
class Applied:
    """The record for a domain by the list and by the walk, the domain's own before any other."""

    by_list: DmarcRecord | None
    by_walk: DmarcRecord | None

    @property
    def agreed(self) -> DmarcRecord | None:
        return self.by_list if self.by_list == self.by_walk else None


def read_record(domain: str, records: Records) -> DmarcRecord | None:
    """The one record that a domain has of its own; raises DmarcInvalid and DmarcTrouble."""
    answer = records.texts(f"_dmarc.{domain}")
    if answer.trouble is not None:
        raise DmarcTrouble(answer.trouble)
    meant = [text for text in answer.values if _MEANT.match(text.strip())]
    if len(meant) > 1:
        raise DmarcInvalid(f"there are {len(meant)}, and then none counts")
    return parse_dmarc(domain, meant[0]) if meant else None


def parse_dmarc(domain: str, text: str) -> DmarcRecord:
    tags = read_tags(text)
    if tags is None or next(iter(tags)) != "v":
        raise DmarcInvalid("it is not of the form v=DMARC1; p=...")
    if tags["v"] != "DMARC1":
        raise DmarcInvalid("v=DMARC1 has to be spelled so")
    if "p" not in tags:
        raise DmarcInvalid("it names no policy (p=)")
    for tag in ("p", "sp", "np"):
        if tag in tags and tags[tag].lower() not in POLICIES:
            raise DmarcInvalid(f"{tag}={tags[tag]} is no policy: there are none, quarantine and reject")
    return DmarcRecord(domain, text, tags)


def find_applied(domain: str, records: Records) -> Applied:
    """The record that applies to a domain; raises what `read_record` raises of the domain itself, and DmarcTrouble."""
    own = read_record(domain, records)
    if own is not None:
        return Applied(own, own)
    registered = registered_domain(domain)
    above = None if registered == domain else _read_usable(registered, records)
    return Applied(above, _above_by_walk(domain, records))


def belong_together(one: str, other: str, records: Records) -> tuple[bool, bool]:
    """Whether two domains are of one organisation, by the list and by the walk; may raise DmarcTrouble."""
    if one == other:
        return True, True
    by_walk = organizational_domain(one, records) == organizational_domain(other, records)
    return registered_domain(one) == registered_domain(other), by_walk


def registered_domain(domain: str) -> str:
    """The part of a name that somebody registered (example.org, example.co.uk); a suffix stands for itself."""
    return _suffixes().privatesuffix(domain) or domain


def organizational_domain(domain: str, records: Records) -> str:
    """The top of an organisation's names (RFC 9989, section 4.10.2)."""
    found = _walk(domain, records)
    for record in found:
        psd = record.tags.get("psd", "").lower()
        if psd == "n":
            return record.domain
        if psd == "y" and record.domain != domain:
            return ".".join(domain.split(".")[-record.domain.count(".") - 2 :])
    return found[-1].domain if found else domain


def _above_by_walk(domain: str, records: Records) -> DmarcRecord | None:
    found = _walk(domain, records)
    top = organizational_domain(domain, records)
    at_top = next((record for record in found if record.domain == top), None)
    if at_top is None and found and found[-1].tags.get("psd", "").lower() == "y":
        return found[-1]
    return at_top


def _walk(domain: str, records: Records) -> list[DmarcRecord]:
    """The records of a domain and of those above it, its own first, up to one that says where its owner's names end."""
    found: list[DmarcRecord] = []
    for name in _names_above(domain):
        record = _read_usable(name, records)
        if record is not None:
            found.append(record)
            if record.tags.get("psd", "").lower() in ("y", "n"):
                break
    return found


def _read_usable(domain: str, records: Records) -> DmarcRecord | None:
    """A domain's own record, or None where no receiver can use it either."""
    try:
        return read_record(domain, records)
    except DmarcInvalid:
        return None


def _names_above(domain: str) -> list[str]:
    labels = domain.split(".")
    longest = min(len(labels) - 1, _WALKED_LABELS)
    return [domain, *(".".join(labels[-count:]) for count in range(longest, 0, -1))]


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
