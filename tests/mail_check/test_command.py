"""`rolecall mail check` against a name server and a mail server on loopback, for installations right and wrong."""

import json
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.embedded.catcher import MailCatcher
from service.mail_check.findings import Check
from tests.mail_check.keys import a_key
from tests.mail_check.name_server import NameServer, a_name_server
from tests.mail_check.zones import ADDRESS, FROM, OTHER_ADDRESS, SIX

Zone = dict[str, str | list[str]]

BY_WEIGHT = ["ok", "cannot tell", "warn", "fail"]

KEY = b64encode(a_key().spki).decode()
GOOD: Zone = {
    f"{FROM} TXT": ["site-verification=abc", f"v=spf1 ip4:{ADDRESS} ip6:{SIX} include:_spf.mailer.example -all"],
    "_spf.mailer.example TXT": "v=spf1 ip4:81.2.70.0/24 -all",
    f"rolecall1._domainkey.{FROM} TXT": f"v=DKIM1; k=rsa; p={KEY}",
    f"_dmarc.{FROM} TXT": f"v=DMARC1; p=quarantine; rua=mailto:dmarc@{FROM}",
    f"{FROM} MX": "10 mail.northshire.example.",
    f"{FROM} A": OTHER_ADDRESS,
    "mail.northshire.example A": ADDRESS,
    "mail.northshire.example AAAA": SIX,
    "142.69.2.81.in-addr.arpa PTR": "mail.northshire.example.",
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.f.f.0.2.0.a.2.ip6.arpa PTR": "mail.northshire.example.",
}


class Operator:
    """Who runs the command for an installation: its settings, and nothing of a database."""

    def __init__(self, folder: Path, catcher: MailCatcher):
        key = folder / "dkim.pem"
        key.write_bytes(a_key().pem)
        self.settings = {
            "ROLECALL_MAIL_FROM": f"alerts@{FROM}",
            "ROLECALL_PUBLIC_URL": f"https://{FROM}",
            "ROLECALL_SMTP_PORT": str(catcher.port),
            "ROLECALL_MAIL_SENDING_ADDRESS": f"{ADDRESS}, {SIX}",
            "ROLECALL_DKIM_SELECTOR": "rolecall1",
            "ROLECALL_DKIM_KEY_FILE": str(key),
        }

    def check(self, name_server: NameServer, *arguments: str, **changes: str) -> Result:
        settings = {**self.settings, "ROLECALL_DNS_SERVER": name_server.place, **changes}
        return CliRunner(env={name: value for name, value in settings.items() if value}).invoke(
            app, ["mail", "check", *arguments]
        )

    def statuses(self, zone: Zone, *, code: int, **changes: str) -> dict[str, str]:
        with a_name_server(zone) as name_server:
            result = self.check(name_server, "--json", **changes)
        assert result.exit_code == code, result.output
        # Each address that sends is a finding of its own: the worst of them counts.
        checks = sorted(json.loads(result.stdout)["checks"], key=lambda check: BY_WEIGHT.index(check["status"]))
        return {check["check"]: check["status"] for check in checks}


@pytest.fixture
def operator(tmp_path: Path, started_catcher: MailCatcher) -> Operator:
    return Operator(tmp_path, started_catcher)


def without(*keys: str, **changed: str | list[str]) -> Zone:
    return {key: value for key, value in GOOD.items() if key not in keys} | changed


def test_a_good_installation_has_nothing_to_do(operator: Operator) -> None:
    statuses = operator.statuses(GOOD, code=0)

    assert {name for name, status in statuses.items() if status != "ok"} == {"onward-tls"}
    assert set(statuses) == {check.value for check in Check} - {"replies"}


def test_an_installation_without_records_is_told_all_that_it_needs(operator: Operator) -> None:
    with a_name_server({}) as name_server:
        result = operator.check(name_server, "--json")

    assert result.exit_code == 1
    assert {record["zone_line"] for record in json.loads(result.stdout)["records"]} >= {
        f'{FROM}. IN TXT "v=spf1 ip4:{ADDRESS} ip6:{SIX} ~all"',
        f'_dmarc.{FROM}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@{FROM}"',
        f"{FROM}. IN MX 10 <the server that takes its mail>",
        f"142.69.2.81.in-addr.arpa. IN PTR mail.{FROM}.",
        f"mail.{FROM}. IN A {ADDRESS}",
    }
    assert {record["state"] for record in json.loads(result.stdout)["records"]} == {"missing"}


def test_following_what_is_said_makes_an_installation_good(operator: Operator) -> None:
    """The records that are printed are published as they stand, placeholders filled in, and the check runs again."""
    with a_name_server({f"{FROM} A": OTHER_ADDRESS}) as name_server:
        before = operator.check(name_server, "--json")
        for record in json.loads(before.stdout)["records"]:
            value = record["value"].replace("<the server that takes its mail>", f"mail.{FROM}.")
            name_server.zone[f"{record['name']} {record['kind']}"] = value
        after = operator.check(name_server, "--json")

    assert (before.exit_code, after.exit_code) == (1, 0)
    assert {record["state"] for record in json.loads(after.stdout)["records"]} == {"there"}


DKIM, DMARC, SPF = f"rolecall1._domainkey.{FROM} TXT", f"_dmarc.{FROM} TXT", f"{FROM} TXT"
POINTER = "142.69.2.81.in-addr.arpa PTR"


@pytest.mark.parametrize(
    ("zone", "changes", "wrong"),
    [
        (without(SPF), {}, {"spf-record": "fail"}),
        (without(**{SPF: f"v=spf1 ip4:{ADDRESS} -all"}), {}, {"spf-permits": "fail"}),
        (without(**{SPF: f"v=spf1 ip4:{ADDRESS} ip6:{SIX} +all"}), {}, {"spf-ending": "fail"}),
        (without(**{SPF: ["v=spf1 -all", "v=spf1 mx -all"]}), {}, {"spf-record": "fail"}),
        (without("_spf.mailer.example TXT"), {}, {"spf-lookups": "fail"}),
        (without(DKIM), {}, {"dkim-record": "fail"}),
        (without(**{DKIM: f"p={b64encode(a_key(number=2).spki).decode()}"}), {}, {"dkim-record": "fail"}),
        (GOOD, {"ROLECALL_DKIM_SELECTOR": "another"}, {"dkim-record": "fail"}),
        (GOOD, {"ROLECALL_DKIM_KEY_FILE": "gone.pem"}, {"dkim-key": "fail", "dmarc-alignment": "warn"}),
        (without(DMARC), {}, {"dmarc-record": "fail"}),
        (without(**{DMARC: "v=DMARC1; p=none"}), {}, {"dmarc-reports": "warn"}),
        (without(POINTER), {}, {"reverse-dns": "fail"}),
        (without(f"{FROM} MX", f"{FROM} A"), {}, {"bounces": "fail", "public-url": "fail"}),
        (GOOD, {"ROLECALL_PUBLIC_URL": f"http://{FROM}"}, {"one-click": "fail"}),
        (GOOD, {"ROLECALL_SMTP_PORT": "1"}, {"mail-server": "fail"}),
        (
            GOOD,
            {"ROLECALL_RETURN_PATH_DOMAIN": "bounces.other.example"},
            {"spf-record": "fail", "dmarc-alignment": "warn", "bounces": "fail"},
        ),
    ],
)
def test_what_is_wrong_is_found_and_nothing_else(
    operator: Operator, zone: Zone, changes: dict[str, str], wrong: dict[str, str]
) -> None:
    statuses = operator.statuses(zone, code=int("fail" in wrong.values()), **changes)

    assert {name: status for name, status in statuses.items() if status in ("warn", "fail")} == wrong


def test_mail_from_a_free_provider_fails(operator: Operator) -> None:
    assert operator.statuses(GOOD, code=1, ROLECALL_MAIL_FROM="northshire@gmail.com")["from-domain"] == "fail"


def test_a_name_server_that_does_not_answer_leaves_things_untold(operator: Operator) -> None:
    started = time.monotonic()
    with a_name_server({}, silent={"*"}) as name_server:
        result = operator.check(name_server, "--json", "--seconds", "0.2")

    statuses = {check["check"]: check["status"] for check in json.loads(result.stdout)["checks"]}
    assert result.exit_code == 0
    assert "fail" not in statuses.values()
    assert {"spf-record", "dkim-record", "dmarc-record", "bounces", "reverse-dns"} <= {
        name for name, status in statuses.items() if status == "cannot tell"
    }
    assert time.monotonic() - started < 20


def test_people_are_told_what_was_found_why_it_matters_and_what_to_write(operator: Operator) -> None:
    with a_name_server(without(DKIM)) as name_server:
        result = operator.check(name_server)

    said = " ".join(result.stdout.split())
    assert result.exit_code == 1
    assert f"fail DKIM record: rolecall1._domainkey.{FROM} has no TXT record." in said
    assert "Why: Gmail (5.7.30), Yahoo and Microsoft (550 5.7.515)" in said
    assert f'rolecall1._domainkey.{FROM}. IN TXT "v=DKIM1; k=rsa; p={KEY[:230]}' in result.stdout
    assert "1 fail" in result.stdout.splitlines()[-1]


def test_a_program_is_told_the_same(operator: Operator) -> None:
    with a_name_server(without(SPF)) as name_server:
        made: dict[str, Any] = json.loads(operator.check(name_server, "--json").stdout)

    finding = next(check for check in made["checks"] if check["check"] == "spf-record")
    assert (made["failed"], made["counts"]["fail"]) == (True, 1)
    assert (finding["title"], finding["status"]) == ("SPF record", "fail")
    assert finding["record"] == f'{FROM}. IN TXT "v=spf1 ip4:{ADDRESS} ip6:{SIX} ~all"'
    assert all(source.startswith("https://") for source in finding["sources"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROLECALL_MAIL_SENDING_ADDRESS", "mail.example.org"),
        ("ROLECALL_DNS_SERVER", "udp://127.0.0.1"),
        ("ROLECALL_DNS_SERVER", "127.0.0.1:port"),
        ("ROLECALL_RETURN_PATH_DOMAIN", "bounces@example.org"),
        ("ROLECALL_DKIM_SELECTOR", "one two"),
        ("ROLECALL_MAIL_FROM", ""),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(operator: Operator, name: str, value: str) -> None:
    with a_name_server({}) as name_server:
        result = operator.check(name_server, **{name: value})

    assert result.exit_code == 1
    assert name in result.stderr


def test_settings_that_the_check_does_not_need_may_be_missing() -> None:
    result = CliRunner().invoke(app, ["mail", "check"])

    assert "ROLECALL_PUBLIC_URL" in result.stderr
    assert "ROLECALL_DATABASE_URL" not in result.stderr


def test_nothing_of_the_database_is_loaded() -> None:
    look = (
        "import sys, service.mail_check.report; print(sorted({'sqlalchemy', 'torch', 'litestar'} & set(sys.modules)))"
    )

    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
