"""Real worker processes under test: started as the command line starts them, and then treated badly."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import psutil

from service.embedded.child import spawn, stop
from service.settings import Settings
from tests.embedded.waiting import is_alive, wait_until
from tests.faults.worker_with_fake_encoder import ALONE, ENCODE_SECONDS, NOTES, POISON

ROOT = Path(__file__).parents[2]
FAKE = ("tests.faults.worker_with_fake_encoder",)
# What a worker logs once Redis has answered.
LISTENS = "Listening for pokes"
_START_SECONDS = 30.0
REAL = ("service.cli", "worker")


class SupervisedWorker:
    """A supervisor and its worker; `pid` is the worker's, which is another one after each of its deaths."""

    def __init__(
        self, settings: Settings, module: tuple[str, ...] = FAKE, *, encode_seconds: float = 0.0, poison: str = ""
    ) -> None:
        self.log = settings.data_folder / f"worker-{time.monotonic_ns()}.log"
        self.notes = self.log.with_suffix(".notes")
        environment = _environment(settings) | {ENCODE_SECONDS: str(encode_seconds), NOTES: str(self.notes)}
        if poison:
            environment[POISON] = poison
        self.supervisor = spawn([sys.executable, "-m", *module], log=self.log, environment=environment, cwd=ROOT)

    @property
    def pid(self) -> int | None:
        """None while there is no worker that a signal could reach."""
        if not is_alive(self.supervisor.pid):
            return None
        children = psutil.Process(self.supervisor.pid).children()
        return next((child.pid for child in children if is_alive(child.pid)), None)

    def wait_for_pid(self) -> int:
        """Blocks until there is a worker."""
        wait_until(lambda: self.pid is not None, seconds=_START_SECONDS)
        return self.pid or self.wait_for_pid()

    def kill(self) -> None:
        """End the worker as nothing else can, at whatever it is; return when it is gone."""
        pid = self.wait_for_pid()
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))

    def wait_for_log(self, words: str) -> None:
        """Blocks until supervisor or worker have written these words."""
        wait_until(lambda: words in self.log.read_text(), seconds=_START_SECONDS)

    def texts_read(self) -> list[str]:
        """Everything that the worker's encoder was given, in all of the worker's lives."""
        notes = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [text for line in notes for text in json.loads(line)]

    def stop(self) -> None:
        stop(self.supervisor, patience_seconds=20)


class LoneWorker:
    """A worker process that nobody supervises: frozen, it stays so."""

    def __init__(self, settings: Settings, *, encode_seconds: float = 0.0) -> None:
        self.log = settings.data_folder / f"worker-{time.monotonic_ns()}.log"
        environment = _environment(settings) | {ENCODE_SECONDS: str(encode_seconds)}
        self._process = spawn([sys.executable, "-m", *FAKE, ALONE], log=self.log, environment=environment, cwd=ROOT)

    def wait_for_log(self, words: str) -> None:
        """Blocks until the worker has written these words."""
        wait_until(lambda: words in self.log.read_text(), seconds=_START_SECONDS)

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.thaw()
        stop(self._process, patience_seconds=20)


def _environment(settings: Settings) -> dict[str, str]:
    own = {f"ROLECALL_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    return {**os.environ, **own, "PYTHONUNBUFFERED": "1"}
