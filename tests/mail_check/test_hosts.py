"""Hosts: the names of the addresses that send, and the servers that take bounces and replies."""

import pytest

from service.mail_check.findings import Check, State, Status
from service.mail_check.installation import Installation
from service.mail_check.rules.exchanges import check_exchanges, wanted_exchanges
from service.mail_check.rules.reverse_dns import check_reverse_dns, wanted_names
from tests.mail_check.zones import (
    ADDRESS,
    FROM,
    OTHER_ADDRESS,
    SILENCE,
    SIX,
    Zone,
    addresses,
    an_installation,
    only,
    records_of,
)

POINTER = "142.69.2.81.in-addr.arpa PTR"
SENDING = an_installation(sending_addresses=addresses(ADDRESS))


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({}, Status.FAIL),
        ({POINTER: SILENCE}, Status.UNKNOWN),
        ({POINTER: "mail.northshire.example."}, Status.FAIL),
        ({POINTER: "mail.northshire.example.", "mail.northshire.example A": OTHER_ADDRESS}, Status.FAIL),
        (
            {POINTER: "mail.example.", "mail.example A": SILENCE, "mail.example AAAA": SILENCE},
            Status.UNKNOWN,
        ),
        ({POINTER: "mail.northshire.example.", "mail.northshire.example A": ADDRESS}, Status.OK),
        ({POINTER: ["old.example.", "mail.example."], "mail.example A": [OTHER_ADDRESS, ADDRESS]}, Status.OK),
        ({POINTER: "81-2-69-142.pool.example.", "81-2-69-142.pool.example A": ADDRESS}, Status.WARN),
        ({POINTER: "h142.69.2.81.host.example.", "h142.69.2.81.host.example A": ADDRESS}, Status.WARN),
        ({POINTER: "dynamic.host.example.", "dynamic.host.example A": ADDRESS}, Status.WARN),
        ({POINTER: "mail81.host.example.", "mail81.host.example A": ADDRESS}, Status.OK),
    ],
)
def test_an_address_that_sends_has_a_name_that_leads_back_to_it(zone: Zone, status: Status) -> None:
    assert only(check_reverse_dns(SENDING, records_of(zone)), Check.REVERSE_DNS).status is status


@pytest.mark.parametrize(
    ("installation", "status"),
    [
        (an_installation(), Status.UNKNOWN),
        (an_installation(smtp_host="mail.provider.example"), Status.UNKNOWN),
        (an_installation(smtp_host="smtp.mailgun.org"), Status.OK),
        (an_installation(sending_addresses=addresses("10.0.0.7")), Status.FAIL),
    ],
)
def test_without_a_public_address_no_name_can_be_looked_for(installation: Installation, status: Status) -> None:
    assert only(check_reverse_dns(installation, records_of({})), Check.REVERSE_DNS).status is status


def test_every_address_that_sends_is_looked_at() -> None:
    installation = an_installation(sending_addresses=addresses(ADDRESS, SIX))
    zone: Zone = {POINTER: "mail.example.", "mail.example A": ADDRESS}

    findings = check_reverse_dns(installation, records_of(zone))

    assert [finding.status for finding in findings] == [Status.OK, Status.FAIL]


def test_names_to_give_are_records_in_both_directions() -> None:
    missing = wanted_names(SENDING, records_of({}))
    half = wanted_names(SENDING, records_of({POINTER: "out.example."}))

    assert [(each.name, each.kind, each.value, each.state) for each in missing] == [
        ("142.69.2.81.in-addr.arpa", "PTR", f"mail.{FROM}.", State.MISSING),
        (f"mail.{FROM}", "A", ADDRESS, State.MISSING),
    ]
    assert [(each.name, each.state) for each in half] == [
        ("142.69.2.81.in-addr.arpa", State.THERE),
        ("out.example", State.MISSING),
    ]


MX = f"{FROM} MX"


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({}, Status.FAIL),
        ({MX: SILENCE}, Status.UNKNOWN),
        ({f"{FROM} A": ADDRESS}, Status.WARN),
        ({f"{FROM} A": SILENCE, f"{FROM} AAAA": SILENCE}, Status.UNKNOWN),
        ({MX: "0 ."}, Status.FAIL),
        ({MX: "10 mx.example."}, Status.FAIL),
        ({MX: "10 mx.example.", "mx.example A": ADDRESS}, Status.OK),
        ({MX: "10 mx.example.", "mx.example AAAA": SIX}, Status.OK),
        ({MX: "10 mx.example.", "mx.example A": "10.0.0.7"}, Status.WARN),
        ({MX: "10 mx.example.", "mx.example A": SILENCE, "mx.example AAAA": SILENCE}, Status.UNKNOWN),
        ({MX: ["10 mx.example.", "20 gone.example."], "mx.example A": ADDRESS}, Status.WARN),
    ],
)
def test_bounces_arrive_at_a_server_with_an_address(zone: Zone, status: Status) -> None:
    assert only(check_exchanges(an_installation(), records_of(zone)), Check.BOUNCES).status is status


def test_replies_are_looked_at_where_the_return_path_is_elsewhere() -> None:
    installation = an_installation(return_path_domain=f"bounces.{FROM}")
    zone: Zone = {f"bounces.{FROM} MX": "10 mx.example.", "mx.example A": ADDRESS}

    findings = check_exchanges(installation, records_of(zone))

    assert {finding.check: finding.status for finding in findings} == {
        Check.BOUNCES: Status.OK,
        Check.REPLIES: Status.FAIL,
    }


def test_servers_that_take_mail_are_listed_by_preference() -> None:
    zone: Zone = {MX: ["20 b.example.", "10 a.example."], "a.example A": ADDRESS, "b.example A": ADDRESS}

    wanted = wanted_exchanges(an_installation(), records_of(zone))

    assert [(each.value, each.state) for each in wanted] == [
        ("10 a.example.", State.THERE),
        ("20 b.example.", State.THERE),
    ]
