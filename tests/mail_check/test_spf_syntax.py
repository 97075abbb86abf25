"""SPF records taken apart as receivers do (RFC 7208)."""

import pytest

from service.mail_check.rules.spf_syntax import MacroUndecided, SpfInvalid, expand, parse_spf, spf_texts
from tests.mail_check.zones import ADDRESS, SIX, addresses


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("v=spf1 -all", ["all"]),
        ("v=spf1", []),
        ("V=SPF1 A MX ~ALL", ["a", "mx", "all"]),
        ("v=spf1 ip4:81.2.69.0/24 ip6:2a02:ff0::/32 -all", ["ip4", "ip6", "all"]),
        ("v=spf1 a:mail.example.org/28 mx//64 a/24//64 ptr ?all", ["a", "mx", "a", "ptr", "all"]),
        ("v=spf1 +include:_spf.example.org exists:%{i}.ok.example.org -all", ["include", "exists", "all"]),
        ("v=spf1 -all include:never.read.example", ["all"]),
        ("v=spf1 later=unknown exp=why.example.org -all", ["all"]),
    ],
)
def test_mechanisms_are_read_up_to_all(text: str, terms: list[str]) -> None:
    assert [term.mechanism for term in parse_spf(text).terms] == terms


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 ipv4:81.2.69.142 -all",
        "v=spf1 ip4:81.2.69 -all",
        "v=spf1 ip4:81.2.69.142/33 -all",
        "v=spf1 ip4:81.2.69.0/255.255.255.0 -all",
        "v=spf1 ip4: -all",
        "v=spf1 ip6:81.2.69.142 -all",
        "v=spf1 include -all",
        "v=spf1 include:example.org/24 -all",
        "v=spf1 all:example.org",
        "v=spf1 a: -all",
        "v=spf1 a/33 -all",
        "v=spf1 mx/24/64 -all",
        "v=spf1 redirect=",
        "v=spf1 redirect=a.example redirect=b.example",
        "v=spf1 mail.example.org -all",
        "v=spf1 a;mx -all",
    ],
)
def test_what_no_receiver_can_read_is_refused(text: str) -> None:
    with pytest.raises(SpfInvalid):
        parse_spf(text)


@pytest.mark.parametrize(
    ("text", "ending", "redirect"),
    [
        ("v=spf1 -all", "-", None),
        ("v=spf1 a ~all", "~", None),
        ("v=spf1 all", "+", None),
        ("v=spf1 ?all redirect=other.example", "?", None),
        ("v=spf1 a redirect=other.example", None, "other.example"),
        ("v=spf1 a", None, None),
    ],
)
def test_a_record_ends_in_all_or_in_another_record(text: str, ending: str | None, redirect: str | None) -> None:
    record = parse_spf(text)

    assert (record.ending, record.redirect) == (ending, redirect)


def test_only_texts_of_this_version_are_spf() -> None:
    texts = ["v=spf1 -all", "v=spf10 -all", "spf1 -all", "google-site-verification=abc", "V=SPF1"]

    assert spf_texts(texts) == ["v=spf1 -all", "V=SPF1"]


@pytest.mark.parametrize(
    ("target", "address", "meant"),
    [
        ("%{i}._spf.%{d}", ADDRESS, "81.2.69.142._spf.here.example"),
        ("%{ir}.%{v}.%{o}", ADDRESS, "142.69.2.81.in-addr.sender.example"),
        ("%{d1}.%{d1r}", ADDRESS, "example.here"),
        ("%{i}.%{v}", SIX, f"{'.'.join('2a020ff0000000000000000000000001')}.ip6"),
        ("a%%b%_c%-d", ADDRESS, "a%b c%20d"),
        ("plain.example", ADDRESS, "plain.example"),
    ],
)
def test_macros_stand_for_the_address_and_the_domains(target: str, address: str, meant: str) -> None:
    (checked,) = addresses(address)

    assert expand(target, domain="here.example", policy_of="sender.example", address=checked) == meant


def test_a_macro_of_the_message_is_not_guessed() -> None:
    with pytest.raises(MacroUndecided):
        expand("%{l}.example", domain="here.example", policy_of="here.example", address=addresses(ADDRESS)[0])
