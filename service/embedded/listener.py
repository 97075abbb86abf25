"""A command that listens on ports of loopback: never started beside another program that has one of them."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.embedded.errors import PortTaken, StartFailed
from service.embedded.ports import is_free, listens
from service.embedded.processes import Command

_LOOK_SECONDS = 0.05


class Listener(Command):
    """`wait_seconds` is how long `start` waits for it to listen; 0 leaves that to whoever asks `is_listening`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        ports: Sequence[int],
        log: Path,
        environment: Mapping[str, str] | None = None,
        wait_seconds: float = 0,
    ) -> None:
        super().__init__(name, command, log=log, environment=environment)
        self._ports = ports
        self._wait_seconds = wait_seconds

    def is_listening(self) -> bool:
        """Whether it is this child that listens on its ports, and no other program."""
        pid = self.pid
        return pid is not None and all(listens(pid, port) for port in self._ports)

    def start(self) -> None:
        """Raises PortTaken where the child has ended, or would, because somebody else listens already."""
        self._check_ports()
        super().start()
        if self._wait_seconds:
            self._wait()

    def _wait(self) -> None:
        give_up_at = time.monotonic() + self._wait_seconds
        while not self.is_listening():
            if not self.is_running():
                self._check_ports()
                raise StartFailed(self.name, log=self.log, reason="It ended at once.")
            if time.monotonic() > give_up_at:
                self.stop()
                raise StartFailed(self.name, log=self.log, reason=f"It did not listen in {self._wait_seconds:g} s.")
            time.sleep(_LOOK_SECONDS)

    def _check_ports(self) -> None:
        for port in self._ports:
            if not is_free(port):
                raise PortTaken(self.name, port)
