"""A Redis of our own that keeps nothing: on a Unix socket only, as a child process that ends with us."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from service.embedded.child import last_lines, spawn, stop
from service.embedded.errors import StartFailed
from service.embedded.redis_binary import find_redis_server
from service.embedded.sockets import socket_folder

_START_SECONDS = 10.0
_POLL_SECONDS = 0.01


class EmbeddedRedis:
    name = "Redis"

    def __init__(self, folder: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.home = folder.absolute() / "redis"
        self.log = self.home / "redis.log"
        self._sockets = socket_folder(self.home)

    @property
    def socket_path(self) -> Path:
        return self._sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.is_running() else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start without waiting, so that another server can start meanwhile."""
        if self.is_running():
            return
        for folder in (self.home, self._sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        self.socket_path.unlink(missing_ok=True)
        self._process = spawn(
            [
                find_redis_server(), "--port", "0", "--unixsocket", self.socket_path, "--unixsocketperm", "700",
                "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", self.home,
            ],
            log=self.log,
            environment={"PATH": os.defpath, "LC_ALL": "C"},
            last_signal=signal.SIGKILL,
        )  # fmt: skip

    def wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + _START_SECONDS
        while not self._answers():
            if not self.is_running():
                raise StartFailed(self.name, log=self.log, reason=f"{last_lines(self.log)}.")
            if time.monotonic() > give_up_at:
                self.stop()
                raise StartFailed(self.name, log=self.log, reason=f"no answer within {_START_SECONDS:.0f} s.")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None

    def erase(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self._sockets, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
