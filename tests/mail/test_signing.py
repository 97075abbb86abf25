"""DKIM: what is signed verifies by the key in DNS, and nothing of it can be changed or added to."""

from pathlib import Path

import dkim
import pytest

from service.mail.signing import SigningKey, read_signing_key, sign_message, signing_key
from service.settings import SettingsWrong, load_settings
from tests.mail.reports.ours import ORIGINAL
from tests.test_settings import GIVEN

KEYS = Path(__file__).with_name("keys")
COVERED = {
    "from", "subject", "date", "message-id", "to", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    "mime-version", "content-type", "feedback-id", "x-rolecall-delivery",
}  # fmt: skip


def key(name: str = "rsa.pem") -> SigningKey:
    return read_signing_key(KEYS / name, selector="rolecall", domain="jobs.example.org")


def verifies(message: bytes, name: str = "rsa") -> bool:
    """As a receiver does it, with a DNS that knows one record."""
    public = (KEYS / f"{name}.public").read_text()

    def answer(asked: bytes, timeout: int = 5) -> bytes:
        assert asked == b"rolecall._domainkey.jobs.example.org."
        return f"v=DKIM1; k={'ed25519' if name == 'ed25519' else 'rsa'}; p={public}".encode()

    return bool(dkim.verify(message, dnsfunc=answer))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("file", "name"), [("rsa.pem", "rsa"), ("rsa-pkcs1.pem", "rsa"), ("ed25519.pem", "ed25519")])
def test_a_signed_message_verifies_by_the_key_in_dns(file: str, name: str) -> None:
    signed = sign_message(ORIGINAL, key(file))

    assert signed.endswith(ORIGINAL)
    assert verifies(signed, name)


def test_the_signature_covers_what_says_who_writes_and_how_to_stop_it() -> None:
    head = sign_message(ORIGINAL, key()).partition(b"bh=")[0].decode()
    named = "".join(head.partition("h=")[2].partition(";")[0].split()).split(":")

    assert set(named) >= COVERED
    assert "c=relaxed/relaxed" in head
    assert all(len(line) <= 998 for line in head.splitlines())


@pytest.mark.parametrize(
    "added",
    ["From: eve@example.org", "Subject: x", "List-Unsubscribe: <https://eve.example>", "Reply-To: eve@example.org"],
)
def test_no_field_can_be_added(added: str) -> None:
    signed = sign_message(ORIGINAL, key())

    assert not verifies(added.encode() + b"\r\n" + signed)
    assert not verifies(signed.replace(b"\r\n\r\n", b"\r\n" + added.encode() + b"\r\n\r\n", 1))


def test_a_list_can_still_be_put_on_a_message_that_had_none() -> None:
    plain = ORIGINAL.replace(b"List-Id: ", b"X-List: ").replace(b"List-Unsubscribe", b"X-Unsubscribe")

    assert verifies(b"List-Id: <somebody.example>\r\n" + sign_message(plain, key()))


def test_a_body_that_was_changed_does_not_verify() -> None:
    assert not verifies(sign_message(ORIGINAL, key()).replace(b"Night Porter", b"Fight Porter"))


def test_spaces_and_folds_that_relays_change_break_nothing() -> None:
    signed = sign_message(ORIGINAL, key())

    assert verifies(signed.replace(b"MIME-Version: 1.0", b"mime-version:   1.0  "))
    assert verifies(signed + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("missing.pem", "cannot be read"),
        ("README.md", "no private key"),
        ("rsa-short.pem", "768 bits"),
        ("rsa-passphrase.pem", "without a passphrase"),
        ("ec.pem", "neither RSA nor Ed25519"),
    ],
)
def test_a_key_that_cannot_sign_is_refused_by_its_variable(file: str, why: str) -> None:
    settings = load_settings(**GIVEN, dkim_selector="rolecall", dkim_key_file=str(KEYS / file))

    with pytest.raises(SettingsWrong, match=why) as refused:
        signing_key(settings)
    assert "ROLECALL_DKIM_KEY_FILE" in refused.value.message


def test_a_key_without_its_name_in_dns_is_refused() -> None:
    with pytest.raises(SettingsWrong, match="ROLECALL_DKIM_SELECTOR is missing"):
        signing_key(load_settings(**GIVEN, dkim_key_file=str(KEYS / "rsa.pem")))


def test_without_a_key_a_relay_signs_whose_selector_may_be_named() -> None:
    assert signing_key(load_settings(**GIVEN)) is None
    assert signing_key(load_settings(**GIVEN, dkim_selector="relay")) is None


def test_the_key_signs_for_the_senders_domain_and_shows_itself_nowhere() -> None:
    found = signing_key(load_settings(**GIVEN, dkim_selector="rolecall", dkim_key_file=str(KEYS / "rsa.pem")))

    assert found is not None
    assert found.domain == "jobs.example.org"
    assert "PRIVATE" not in repr(found)
