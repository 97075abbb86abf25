"""Keeps one worker process running: started again when it ends, ended when it shows no life though Redis answers."""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time

from service.poking import Poker

logger = logging.getLogger(__name__)

# The first sign of life comes before the model is loaded, once Python and its libraries are.
PATIENCE_AT_START_SECONDS = 60.0
PATIENCE_SECONDS = 10.0
_LOOK_EVERY_SECONDS = 0.25
_SHORTEST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
_STOP_SECONDS = 10.0
# A child that lived this long was healthy: the next pause is short again.
_HEALTHY_SECONDS = 30.0


class WorkerProcess:
    """The child and the pipe through which it shows life."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workers.main"],
            env={**os.environ, "ROLECALL_BEAT": str(write)},
            pass_fds=(write,),
            start_new_session=True,
        )
        os.close(write)
        self.started_at = time.monotonic()
        self._last_beat: float | None = None

    def silent_for(self) -> float:
        """Seconds beyond what is tolerated that the child has shown no life; not positive while all is well."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self._read, 4096):
                self._last_beat = time.monotonic()
        if self._last_beat is None:
            return time.monotonic() - self.started_at - PATIENCE_AT_START_SECONDS
        return time.monotonic() - self._last_beat - PATIENCE_SECONDS

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        os.close(self._read)


async def supervise(redis_url: str) -> None:
    """Keep a worker running until cancelled."""
    poker, pause = Poker(redis_url), _SHORTEST_PAUSE_SECONDS
    while True:
        worker = WorkerProcess()
        logger.info("Worker %d started", worker.process.pid)
        try:
            await _until_it_ends(worker, poker)
        finally:
            await asyncio.to_thread(worker.stop)
        lived = time.monotonic() - worker.started_at
        pause = _SHORTEST_PAUSE_SECONDS if lived > _HEALTHY_SECONDS else min(pause * 2, _LONGEST_PAUSE_SECONDS)
        logger.warning("Worker %d ended with %s; starting another", worker.process.pid, worker.process.returncode)
        await asyncio.sleep(pause)


async def _until_it_ends(worker: WorkerProcess, poker: Poker) -> None:
    while worker.process.poll() is None:
        if worker.silent_for() > 0 and await poker.answers():
            logger.error("Worker %d shows no life though Redis answers: ending it", worker.process.pid)
            worker.process.send_signal(signal.SIGKILL)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
