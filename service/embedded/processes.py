"""Keeps a handful of servers and commands running until a signal says stop: started in order, stopped in reverse.

Every child dies with this process, even when it is killed: see launcher.py.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from service.embedded.child import spawn, stop
from service.embedded.errors import EmbeddedError, PortTaken

_POLL_SECONDS = 0.1
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Kept(Protocol):
    """What the supervisor needs of a thing that it keeps running."""

    @property
    def name(self) -> str: ...
    @property
    def log(self) -> Path: ...
    def is_running(self) -> bool: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Command:
    """A command line kept as a child, with a log file of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        patience_seconds: float = 10.0,
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._environment = environment
        self._patience_seconds = patience_seconds
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.is_running() else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # Killed at once when we are: a graceful end could outlive us for as long as its connections do.
        self._process = spawn(self._command, log=self.log, environment=self._environment, last_signal=signal.SIGKILL)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process, patience_seconds=self._patience_seconds)


@dataclass(frozen=True)
class Backoff:
    """Doubles from the first wait to the longest; whoever ran for `settled_seconds` starts from the first again."""

    first_seconds: float = 1.0
    longest_seconds: float = 10.0
    settled_seconds: float = 30.0

    def wait_seconds(self, failures: int) -> float:
        return min(self.longest_seconds, self.first_seconds * 2.0 ** (failures - 1))


@dataclass
class _Record:
    kept: Kept
    started_at: float = 0.0
    failures: int = 0
    due_at: float | None = None


class Supervisor:
    """`say` receives a sentence whenever something had to be started again."""

    def __init__(
        self, kept: Sequence[Kept], *, say: Callable[[str], None] = print, backoff: Backoff | None = None
    ) -> None:
        self._records = [_Record(thing) for thing in kept]
        self._say = say
        self._backoff = backoff or Backoff()
        self._stopping = False

    @property
    def is_stopping(self) -> bool:
        """Whether a signal has asked for the end: what takes long in `when_started` looks here."""
        return self._stopping

    def run(self, *, when_started: Callable[[], None] = lambda: None) -> None:
        """Start everything, watch until SIGINT, SIGTERM or SIGHUP, stop everything. Only from the main thread."""
        before = {number: signal.signal(number, self._ask_to_stop) for number in _STOP_SIGNALS}
        try:
            self.start()
            when_started()
            while not self._stopping:
                self.tend(now=time.monotonic())
                time.sleep(_POLL_SECONDS)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self) -> None:
        for record in self._records:
            if self._stopping:
                return
            if not record.kept.is_running():
                record.kept.start()
            record.started_at = time.monotonic()

    def stop(self) -> None:
        self._stopping = True
        for record in reversed(self._records):
            record.kept.stop()

    def tend(self, *, now: float) -> None:
        """Look at everything once: note what has exited, start again what has waited long enough."""
        for record in self._records:
            if record.kept.is_running():
                continue
            if record.due_at is None:
                self._note_exit(record, now=now)
            elif now >= record.due_at:
                self._start_again(record, now=now)

    def _ask_to_stop(self, *_: object) -> None:
        # A plain flag: a signal may come while this very thread holds the lock inside an Event.
        self._stopping = True

    def _note_exit(self, record: _Record, *, now: float) -> None:
        settled = now - record.started_at >= self._backoff.settled_seconds
        record.failures = 1 if settled else record.failures + 1
        wait = self._backoff.wait_seconds(record.failures)
        record.due_at = now + wait
        self._say(f"{record.kept.name} has stopped; starting it again in {wait:g} s. See {record.kept.log}.")

    def _start_again(self, record: _Record, *, now: float) -> None:
        record.due_at = None
        record.started_at = now
        try:
            record.kept.start()
        except PortTaken:
            # What the other parts send there would reach a stranger.
            raise
        except EmbeddedError as error:
            self._say(str(error))
