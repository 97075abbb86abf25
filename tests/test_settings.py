"""Settings are read as operators write them, and refused by the variable's name."""

import pytest

from service.settings import Settings, SettingsWrong, load_settings

GIVEN = {
    "database_url": "postgresql://rolecall:secret@db/rolecall",
    "redis_url": "redis://redis:6379/0",
    "data_folder": "/var/lib/rolecall",
    "secret_key": "k" * 40,
    "public_url": "https://jobs.example.org/",
    "mail_from": "alerts@jobs.example.org",
}


def settings(**changes: str) -> Settings:
    return load_settings(**{**GIVEN, **changes})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_a_database_is_reached_by_the_driver_that_is_installed(scheme: str) -> None:
    read = settings(database_url=f"{scheme}://rolecall:secret@db/rolecall")

    assert read.database_url == "postgresql+asyncpg://rolecall:secret@db/rolecall"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://db/rolecall"),
        ("database_url", "db.example.org"),
        ("redis_url", "http://redis:6379"),
        ("public_url", "jobs.example.org"),
        ("secret_key", "short"),
        ("mail_from", "Alerts <alerts@jobs.example.org>"),
        ("listing_zone", "Europe/Atlantis"),
        ("port", "0"),
        ("mail_sending_address", "192.0.2.10, mail.example.org"),
        ("dns_server", "127.0.0.1:dns"),
        ("return_path_domain", "bounces@jobs.example.org"),
        ("dkim_selector", "rolecall key"),
        ("imap_tls", "maybe"),
    ],
)
def test_a_wrong_setting_is_named_by_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsWrong, match=f"ROLECALL_{name.upper()}"):
        settings(**{name: value})


def test_every_missing_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsWrong) as refused:
        load_settings(database_url=GIVEN["database_url"])

    assert "ROLECALL_REDIS_URL" in refused.value.message
    assert "ROLECALL_PUBLIC_URL" in refused.value.message


def test_secrets_are_not_shown() -> None:
    assert "k" * 40 not in repr(settings())
    assert "a password" not in repr(settings(imap_password="a password"))


def test_the_return_path_is_at_the_senders_domain_unless_told_otherwise() -> None:
    assert settings().bounce_domain == "jobs.example.org"
    assert settings(return_path_domain="bounces.example.org").bounce_domain == "bounces.example.org"


def test_lists_are_split_at_commas() -> None:
    assert settings(trusted_proxies="10.0.0.1, 10.0.0.2").trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert list(map(str, settings(mail_sending_address="192.0.2.10, 2001:db8::1").mail_sending_address)) == [
        "192.0.2.10",
        "2001:db8::1",
    ]
