"""`rolecall run`: an installation in a folder of its own, running until a signal ends it and everything with it."""

import asyncio
import contextlib
import hashlib
import math
import os
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console

from service.demo.first_start import (
    count_waiting,
    make_entrance_to_operations,
    make_entrance_to_samples,
    make_key,
    prepare,
)
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
from service.demo.stopping import Stopped, Stopping
from service.demo.waiting import PATIENCE_SECONDS
from service.demo.walkthrough import Links, print_walkthrough
from service.embedded.catcher import HOST
from service.embedded.errors import EmbeddedError
from service.embedded.folder_lock import FolderLock
from service.embedded.listener import Listener
from service.embedded.ports import free_port
from service.embedded.processes import Kept, Supervisor
from service.embedded.stack import Stack
from service.settings import Settings

_WEB_PORT, _SMTP_PORT, _INBOX_PORT = 8000, 2525, 8025
_LOOK_SECONDS = 0.2
# The folder itself and the database's are for others to pass when the database runs as another user.
_PRIVATE_FOLDERS = ("data", "logs", "mail")


class FolderUnusable(EmbeddedError):
    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(f"{folder} cannot be used for data ({error.strerror}): choose another with --folder.")


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


@dataclass(frozen=True)
class _Place:
    """One installation: where it keeps things, what it runs on, and what its children are told."""

    folder: Path
    stack: Stack
    ports: Ports
    environment: dict[str, str]

    @property
    def settings(self) -> Settings:
        return settings_from(self.environment)

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @cached_property
    def web(self) -> Listener:
        return web_process(self.environment, logs=self.logs)

    @property
    def parts(self) -> list[Kept]:
        return [
            *self.stack.servers,
            catcher_process(self.environment, self.folder / "mail", self.ports, logs=self.logs),
            self.web,
            worker_process(self.environment, logs=self.logs),
        ]


def run(wanted: Wanted, *, console: Console) -> None:
    """Start everything, print the way around, and return when a signal has ended it all."""
    folder = wanted.folder.absolute()
    make_folders(folder)
    with FolderLock(folder), Stopping() as stopping:
        console.print(f"Rolecall keeps its data and logs in {folder}", soft_wrap=True, markup=False)
        place = _place(wanted, folder, console)
        with contextlib.suppress(Stopped), place.stack:
            stopping.check()
            _keep_running(place, stopping, console=console)
    console.print("Everything has stopped.")


def make_folders(folder: Path) -> None:
    """An installation's own folders, closed to others even where an earlier start left them open."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _PRIVATE_FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
            (folder / name).chmod(0o700)
    except OSError as error:
        raise FolderUnusable(folder, error) from error


def _place(wanted: Wanted, folder: Path, console: Console) -> _Place:
    stack, ports = _stack(wanted, folder), _ports(wanted, console)
    environment = child_environment(
        os.environ,
        folder=folder,
        ports=ports,
        database_url=wanted.database_url or stack.database_url,
        redis_url=wanted.redis_url or stack.redis_url,
        secret_key=kept_secret(folder / "secret-key"),
    )
    return _Place(folder, stack, ports, environment)


def _stack(wanted: Wanted, folder: Path) -> Stack:
    stack = Stack(folder, postgres=not wanted.database_url, redis=not wanted.redis_url)
    for server in stack.servers:
        server.log = folder / "logs" / f"{server.name.lower()}.log"
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


def _keep_running(place: _Place, stopping: Stopping, *, console: Console) -> None:
    with progress_bar(console, "Importing sample data", each=stopping.check) as advance:
        imported = asyncio.run(prepare(place.settings, advance=advance))
    supervisor = Supervisor(place.parts, say=lambda sentence: console.print(sentence, markup=False, soft_wrap=True))

    def tend() -> None:
        """Keep everything running for a moment; raises Stopped once a signal came."""
        stopping.check()
        if supervisor.is_stopping:
            raise Stopped
        supervisor.tend(now=time.monotonic())
        time.sleep(_LOOK_SECONDS)

    def welcome() -> None:
        _wait_until_ready(place, tend, console=console)
        print_walkthrough(_links(place, imported=imported), console=console)

    supervisor.run(when_started=welcome)


def _wait_until_ready(place: _Place, tend: Callable[[], None], *, console: Console) -> None:
    """Wait until requests are answered and everything is encoded, however long that takes."""
    with console.status("Loading the model"):
        while not (place.web.is_listening() and answers(place.settings)):
            tend()
    with progress_bar(console, "Reading the samples") as advance:
        total = left = _count_left(place.settings, unknown=1)
        moved_at = time.monotonic()
        while left:
            tend()
            before, left = left, _count_left(place.settings, unknown=left)
            total = max(total, left)
            advance(total - left, total)
            if left != before:
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > PATIENCE_SECONDS:
                console.print(f"Nothing was read for a while. See {place.logs / 'worker.log'}.", markup=False)
                moved_at = math.inf


def _count_left(settings: Settings, *, unknown: int) -> int:
    left = asyncio.run(count_waiting(settings))
    return unknown if left is None else left


def _links(place: _Place, *, imported: bool) -> Links:
    key_file, settings_file = place.folder / "api-key", place.folder / "settings.env"
    keep_secret(settings_file, _exports(place.environment))
    if imported or not key_file.exists():
        keep_secret(key_file, asyncio.run(make_key(place.settings)))
    return Links(
        web=place.settings.public_url,
        inbox=f"http://{HOST}:{place.ports.inbox}",
        entrance=asyncio.run(make_entrance_to_samples(place.settings)),
        operations=asyncio.run(make_entrance_to_operations(place.settings)),
        key_file=key_file,
        settings_file=settings_file,
    )


def _exports(environment: Mapping[str, str]) -> str:
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in own_settings(environment).items())
