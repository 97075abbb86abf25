"""What the rules of mail are given in tests: an installation, and a DNS that holds what a table says and no more."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import Any, cast

from service.mail_check.findings import Check, Finding
from service.mail_check.installation import Installation
from service.mail_check.records import NOTHING, Address, Answer, Question, RecordKind, Records
from service.mail_check.relays import relay_of

FROM = "jobs.northshire.example"
ADDRESS, OTHER_ADDRESS = "81.2.69.142", "81.2.69.160"
SIX = "2a02:ff0::1"

Zone = Mapping[str, str | list[str] | Answer]

SILENCE = Answer(trouble="no name server answered within 5 seconds")


def an_installation(**changes: Any) -> Installation:
    installation = Installation(
        from_domain=FROM,
        return_path_domain=FROM,
        public_url=f"https://{FROM}",
        smtp_host="127.0.0.1",
        smtp_port=25,
        smtp_tls="none",
        smtp_login=False,
        dkim_selector=None,
        signing_key=None,
        sending_addresses=(),
        relay=None,
    )
    changes.setdefault("relay", relay_of(changes.get("smtp_host", "")))
    return replace(installation, **changes)


def addresses(*texts: str) -> tuple[Address, ...]:
    return tuple(ip_address(text) for text in texts)


def records_of(zone: Zone) -> Records:
    """The DNS of a table whose keys are as "jobs.example.org MX", and where all other names have nothing."""
    return Records({_question(key): _answer(value) for key, value in zone.items()}, otherwise=NOTHING)


def only(findings: list[Finding], check: Check) -> Finding:
    found = [finding for finding in findings if finding.check is check]
    assert len(found) == 1, findings
    return found[0]


def _question(key: str) -> Question:
    name, kind = key.split()
    return Question(name, cast(RecordKind, kind))


def _answer(value: str | list[str] | Answer) -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer((value,) if isinstance(value, str) else tuple(value))
