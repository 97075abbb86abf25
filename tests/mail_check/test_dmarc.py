"""The DMARC policy: found by old and new receivers, reported on, and aligned with what SPF and DKIM speak for."""

import pytest

from service.mail_check.findings import Check, State, Status
from service.mail_check.installation import Installation, SigningKey
from service.mail_check.rules.dmarc import check_dmarc, wanted_policy
from service.mail_check.rules.dmarc_policy import organizational_domain, registered_domain
from tests.mail_check.zones import FROM, SILENCE, Zone, an_installation, only, records_of

ABOVE = "northshire.example"
OWN = f"_dmarc.{FROM} TXT"
KEY = SigningKey("rsa", 2048, "key")


def status_of(check: Check, zone: Zone, installation: Installation | None = None) -> Status:
    return only(check_dmarc(installation or an_installation(), records_of(zone)), check).status


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({}, Status.FAIL),
        ({OWN: SILENCE}, Status.UNKNOWN),
        ({OWN: "v=DMARC1; p=none"}, Status.OK),
        ({OWN: "v=DMARC1;p=reject;rua=mailto:d@jobs.northshire.example;"}, Status.OK),
        ({OWN: ["something else", "v=DMARC1; p=quarantine"]}, Status.OK),
        ({OWN: "v=DMARC1"}, Status.FAIL),
        ({OWN: "v=DMARC1; p=nothing"}, Status.FAIL),
        ({OWN: "v=dmarc1; p=none"}, Status.FAIL),
        ({OWN: "v=DMARC1, p=none"}, Status.FAIL),
        ({OWN: ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, Status.FAIL),
        ({f"_dmarc.{ABOVE} TXT": "v=DMARC1; p=reject; sp=none"}, Status.OK),
        ({f"_dmarc.{ABOVE} TXT": SILENCE}, Status.UNKNOWN),
        ({f"_dmarc.{ABOVE} TXT": "v=DMARC1; p=wrong"}, Status.FAIL),
        ({"_dmarc.example TXT": "v=DMARC1; p=none; psd=y"}, Status.WARN),
    ],
)
def test_there_is_one_policy_that_every_receiver_finds(zone: Zone, status: Status) -> None:
    assert status_of(Check.DMARC_RECORD, zone) is status


def test_a_record_between_the_from_domain_and_the_registered_one_is_found_by_new_receivers_alone() -> None:
    installation = an_installation(from_domain=f"alerts.{FROM}", return_path_domain=f"alerts.{FROM}")

    finding = only(check_dmarc(installation, records_of({OWN: "v=DMARC1; p=none"})), Check.DMARC_RECORD)

    assert finding.status is Status.WARN
    assert finding.record is not None
    assert finding.record.name == f"_dmarc.alerts.{FROM}"


def test_the_policy_of_a_subdomain_is_the_one_said_for_subdomains() -> None:
    zone: Zone = {f"_dmarc.{ABOVE} TXT": "v=DMARC1; p=reject; sp=quarantine"}

    assert "p=quarantine" in only(check_dmarc(an_installation(), records_of(zone)), Check.DMARC_RECORD).found


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({OWN: "v=DMARC1; p=none"}, Status.WARN),
        ({OWN: "v=DMARC1; p=none; rua=https://reports.example"}, Status.WARN),
        ({OWN: "v=DMARC1; p=none; rua=mailto:d@northshire.example!10m"}, Status.OK),
        ({OWN: "v=DMARC1; p=none; rua=mailto:d@reports.example"}, Status.WARN),
        (
            {
                OWN: "v=DMARC1; p=none; rua=mailto:d@northshire.example,mailto:a@mail.reports.example",
                f"{FROM}._report._dmarc.mail.reports.example TXT": "v=DMARC1",
            },
            Status.OK,
        ),
        (
            {
                OWN: "v=DMARC1; p=none; rua=mailto:d@reports.example",
                f"{FROM}._report._dmarc.reports.example TXT": SILENCE,
            },
            Status.UNKNOWN,
        ),
    ],
)
def test_reports_are_asked_for_where_they_are_wanted(zone: Zone, status: Status) -> None:
    assert status_of(Check.DMARC_REPORTS, zone) is status


def test_the_mailbox_of_reports_is_not_printed() -> None:
    zone: Zone = {OWN: "v=DMARC1; p=none; rua=mailto:ada.lovelace@reports.example"}

    findings = check_dmarc(an_installation(), records_of(zone))

    assert "ada.lovelace" not in only(findings, Check.DMARC_REPORTS).found


SIGNED = {"signing_key": KEY, "dkim_selector": "rolecall1"}
UNSIGNED = {"signing_key": KEY}
BELOW = {"return_path_domain": f"bounces.{FROM}"}
BESIDE = {"return_path_domain": f"bounces.{ABOVE}"}
ELSEWHERE = {"return_path_domain": "bounces.other.example"}
POLICY: Zone = {OWN: "v=DMARC1; p=none"}
STRICT: Zone = {OWN: "v=DMARC1; p=none; aspf=s"}
BOTH: Zone = {**POLICY, f"_dmarc.{ABOVE} TXT": "v=DMARC1; p=none"}


@pytest.mark.parametrize(
    ("changes", "zone", "status"),
    [
        (SIGNED, POLICY, Status.OK),
        ({}, POLICY, Status.OK),
        (UNSIGNED, POLICY, Status.WARN),
        ({**SIGNED, **BELOW}, POLICY, Status.OK),
        ({**SIGNED, **BELOW}, STRICT, Status.WARN),
        ({**UNSIGNED, **BELOW}, STRICT, Status.FAIL),
        # The list puts both under northshire.example; the walk finds no record there.
        ({**SIGNED, **BESIDE}, POLICY, Status.WARN),
        ({**SIGNED, **BESIDE}, BOTH, Status.OK),
        ({**SIGNED, **BESIDE}, {**POLICY, f"_dmarc.{ABOVE} TXT": SILENCE}, Status.UNKNOWN),
        ({**SIGNED, **ELSEWHERE}, POLICY, Status.WARN),
        (ELSEWHERE, POLICY, Status.UNKNOWN),
        ({**UNSIGNED, **ELSEWHERE}, POLICY, Status.FAIL),
        ({"smtp_host": "smtp.mailgun.org"}, POLICY, Status.UNKNOWN),
        ({"smtp_host": "smtp.mailgun.org", "dkim_selector": "smtp"}, POLICY, Status.WARN),
        ({"smtp_host": "smtp.mailgun.org", "dkim_selector": "smtp", **BELOW}, POLICY, Status.OK),
    ],
)
def test_the_from_domain_is_one_that_spf_or_dkim_speaks_for(
    changes: dict[str, object], zone: Zone, status: Status
) -> None:
    assert status_of(Check.DMARC_ALIGNMENT, zone, an_installation(**changes)) is status


@pytest.mark.parametrize(
    ("domain", "zone", "top"),
    [
        ("a.b.example", {}, "a.b.example"),
        ("a.b.example", {"_dmarc.b.example TXT": "v=DMARC1; p=none"}, "b.example"),
        (
            "a.b.example",
            {"_dmarc.a.b.example TXT": "v=DMARC1; p=none; psd=n", "_dmarc.b.example TXT": "v=DMARC1; p=none"},
            "a.b.example",
        ),
        ("a.b.c.example", {"_dmarc.c.example TXT": "v=DMARC1; p=none; psd=y"}, "b.c.example"),
        ("a.b.example", {"_dmarc.b.example TXT": ["v=DMARC1; p=none", "v=DMARC1; p=none"]}, "a.b.example"),
        ("1.2.3.4.5.6.7.8.9.example", {"_dmarc.4.5.6.7.8.9.example TXT": "v=DMARC1; p=none"}, "4.5.6.7.8.9.example"),
        (
            "1.2.3.4.5.6.7.8.9.example",
            {"_dmarc.2.3.4.5.6.7.8.9.example TXT": "v=DMARC1; p=none"},
            "1.2.3.4.5.6.7.8.9.example",
        ),
    ],
)
def test_the_walk_ends_at_the_top_of_an_organisation(domain: str, zone: Zone, top: str) -> None:
    assert organizational_domain(domain, records_of(zone)) == top


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("jobs.example.org", "example.org"),
        ("jobs.northshire.gov.uk", "northshire.gov.uk"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("org", "org"),
    ],
)
def test_the_list_knows_what_somebody_registered(domain: str, registered: str) -> None:
    assert registered_domain(domain) == registered


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [
        ({}, [("v=DMARC1; p=none; rua=mailto:postmaster@jobs.northshire.example", State.MISSING)]),
        (
            {OWN: "v=DMARC1; p=reject;"},
            [("v=DMARC1; p=reject; rua=mailto:postmaster@jobs.northshire.example", State.CHANGE)],
        ),
        ({OWN: "v=DMARC1"}, [("v=DMARC1; p=none; rua=mailto:postmaster@jobs.northshire.example", State.CHANGE)]),
        ({OWN: SILENCE}, [("v=DMARC1; p=none; rua=mailto:postmaster@jobs.northshire.example", State.UNKNOWN)]),
        (
            {OWN: "v=DMARC1; p=none; rua=mailto:d@reports.example"},
            [("v=DMARC1; p=none; rua=mailto:d@reports.example", State.THERE), ("v=DMARC1", State.MISSING)],
        ),
    ],
)
def test_the_record_to_write_keeps_the_policy(zone: Zone, wanted: list[tuple[str, State]]) -> None:
    assert [(each.value, each.state) for each in wanted_policy(an_installation(), records_of(zone))] == wanted
