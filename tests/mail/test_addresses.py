"""E-mail addresses: what is refused, what is folded, and what counts as one mailbox."""

import pytest

from service.mail.addresses import AddressInvalid, mailbox_key, parse_address


@pytest.mark.parametrize(
    ("typed", "address", "folded"),
    [
        ("ada@example.org", "ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace@Example.ORG ", "Ada.Lovelace@example.org", "ada.lovelace@example.org"),
        ("ada+jobs@example.org", "ada+jobs@example.org", "ada+jobs@example.org"),
        ("ada@mail.test", "ada@mail.test", "ada@mail.test"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_typed_as_deliverable_and_folded(typed: str, address: str, folded: str) -> None:
    found = parse_address(typed)

    assert (found.as_typed, found.address, found.folded) == (typed.strip(), address, folded)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@localhost",
        "ada@@example.org",
        "ada@exa mple.org",
        "ada@[127.0.0.1]",
        "Ada <ada@example.org>",
        "ada@example.org, eve@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada\x00@example.org",
        "ada@example.org\u202e",
        '"ada eve"@example.org',
        "jané@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "a" * 250 + ".org",
    ],
)
def test_what_cannot_be_delivered_everywhere_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(AddressInvalid) as caught:
        parse_address(typed, field="alert/email")

    assert caught.value.message.startswith("This e-mail address cannot be used: ")
    assert caught.value.fields[0].field == "alert/email"


@pytest.mark.parametrize(
    "typed",
    [
        "adalovelace@example.org",
        "Ada.Lovelace@example.org",
        "a.d.a.lovelace+3@EXAMPLE.org",
        "adalovelace+a+b@example.org",
    ],
)
def test_spellings_of_one_mailbox_share_their_limits(typed: str) -> None:
    assert mailbox_key(typed) == "adalovelace@example.org"


def test_a_local_part_of_a_tag_alone_keeps_it() -> None:
    assert mailbox_key("+jobs@example.org") == "+jobs@example.org"


def test_different_domains_never_share_their_limits() -> None:
    assert mailbox_key("ada@example.org") != mailbox_key("ada@example.com")
