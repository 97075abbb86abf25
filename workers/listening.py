"""arq, which carries the pokes: its worker listens while Redis is there, and is made again when Redis was away."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterable
from typing import Any, cast

from arq import func
from arq.typing import WorkerCoroutine
from arq.worker import Worker

from service.poking import UNREACHABLE, WORKER_KEY, redis_settings, serialise
from service.work import WorkKind

logger = logging.getLogger(__name__)

Ask = Callable[[WorkKind], None]
Beat = Callable[[], None]

_POLL_SECONDS = 0.05
_JOB_SECONDS = 5
_RETRY_SECONDS = 0.5
_CLOSE_SECONDS = 2.0


class PokedWorker(Worker):
    """Shows life each time round its loop, which then has just heard from Redis."""

    def __init__(self, beat: Beat, **options: Any):
        super().__init__(**options)
        self._beat = beat

    async def heart_beat(self) -> None:
        await super().heart_beat()
        self._beat()


def make_worker(redis_url: str, kinds: Iterable[WorkKind], *, ask: Ask, beat: Beat) -> PokedWorker:
    """A worker with one job for each kind of work: to ask for it. Jobs end at once, and leave no lock behind."""
    return PokedWorker(
        beat,
        functions=[
            func(_job(kind, ask), name=kind.value, timeout=_JOB_SECONDS, keep_result=0, max_tries=1) for kind in kinds
        ],
        redis_settings=redis_settings(redis_url),
        on_startup=_say_so,
        job_serializer=serialise,
        job_deserializer=json.loads,
        poll_delay=_POLL_SECONDS,
        max_jobs=20,
        health_check_key=WORKER_KEY,
        health_check_interval=5,
        handle_signals=False,
        log_results=False,
    )


async def listen(redis_url: str, kinds: Iterable[WorkKind], *, ask: Ask, beat: Beat) -> None:
    """Be poked until cancelled; when Redis goes away, wait for it."""
    while True:
        worker = make_worker(redis_url, kinds, ask=ask, beat=beat)
        try:
            beat()
            await worker.async_run()
        except UNREACHABLE as error:
            logger.warning("Redis does not answer, trying again: %s", error)
        finally:
            await _close(worker)
        await asyncio.sleep(_RETRY_SECONDS)


def _job(kind: WorkKind, ask: Ask) -> WorkerCoroutine:
    async def poke(*_ignored: object) -> None:
        ask(kind)

    return cast(WorkerCoroutine, poke)


async def _say_so(_context: object) -> None:
    logger.info("Listening for pokes")


async def _close(worker: Worker) -> None:
    """arq's own way gives up at the first job that lost its connection, and waits forever for a Redis that hangs."""
    jobs = list(worker.tasks.values())
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    worker.tasks.clear()
    with contextlib.suppress(*UNREACHABLE):
        await asyncio.wait_for(worker.close(), _CLOSE_SECONDS)
