"""Every setting, read from the environment (prefix ROLECALL_); nothing else reads it. See https://12factor.net/config."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, IPvAnyAddress, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.errors import ServiceError

SECRET_KEY_LENGTH = 32
_DATABASE_SCHEMES = ("postgresql+asyncpg", "postgresql", "postgres")


class SettingsWrong(ServiceError):
    """A setting is missing or cannot be used; the message names the variable."""

    code = "settings"


class Settings(BaseSettings):
    """What one process runs with. Secrets never appear in its repr."""

    model_config = SettingsConfigDict(env_prefix="ROLECALL_", env_ignore_empty=True, frozen=True, extra="ignore")

    database_url: str = Field(description="PostgreSQL 15 or later, as postgresql://user:password@host/database")
    redis_url: str = Field(description="Redis 6.2 or later, as redis://host:6379/0 or unix:///path/to/redis.sock")
    data_folder: Path = Field(description="where index files are kept; they can be deleted at any moment")
    secret_key: str = Field(repr=False, min_length=SECRET_KEY_LENGTH, description="signs links and sessions")
    secret_key_fallbacks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), repr=False, description="older keys that still verify, separated by commas"
    )
    public_url: str = Field(description="the address that people reach, as https://jobs.example.org; used in links")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas"
    )

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str | None = None
    smtp_password: str | None = Field(default=None, repr=False)
    smtp_timeout_seconds: float = Field(default=30, gt=0, le=300)
    smtp_connections: int = Field(default=4, ge=1, le=50, description="connections over which a batch of mail is sent")
    mails_per_domain_and_minute: int = Field(
        default=600, ge=1, description="how many mails one receiving domain is handed in a minute; more wait their turn"
    )
    mail_sending_address: Annotated[tuple[IPvAnyAddress, ...], NoDecode] = Field(
        default=(), description="public addresses from which mail leaves, where they are known, separated by commas"
    )
    dns_server: str | None = Field(
        default=None,
        description="name server that mail check asks, as 9.9.9.9 or 127.0.0.1:5353; default: the system's",
    )
    mail_from: str = Field(description="the sender's address, as alerts@jobs.example.org")
    mail_from_name: str = "Rolecall"
    return_path_domain: str | None = Field(
        default=None, description="where mail that cannot be delivered comes back to; default: the domain of mail_from"
    )
    dkim_selector: str | None = Field(default=None, description="name of the key in DNS; unset: a relay signs")
    dkim_key_file: Path | None = Field(default=None, description="PEM file of the RSA or Ed25519 key that signs mail")

    imap_host: str | None = Field(default=None, description="server of the mailbox that gets reports; unset: none")
    imap_port: int = Field(default=993, ge=1, le=65535)
    imap_tls: Literal["none", "starttls", "tls"] = "tls"
    imap_username: str = ""
    imap_password: str = Field(default="", repr=False)
    imap_folder: str = "INBOX"

    canary_address: str | None = Field(
        default=None, description="a test mailbox of its own, to which `rolecall canary` has a test listing told"
    )
    canary_imap_host: str | None = Field(default=None, description="server from which the test mailbox is read")
    canary_imap_port: int = Field(default=993, ge=1, le=65535)
    canary_imap_tls: Literal["none", "starttls", "tls"] = "tls"
    canary_imap_username: str | None = None
    canary_imap_password: str | None = Field(default=None, repr=False)
    canary_imap_folder: str = "INBOX"
    canary_mail_folder: Path | None = Field(
        default=None, description="folder of .eml files that is the test mailbox, in place of IMAP"
    )
    canary_minutes: int = Field(
        default=15, ge=0, le=1440, description="how often a worker runs the canary once it has an address; 0 is never"
    )
    canary_seconds: int = Field(
        default=300, ge=5, le=3600, description="within how long the mail of a canary must arrive"
    )

    site_name: str = "Rolecall"
    listing_zone: str = Field(default="Europe/London", description="zone of dates written without one")
    default_locale: str = "en_GB"
    model: str | None = Field(
        default=None, description="folder of a sentence-transformers model; default: the packaged"
    )
    adapter: str | None = Field(
        default=None, description="folder of the model's LoRA adapter; default: the packaged model's own"
    )
    model_languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("en",),
        min_length=1,
        max_length=50,
        description="languages that the model reads, as en,de separated by commas, or any; the packaged reads English",
    )
    encode_threads: int = Field(
        default=0, ge=0, description="threads of one encoder; 0 leaves the choice to the library"
    )
    searches_per_minute: int = Field(default=60, ge=1, description="searches and previews from one source")
    sign_ups_per_hour: int = Field(default=10, ge=1, description="alerts asked for from one source")
    confirmations_per_day: int = Field(default=3, ge=1, description="confirmation mails to one mailbox")
    rankings_kept_days: int = Field(
        default=400, ge=183, description="how long rankings that were shown and decisions on them are kept"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator(
        "secret_key_fallbacks", "trusted_proxies", "model_languages", "mail_sending_address", mode="before"
    )
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _for_our_driver(cls, value: str) -> str:
        """Accept an address as every other program writes it."""
        scheme, separator, rest = value.partition("://")
        if not separator or scheme not in _DATABASE_SCHEMES:
            raise ValueError("must be an address of PostgreSQL, as postgresql://user:password@host/database")
        return f"postgresql+asyncpg://{rest}"

    @field_validator("redis_url")
    @classmethod
    def _known_to_redis(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("must be an address of Redis, as redis://host:6379/0 or unix:///path/to/redis.sock")
        return value

    @field_validator("dns_server")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        try:
            parts = urlsplit(f"//{value}")
            fits = bool(parts.hostname) and parts.netloc == f"{value}" and (parts.port is None or parts.port > 0)
        except ValueError:
            fits = False
        if value is not None and not fits:
            raise ValueError("must be an address or a name, and a port where it is not 53, as 127.0.0.1:5353")
        return value

    @field_validator("public_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
            raise ValueError("must be an http or https address, as https://jobs.example.org")
        return value.rstrip("/")

    @field_validator("model_languages")
    @classmethod
    def _language_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        codes = tuple(sorted({each.lower() for each in value}))
        if wrong := [each for each in codes if each != "any" and not re.fullmatch("[a-z]{2,3}", each)]:
            raise ValueError(f"{wrong[0]!r} is no language code of two or three letters, as en, and not the word any")
        return codes

    @field_validator("mail_from", "canary_address")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        local, at, domain = value.rpartition("@")
        if not (at and local and domain) or not value.isascii() or any(c.isspace() or c in '<>"' for c in value):
            raise ValueError("must be a plain address, as alerts@jobs.example.org")
        return value

    @field_validator("return_path_domain")
    @classmethod
    def _plain_domain(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", value, re.IGNORECASE):
            raise ValueError("must be a domain, as bounces.jobs.example.org")
        return value

    @field_validator("dkim_selector")
    @classmethod
    def _plain_selector(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", value, re.IGNORECASE):
            raise ValueError("must be a name as DNS has it, as rolecall2026")
        return value

    @field_validator("listing_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no IANA time zone, as Europe/London") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.listing_zone)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The key that signs, then those that only verify."""
        return (self.secret_key, *self.secret_key_fallbacks)

    @property
    def mail_domain(self) -> str:
        """The domain on the right of every Message-ID and List-Id."""
        return self.mail_from.rpartition("@")[2]

    @property
    def bounce_domain(self) -> str:
        """The domain of every message's return path."""
        return self.return_path_domain or self.mail_domain


def load_settings(**given: str) -> Settings:
    """Read the environment, what is given first; raises SettingsWrong naming every variable missing or wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = [f"ROLECALL_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsWrong("These settings are missing or wrong:\n  " + "\n  ".join(wrong)) from None
