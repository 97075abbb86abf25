"""Keeps one worker process running: started again when it ends, ended when it shows no life though Redis answers."""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from service.poking import Poker
from workers.signs_of_life import PIPE

logger = logging.getLogger(__name__)

WORKER = (sys.executable, "-m", "workers.main")

# The first sign of life comes before the model is loaded, once Python and its libraries are.
PATIENCE_AT_START_SECONDS = 60.0
PATIENCE_SECONDS = 10.0
_LOOK_EVERY_SECONDS = 0.25
_SHORTEST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
_STOP_SECONDS = 10.0


class WorkerProcess:
    """The child and the pipe through which it shows life."""

    def __init__(self, command: Sequence[str]) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        self.process = subprocess.Popen(
            command,
            env={**os.environ, PIPE: str(write)},
            pass_fds=(write,),
            start_new_session=True,
        )
        os.close(write)
        self.has_lived = False
        self._heard_at = time.monotonic()

    def silent_for(self) -> float:
        """Seconds beyond what is tolerated that the child has shown no life; not positive while all is well."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self._read, 4096):
                self.has_lived, self._heard_at = True, time.monotonic()
        patience = PATIENCE_SECONDS if self.has_lived else PATIENCE_AT_START_SECONDS
        return time.monotonic() - self._heard_at - patience

    def excuse(self) -> None:
        """Begin to wait anew: it may have been silent for a reason that is not its own."""
        self._heard_at = time.monotonic()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        os.close(self._read)


async def supervise(redis_url: str, command: Sequence[str] = WORKER) -> None:
    """Keep a worker running until cancelled."""
    poker, pause = Poker(redis_url), _SHORTEST_PAUSE_SECONDS
    while True:
        worker = WorkerProcess(command)
        logger.info("Worker %d started", worker.process.pid)
        try:
            await _until_it_ends(worker, poker)
        finally:
            await asyncio.to_thread(worker.stop)
        # Only a child that never came to life, as with a wrong setting, is likely to fail again at once.
        pause = _SHORTEST_PAUSE_SECONDS if worker.has_lived else min(pause * 2, _LONGEST_PAUSE_SECONDS)
        logger.warning("Worker %d ended with %s; starting another", worker.process.pid, worker.process.returncode)
        await asyncio.sleep(pause)


async def _until_it_ends(worker: WorkerProcess, poker: Poker) -> None:
    while worker.process.poll() is None:
        if worker.silent_for() > 0:
            if await poker.answers():
                logger.error("Worker %d shows no life though Redis answers: ending it", worker.process.pid)
                worker.process.send_signal(signal.SIGKILL)
            else:
                # It may hang in a question to the Redis that hangs, and then be free a moment after Redis is.
                worker.excuse()
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
