"""`rolecall run`: an installation in a folder of its own, running until a signal ends it and everything with it."""

import asyncio
import hashlib
import os
import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from service.demo.first_start import count_waiting, make_entrance_to_samples, make_key, prepare
from service.demo.installation import (
    Ports,
    answers,
    catcher_process,
    child_environment,
    own_settings,
    settings_from,
    web_process,
    worker_process,
)
from service.demo.kept_secrets import keep_secret, kept_secret
from service.demo.progress import progress_bar
from service.demo.walkthrough import Links, print_walkthrough
from service.embedded.catcher import HOST
from service.embedded.folder_lock import FolderLock
from service.embedded.ports import free_port
from service.embedded.processes import Supervisor
from service.embedded.stack import Stack
from service.settings import Settings

_WEB_PORT, _SMTP_PORT, _INBOX_PORT = 8000, 2525, 8025
_LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Wanted:
    """What a person may decide; an empty address stands for a server of our own."""

    folder: Path
    web_port: int = _WEB_PORT
    database_url: str = ""
    redis_url: str = ""


def default_folder(environment: Mapping[str, str], *, directory: Path) -> Path:
    """One folder for each directory that Rolecall is started from, where this user's programs keep their data."""
    # https://specifications.freedesktop.org/basedir-spec/latest/ : a relative path there is to be ignored.
    given = Path(environment.get("XDG_DATA_HOME", ""))
    home = given if given.is_absolute() else Path.home() / ".local" / "share"
    return home / "rolecall" / hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]


def run(wanted: Wanted, *, console: Console) -> None:
    """Start everything, print the way around, and return when a signal has ended it all."""
    folder = wanted.folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FolderLock(folder):
        console.print(f"Rolecall keeps its data and logs in {folder}", soft_wrap=True, markup=False)
        stack = _stack(wanted, folder)
        ports = _ports(wanted, console)
        environment = child_environment(
            os.environ,
            folder=folder,
            ports=ports,
            database_url=wanted.database_url or stack.database_url,
            redis_url=wanted.redis_url or stack.redis_url,
            secret_key=kept_secret(folder / "secret-key"),
        )
        with stack:
            _keep_running(stack, ports, environment, folder=folder, console=console)
        console.print("Everything has stopped.")


def _stack(wanted: Wanted, folder: Path) -> Stack:
    stack = Stack(folder, postgres=not wanted.database_url, redis=not wanted.redis_url)
    logs = folder / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    for server in stack.servers:
        server.log = logs / f"{server.name.lower()}.log"
    return stack


def _ports(wanted: Wanted, console: Console) -> Ports:
    def free(what: str, preferred: int) -> int:
        found = free_port(preferred)
        if found != preferred:
            console.print(f"Port {preferred} is taken: {what} listens on {found} instead.")
        return found

    return Ports(
        web=free("the web process", wanted.web_port),
        smtp=free("the mail catcher", _SMTP_PORT),
        inbox=free("the inbox", _INBOX_PORT),
    )


def _keep_running(stack: Stack, ports: Ports, environment: dict[str, str], *, folder: Path, console: Console) -> None:
    settings, logs = settings_from(environment), folder / "logs"
    with progress_bar(console, "Importing sample data") as advance:
        imported = asyncio.run(prepare(settings, advance=advance))
    supervisor = Supervisor(
        [
            *stack.servers,
            catcher_process(environment, folder / "mail", ports, logs=logs),
            web_process(environment, logs=logs),
            worker_process(environment, logs=logs),
        ],
        say=lambda sentence: console.print(sentence, markup=False, soft_wrap=True),
    )

    def welcome() -> None:
        if _is_ready(supervisor, settings, console=console):
            key_file, settings_file = folder / "api-key", folder / "settings.env"
            keep_secret(settings_file, _exports(environment))
            if imported or not key_file.exists():
                keep_secret(key_file, asyncio.run(make_key(settings)))
            entrance = asyncio.run(make_entrance_to_samples(settings))
            inbox = f"http://{HOST}:{ports.inbox}"
            print_walkthrough(Links(settings.public_url, inbox, entrance, key_file, settings_file), console=console)

    supervisor.run(when_started=welcome)


def _is_ready(supervisor: Supervisor, settings: Settings, *, console: Console) -> bool:
    """Wait until requests are answered and everything is encoded; False when a signal came first."""
    with console.status("Loading the model"):
        while not answers(settings):
            if not _tend(supervisor):
                return False
    with progress_bar(console, "Reading the samples") as advance:
        total = 0
        while (waiting := asyncio.run(count_waiting(settings))) != 0:
            total = max(total, waiting or 0)
            if waiting is not None:
                advance(total - waiting, total)
            if not _tend(supervisor):
                return False
        if total:
            advance(total, total)
    return True


def _tend(supervisor: Supervisor) -> bool:
    """Keep everything running for a moment; False when a signal has asked for the end."""
    supervisor.tend(now=time.monotonic())
    time.sleep(_LOOK_SECONDS)
    return not supervisor.is_stopping


def _exports(environment: Mapping[str, str]) -> str:
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in own_settings(environment).items())
