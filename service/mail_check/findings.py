"""What a check found, what it is about, and which records the DNS should hold."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "cannot tell"


class Check(StrEnum):
    """Every check, in the order in which they are shown."""

    FROM_DOMAIN = "from-domain"
    PUBLIC_URL = "public-url"
    ONE_CLICK = "one-click"
    MAIL_SERVER = "mail-server"
    ONWARD_TLS = "onward-tls"
    REVERSE_DNS = "reverse-dns"
    SPF_RECORD = "spf-record"
    SPF_LOOKUPS = "spf-lookups"
    SPF_ENDING = "spf-ending"
    SPF_PERMITS = "spf-permits"
    DKIM_KEY = "dkim-key"
    DKIM_RECORD = "dkim-record"
    DKIM_STRENGTH = "dkim-strength"
    DMARC_RECORD = "dmarc-record"
    DMARC_REPORTS = "dmarc-reports"
    DMARC_ALIGNMENT = "dmarc-alignment"
    BOUNCES = "bounces"
    REPLIES = "replies"


class State(StrEnum):
    THERE = "there"
    MISSING = "missing"
    CHANGE = "to change"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True)
class WantedRecord:
    """A record that should exist. What stands in angle brackets in `value` only the operator knows."""

    name: str
    kind: str
    value: str
    state: State


@dataclass(frozen=True)
class Finding:
    """`found` says what is there; `remedy` what to do, and `record` what to publish, where something is to be done."""

    check: Check
    status: Status
    found: str
    remedy: str = ""
    record: WantedRecord | None = None


_LONGEST_STRING = 255


def zone_line(record: WantedRecord) -> str:
    """A record as a zone file has it; a long text in pieces, for one string holds 255 bytes at most."""
    value = record.value
    if record.kind == "TXT":
        pieces = [value[start : start + _LONGEST_STRING] for start in range(0, len(value), _LONGEST_STRING)]
        value = " ".join(f'"{piece}"' for piece in pieces)
    return f"{record.name}. IN {record.kind} {value}"
