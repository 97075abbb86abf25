"""The DKIM key: published where it is looked for, long enough, and the one that signs."""

from base64 import b64encode
from pathlib import Path

import pytest

from service.mail_check.findings import Check, State, Status
from service.mail_check.installation import SigningKey
from service.mail_check.records import Answer
from service.mail_check.rules.dkim import DkimInvalid, check_dkim, dkim_value, parse_dkim, wanted_key
from service.mail_check.signing_key import read_signing_key
from tests.mail_check.keys import a_key
from tests.mail_check.zones import FROM, SILENCE, Zone, an_installation, only, records_of

NAME = f"rolecall1._domainkey.{FROM}"
KEY = b64encode(a_key().spki).decode()
SIGNING = SigningKey("rsa", 2048, KEY)

# Made with openssl genrsa 768, which the library that makes the others refuses to.
SHORT_KEY = (
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALIQ7Bjvu+lfSvX0RNg14K8yVO3OkFxYrrpUjdy2EY/E4yxCw/cTLg96E3KO5u0eB72D"
    "7TWjp05+AP6CLFtBz+JR1nBhWoGptnmNQO+ntIGWblbFhxRs5hEnmIGpY3EJBwIDAQAB"
)


def published(text: str | list[str] | Answer) -> Zone:
    return {f"{NAME} TXT": text}


def a_file(folder: Path, content: bytes) -> Path:
    file = folder / "dkim.pem"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    "text",
    [
        f"v=DKIM1; k=rsa; p={KEY}",
        f"v=DKIM1; p={KEY};",
        f"p={KEY}",
        f"v=DKIM1; h=sha1:sha256; s=email; t=s; n=note; p={KEY[:100]} {KEY[100:]}",
        f"v=DKIM1; k=rsa; p={b64encode(a_key().bare).decode()}",
    ],
)
def test_a_key_is_read_however_it_is_written(text: str) -> None:
    assert parse_dkim(text).key == SIGNING


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("v=spf1 -all", "form"),
        ("v=DKIM1; k=rsa", "form"),
        (f"v=DKIM1; p={KEY}; p={KEY}", "form"),
        (f"v=dkim1; p={KEY}", "v=DKIM1"),
        (f"k=rsa; v=DKIM1; p={KEY}", "v=DKIM1"),
        ("v=DKIM1; p=", "withdrawn"),
        (f"v=DKIM1; h=sha1; p={KEY}", "SHA-256"),
        (f"v=DKIM1; s=tlsrpt; p={KEY}", "not for mail"),
        (f"v=DKIM1; p={KEY[:-3]}", "base64"),
        (f"v=DKIM1; p=v=DKIM1; q={KEY}", "base64"),
        (f"v=DKIM1; p={KEY[:200]}", "part of it"),
        (f"v=DKIM1; k=ed25519; p={KEY}", "no ed25519 key"),
        (f"v=DKIM1; k=dsa; p={KEY}", "no dsa key"),
        (f"v=DKIM1; p={b64encode(a_key(kind='ec').spki).decode()}", "no RSA key"),
    ],
)
def test_a_record_that_no_receiver_can_use_says_why(text: str, reason: str) -> None:
    with pytest.raises(DkimInvalid, match=reason):
        parse_dkim(text)


@pytest.mark.parametrize(
    ("zone", "status"),
    [
        ({}, Status.FAIL),
        (published(SILENCE), Status.UNKNOWN),
        (published([f"v=DKIM1; p={KEY}", f"v=DKIM1; p={KEY}; n=old"]), Status.FAIL),
        (published("v=DKIM1; p="), Status.FAIL),
        (published(f"v=DKIM1; p={b64encode(a_key(number=2).spki).decode()}"), Status.FAIL),
        (published(f"v=DKIM1; t=y; p={KEY}"), Status.WARN),
        (published(f"v=DKIM1; k=rsa; p={KEY}"), Status.OK),
    ],
)
def test_the_record_holds_the_key_that_signs(zone: Zone, status: Status) -> None:
    installation = an_installation(dkim_selector="rolecall1", signing_key=SIGNING)

    findings = check_dkim(installation, records_of(zone))

    assert only(findings, Check.DKIM_RECORD).status is status
    assert only(findings, Check.DKIM_KEY).status is Status.OK


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"v=DKIM1; p={SHORT_KEY}", Status.FAIL),
        (f"v=DKIM1; p={b64encode(a_key(1024).spki).decode()}", Status.WARN),
        (f"v=DKIM1; p={KEY}", Status.OK),
        (f"v=DKIM1; k=ed25519; p={b64encode(a_key(kind='ed25519').bare).decode()}", Status.WARN),
    ],
    # The keys are new in each process, and would be in the names.
    ids=["768 bits", "1024 bits", "2048 bits", "ed25519"],
)
def test_a_key_is_long_enough_and_of_a_kind_that_all_verify(text: str, status: Status) -> None:
    findings = check_dkim(an_installation(dkim_selector="rolecall1"), records_of(published(text)))

    assert only(findings, Check.DKIM_STRENGTH).status is status


def test_where_a_relay_signs_its_record_is_looked_for_by_the_selector() -> None:
    findings = check_dkim(an_installation(dkim_selector="rolecall1"), records_of(published(f"p={KEY}")))

    assert {finding.check: finding.status for finding in findings} == {
        Check.DKIM_RECORD: Status.OK,
        Check.DKIM_STRENGTH: Status.OK,
    }


def test_without_key_and_selector_it_is_not_known_whether_mail_is_signed() -> None:
    finding = only(check_dkim(an_installation(smtp_host="smtp.mailgun.org"), records_of({})), Check.DKIM_RECORD)

    assert finding.status is Status.UNKNOWN
    assert "Mailgun" in finding.found
    assert "ROLECALL_DKIM_SELECTOR" in finding.remedy


def test_a_key_without_a_selector_signs_nothing() -> None:
    findings = check_dkim(an_installation(signing_key=SIGNING), records_of({}))

    assert [finding.status for finding in findings] == [Status.FAIL, Status.FAIL]


def test_the_record_to_publish_is_that_of_the_key() -> None:
    installation = an_installation(dkim_selector="rolecall1", signing_key=SIGNING)

    missing, there = (wanted_key(installation, records_of(zone)) for zone in ({}, published(dkim_value(SIGNING))))

    assert (missing.name, missing.value, missing.state) == (NAME, f"v=DKIM1; k=rsa; p={KEY}", State.MISSING)
    assert (there.value, there.state) == (missing.value, State.THERE)


def test_the_key_of_the_settings_is_read_for_its_public_half(tmp_path: Path) -> None:
    ed25519 = a_key(kind="ed25519")

    assert read_signing_key(a_file(tmp_path, a_key().pem)) == SIGNING
    assert read_signing_key(a_file(tmp_path, ed25519.pem)) == SigningKey(
        "ed25519", 256, b64encode(ed25519.bare).decode()
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no PEM file"),
        (b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n", "no PEM file"),
        (a_key().locked_pem, "password"),
        (a_key(kind="ec").pem, "neither RSA nor Ed25519"),
    ],
)
def test_a_key_that_cannot_sign_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    read = read_signing_key(a_file(tmp_path, content))
    assert isinstance(read, str)
    installation = an_installation(dkim_selector="rolecall1", signing_key=read)

    finding = only(check_dkim(installation, records_of({})), Check.DKIM_KEY)

    assert finding.status is Status.FAIL
    assert reason in finding.found


def test_a_key_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "cannot be read" in str(read_signing_key(tmp_path / "gone.pem"))
    assert "cannot be read" in str(read_signing_key(tmp_path))
