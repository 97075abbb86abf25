"""The SPF record of the return path: there, readable, ending well, and permitting what sends."""

import pytest

from service.mail_check.findings import Check, State, Status
from service.mail_check.installation import Installation
from service.mail_check.rules.spf import check_spf, wanted_spf
from service.mail_check.rules.spf_walk import LOOKUPS, Verdict, cost_of, verdict_on
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

SENDING = an_installation(sending_addresses=addresses(ADDRESS))


def status_of(check: Check, installation: Installation, zone: Zone) -> Status:
    return only(check_spf(installation, records_of(zone)), check).status


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({}, Status.FAIL),
        ({f"{FROM} TXT": "google-site-verification=abc"}, Status.FAIL),
        ({f"{FROM} TXT": ["v=spf1 -all", "v=spf1 mx -all"]}, Status.FAIL),
        ({f"{FROM} TXT": "v=spf1 ipv4:81.2.69.142 -all"}, Status.FAIL),
        ({f"{FROM} TXT": SILENCE}, Status.UNKNOWN),
        ({f"{FROM} TXT": "v=spf1 ptr -all"}, Status.WARN),
        ({f"{FROM} TXT": ["other", "v=spf1 ip4:81.2.69.142 -all"]}, Status.OK),
    ],
)
def test_there_is_one_record_that_can_be_read(zone: Zone, status: Status) -> None:
    assert status_of(Check.SPF_RECORD, SENDING, zone) is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("v=spf1 -all", Status.OK),
        ("v=spf1 ~all", Status.OK),
        ("v=spf1 ?all", Status.WARN),
        ("v=spf1 mx", Status.WARN),
        ("v=spf1 +all", Status.FAIL),
        ("v=spf1 all", Status.FAIL),
        ("v=spf1 redirect=strict.example", Status.OK),
        ("v=spf1 redirect=open.example", Status.FAIL),
        ("v=spf1 redirect=silent.example", Status.UNKNOWN),
    ],
)
def test_a_record_ends_by_keeping_others_out(text: str, status: Status) -> None:
    zone: Zone = {
        f"{FROM} TXT": text,
        "strict.example TXT": "v=spf1 -all",
        "open.example TXT": "v=spf1 +all",
        "silent.example TXT": SILENCE,
    }

    assert status_of(Check.SPF_ENDING, SENDING, zone) is status


def a_chain(length: int) -> Zone:
    """A record that includes another, which includes another, and so on."""
    links = {f"spf{number}.example TXT": f"v=spf1 include:spf{number + 1}.example ~all" for number in range(1, length)}
    return {f"{FROM} TXT": "v=spf1 include:spf1.example ~all", **links, f"spf{length}.example TXT": "v=spf1 ~all"}


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        (a_chain(8), Status.OK),
        (a_chain(9), Status.WARN),
        (a_chain(10), Status.WARN),
        (a_chain(11), Status.FAIL),
        ({f"{FROM} TXT": "v=spf1 include:nowhere.example ~all"}, Status.FAIL),
        ({f"{FROM} TXT": "v=spf1 include:wrong.example ~all", "wrong.example TXT": "v=spf1 ip4:x ~all"}, Status.FAIL),
        ({f"{FROM} TXT": f"v=spf1 include:{FROM} ~all"}, Status.FAIL),
        ({f"{FROM} TXT": "v=spf1 a:gone.example ~all"}, Status.WARN),
        ({f"{FROM} TXT": "v=spf1 a:a.example mx:b.example a:c.example ~all"}, Status.FAIL),
        ({f"{FROM} TXT": "v=spf1 a ~all", f"{FROM} A": SILENCE, f"{FROM} AAAA": SILENCE}, Status.UNKNOWN),
        ({f"{FROM} TXT": "v=spf1 include:%{i}.example exists:%{i}.example ~all"}, Status.OK),
        ({f"{FROM} TXT": "v=spf1 mx ~all", f"{FROM} MX": [f"10 mx{n}.example." for n in range(11)]}, Status.FAIL),
    ],
)
def test_the_record_takes_as_many_lookups_as_receivers_make(zone: Zone, status: Status) -> None:
    assert status_of(Check.SPF_LOOKUPS, SENDING, zone) is status


def test_lookups_are_those_of_the_whole_tree() -> None:
    zone: Zone = {
        f"{FROM} TXT": "v=spf1 a mx include:one.example include:two.example ~all",
        f"{FROM} A": ADDRESS,
        f"{FROM} MX": "10 mail.example.",
        "one.example TXT": "v=spf1 ip4:81.2.69.0/24 exists:%{i}.example -all",
        "two.example TXT": "v=spf1 ptr redirect=three.example",
        "three.example TXT": "v=spf1 -all",
    }

    cost = cost_of(FROM, records_of(zone))

    assert (cost.lookups, cost.errors, cost.voids) == (7, [], [])
    assert cost.policies == {FROM, "one.example", "two.example", "three.example"}


def test_records_that_include_themselves_many_times_end_in_an_error() -> None:
    zone: Zone = {f"{FROM} TXT": f"v=spf1 {' '.join([f'include:{FROM}'] * 10)} -all"}

    assert verdict_on(addresses(ADDRESS)[0], FROM, records_of(zone)) is Verdict.ERROR
    assert cost_of(FROM, records_of(zone)).lookups > LOOKUPS


@pytest.mark.parametrize("length", [10, 11])
def test_a_verdict_takes_no_more_lookups_than_there_are(length: int) -> None:
    zone: Zone = {**a_chain(length), f"spf{length}.example TXT": "v=spf1 ip4:81.2.69.142 -all"}

    verdict = verdict_on(addresses(ADDRESS)[0], FROM, records_of(zone))

    assert verdict is (Verdict.PASS if length == 10 else Verdict.ERROR)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("v=spf1 ip4:81.2.69.142 -all", Verdict.PASS),
        ("v=spf1 ip4:81.2.69.0/24 -all", Verdict.PASS),
        ("v=spf1 ip4:81.2.70.0/24 -all", Verdict.FAIL),
        ("v=spf1 ip4:81.2.70.0/24 ~all", Verdict.SOFT_FAIL),
        ("v=spf1 ip4:81.2.70.0/24", Verdict.NEUTRAL),
        ("v=spf1 -ip4:81.2.69.142 +all", Verdict.FAIL),
        ("v=spf1 a:host.example -all", Verdict.PASS),
        ("v=spf1 a:near.example/24 -all", Verdict.PASS),
        ("v=spf1 a:near.example -all", Verdict.FAIL),
        ("v=spf1 mx:mx.example -all", Verdict.PASS),
        ("v=spf1 include:passes.example -all", Verdict.PASS),
        ("v=spf1 include:fails.example ~all", Verdict.SOFT_FAIL),
        ("v=spf1 include:nothing.example -all", Verdict.ERROR),
        ("v=spf1 redirect=passes.example", Verdict.PASS),
        ("v=spf1 redirect=nothing.example", Verdict.ERROR),
        ("v=spf1 exists:%{ir}.list.example -all", Verdict.PASS),
        ("v=spf1 exists:%{l}.list.example -all", Verdict.UNKNOWN),
        ("v=spf1 ptr:host.example -all", Verdict.PASS),
        ("v=spf1 ptr:other.example -all", Verdict.FAIL),
        ("v=spf1 include:silent.example -all", Verdict.UNKNOWN),
        ("v=spf1 ip4:81.2.69.142 include:silent.example -all", Verdict.PASS),
        ("v=spf1 ip6:2a02:ff0::/32 -all", Verdict.FAIL),
    ],
)
def test_a_verdict_is_that_of_a_receiver(text: str, verdict: Verdict) -> None:
    zone: Zone = {
        f"{FROM} TXT": text,
        "host.example A": ADDRESS,
        "near.example A": OTHER_ADDRESS,
        "mx.example MX": "10 host.example.",
        "passes.example TXT": "v=spf1 ip4:81.2.69.142 -all",
        "fails.example TXT": "v=spf1 -all",
        "142.69.2.81.list.example A": "127.0.0.2",
        "142.69.2.81.in-addr.arpa PTR": "host.example.",
        "silent.example TXT": SILENCE,
    }

    assert verdict_on(addresses(ADDRESS)[0], FROM, records_of(zone)) is verdict


@pytest.mark.parametrize(
    ("installation", "text", "status"),
    [
        (SENDING, "v=spf1 ip4:81.2.69.142 -all", Status.OK),
        (SENDING, "v=spf1 mx -all", Status.FAIL),
        (SENDING, "v=spf1 include:silent.example -all", Status.UNKNOWN),
        (an_installation(sending_addresses=addresses(ADDRESS, SIX)), "v=spf1 ip4:81.2.69.142 -all", Status.FAIL),
        (an_installation(), "v=spf1 ip4:81.2.69.142 -all", Status.UNKNOWN),
        (an_installation(smtp_host="smtp-relay.gmail.com"), "v=spf1 include:_spf.google.com ~all", Status.OK),
        (an_installation(smtp_host="smtp-relay.gmail.com"), "v=spf1 mx ~all", Status.FAIL),
        (an_installation(smtp_host="smtp.mailgun.org"), "v=spf1 mx ~all", Status.WARN),
        (
            an_installation(smtp_host="smtp.mailgun.org", return_path_domain="bounces.northshire.example"),
            "v=spf1 mx ~all",
            Status.FAIL,
        ),
        (an_installation(smtp_host="mail.provider.example"), "v=spf1 ip4:81.2.69.160 -all", Status.OK),
        (an_installation(smtp_host="mail.provider.example"), "v=spf1 mx -all", Status.UNKNOWN),
    ],
)
def test_what_sends_is_permitted(installation: Installation, text: str, status: Status) -> None:
    zone: Zone = {
        f"{installation.return_path_domain} TXT": text,
        "_spf.google.com TXT": "v=spf1 ip4:81.2.70.0/24 ~all",
        "mail.provider.example A": OTHER_ADDRESS,
        "silent.example TXT": SILENCE,
    }

    assert status_of(Check.SPF_PERMITS, installation, zone) is status


@pytest.mark.parametrize(
    ("installation", "texts", "wanted"),
    [
        (SENDING, [], "v=spf1 ip4:81.2.69.142 ~all"),
        (an_installation(sending_addresses=addresses(SIX)), [], "v=spf1 ip6:2a02:ff0::1 ~all"),
        (an_installation(smtp_host="email-smtp.eu-west-1.amazonaws.com"), [], "v=spf1 include:amazonses.com ~all"),
        (an_installation(smtp_host="mail.provider.example"), [], "v=spf1 a:mail.provider.example ~all"),
        (SENDING, ["v=spf1 mx -all"], "v=spf1 ip4:81.2.69.142 mx -all"),
        (SENDING, ["v=spf1 mx +all"], "v=spf1 ip4:81.2.69.142 mx ~all"),
        (SENDING, ["v=spf1 mx"], "v=spf1 ip4:81.2.69.142 mx ~all"),
        (SENDING, ["v=spf1 redirect=other.example"], "v=spf1 ip4:81.2.69.142 redirect=other.example"),
        (SENDING, ["v=spf1 mx ~all", "v=spf1 mx a -all"], "v=spf1 ip4:81.2.69.142 mx a ~all"),
        (SENDING, ["v=spf1 nonsense -all"], "v=spf1 ip4:81.2.69.142 ~all"),
        (
            an_installation(smtp_host="smtp.office365.com"),
            ["v=spf1 mx ~all"],
            "v=spf1 include:spf.protection.outlook.com mx ~all",
        ),
    ],
)
def test_the_record_to_write_keeps_what_is_there(installation: Installation, texts: list[str], wanted: str) -> None:
    zone: Zone = {f"{FROM} TXT": texts, "other.example TXT": "v=spf1 -all"}

    record = wanted_spf(installation, records_of(zone))

    assert record.value == wanted
    assert record.state is (State.CHANGE if texts else State.MISSING)


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 ip4:81.2.69.142 -all",
        "v=spf1  ip4:81.2.69.0/24 ip4:81.2.69.0/24 ~all exp=why.example",
        "v=spf1 redirect=other.example",
    ],
)
def test_a_record_that_is_good_enough_is_left_as_it_is(text: str) -> None:
    zone: Zone = {f"{FROM} TXT": text, "other.example TXT": "v=spf1 ip4:81.2.69.142 -all"}

    record = wanted_spf(SENDING, records_of(zone))

    assert (record.value, record.state) == (text, State.THERE)


def test_with_too_many_lookups_bounces_can_have_a_record_of_their_own() -> None:
    finding = only(check_spf(SENDING, records_of(a_chain(11))), Check.SPF_LOOKUPS)

    assert finding.record is not None
    assert finding.record.name == f"bounces.{FROM}"
    assert finding.record.value == "v=spf1 ip4:81.2.69.142 ~all"
