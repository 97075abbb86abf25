"""One installation in one folder: its settings, and its web process, worker and mail catcher as child processes."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.embedded.catcher import HOST
from service.embedded.listener import Listener
from service.embedded.processes import Command
from service.settings import Settings, load_settings

_PREFIX = "ROLECALL_"
_FOR_OTHER_MAIL_SERVERS = {"ROLECALL_SMTP_USERNAME", "ROLECALL_SMTP_PASSWORD"}
_ASK_SECONDS = 2.0
_LARGEST_LOG_BYTES = 5_000_000
_CATCHER_SECONDS = 30.0


@dataclass(frozen=True)
class Ports:
    """All on loopback. `inbox` shows in a browser what arrived at `smtp`."""

    web: int
    smtp: int
    inbox: int = 0


def child_environment(
    given: Mapping[str, str], *, folder: Path, ports: Ports, database_url: str, redis_url: str, secret_key: str
) -> dict[str, str]:
    """A starter's environment with what decides where an embedded installation lives; other settings stay."""
    settings = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DATA_FOLDER": str(folder / "data"),
        "SECRET_KEY": secret_key,
        "PUBLIC_URL": f"http://{HOST}:{ports.web}",
        "HOST": HOST,
        "PORT": str(ports.web),
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(ports.smtp),
        "SMTP_TLS": "none",
        "MAIL_FROM": "alerts@rolecall.example",
    }
    own = {_PREFIX + name: value for name, value in settings.items()}
    kept = {name: value for name, value in given.items() if name not in _FOR_OTHER_MAIL_SERVERS}
    # A folder called `service` where somebody happens to stand must not be taken for ours.
    return {**kept, **own, "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that a child with this environment reads."""
    named = {name.removeprefix(_PREFIX).lower(): value for name, value in own_settings(environment).items()}
    return load_settings(**named)


def own_settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_PREFIX)}


def without_own_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The rest of an environment: a demonstration is the same whatever its starter has set."""
    return {name: value for name, value in environment.items() if not name.startswith(_PREFIX)}


def web_process(environment: Mapping[str, str], *, logs: Path) -> Listener:
    port = settings_from(environment).port
    log = _log(logs / "web.log")
    return Listener("The web process", _python("service.cli", "serve"), ports=[port], log=log, environment=environment)


def worker_process(environment: Mapping[str, str], *, logs: Path) -> Command:
    # Its own child gets ten seconds to finish what it is doing, and then has to be waited for.
    command, log = _python("service.cli", "worker"), _log(logs / "worker.log")
    return Command("The worker", command, log=log, environment=environment, patience_seconds=15)


def catcher_process(environment: Mapping[str, str], folder: Path, ports: Ports, *, logs: Path) -> Listener:
    arguments = ["--folder", str(folder), "--smtp-port", str(ports.smtp), "--http-port", str(ports.inbox)]
    return Listener(
        "The mail catcher",
        _python("service.embedded.catcher", *arguments),
        ports=[ports.smtp, ports.inbox],
        log=_log(logs / "catcher.log"),
        environment=environment,
        # A worker that starts after it sends to nobody else.
        wait_seconds=_CATCHER_SECONDS,
    )


def answers(settings: Settings) -> bool:
    """Whether the web process takes requests."""
    try:
        answer = httpx.get(f"{settings.public_url}/health/live", timeout=_ASK_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK


def has_worker(settings: Settings) -> bool:
    """Whether a worker showed life to the web process."""
    try:
        answer = httpx.get(f"{settings.public_url}/health", timeout=_ASK_SECONDS, trust_env=False)
        return bool(answer.json()["worker_seen"])
    except (httpx.HTTPError, ValueError, KeyError):
        return False


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _log(log: Path) -> Path:
    """Where a part writes, without what would make it grow for ever."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES:
        log.rename(log.with_suffix(".log.old"))
    return log
