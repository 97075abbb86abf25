"""One worker process: arq carries the pokes, its clock pokes everything, and a lost Redis is waited for."""

import asyncio
import contextlib
import functools
import json
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any, cast

from arq import cron, func
from arq.typing import WorkerCoroutine
from arq.worker import Worker

from service.logs import set_up_logs
from service.poking import UNREACHABLE, WORKER_KEY, redis_settings, serialise
from service.settings import load_settings
from service.work import WorkKind
from workers import encoding, mailing, matching, upkeep
from workers.runtime import Runtime, make_runtime

logger = logging.getLogger(__name__)

RuntimeTask = Callable[[Runtime], Coroutine[Any, Any, None]]

TASKS: dict[WorkKind, RuntimeTask] = {
    WorkKind.ENCODE_LISTINGS: encoding.encode_listings,
    WorkKind.ENCODE_CANDIDATES: encoding.encode_candidates,
    WorkKind.ENCODE_ALERTS: encoding.encode_alerts,
    WorkKind.MATCH_LISTINGS: matching.match_listings,
    WorkKind.MATCH_ALERTS: matching.match_alerts,
    WorkKind.COMPOSE_MAIL: mailing.compose_mail,
    WorkKind.SEND_MAIL: mailing.send_mail,
}
TICK_SECONDS = 15
_POLL_SECONDS = 0.05
_JOB_SECONDS = 120
_RETRY_REDIS_SECONDS = 0.5

Job = Callable[..., Coroutine[Any, Any, None]]


def job_of(runtime: Runtime, task: RuntimeTask) -> Job:
    """An arq job: it ignores everything that it is given, and never fails, because work rows keep what failed."""

    @functools.wraps(task)
    async def job(*_ignored: object) -> None:
        try:
            await task(runtime)
        except Exception:
            logger.exception("%s stopped; its work is tried again", task.__name__)

    return job


async def tick(runtime: Runtime) -> None:
    """Poke every kind of work, and do what the date demands."""
    await runtime.poker.poke([kind.value for kind in WorkKind])
    await upkeep.keep_dates(runtime)
    await upkeep.keep_indexes(runtime)


def make_worker(runtime: Runtime, beat: Callable[[], None]) -> Worker:
    async def show_life(*_ignored: object) -> None:
        beat()

    return Worker(
        functions=[
            func(job_of(runtime, task), name=kind.value, timeout=_JOB_SECONDS, keep_result=0, max_tries=1)
            for kind, task in TASKS.items()
        ],
        cron_jobs=[
            cron(
                job_of(runtime, tick),
                name="tick",
                second=set(range(0, 60, TICK_SECONDS)),
                run_at_startup=True,
                timeout=_JOB_SECONDS,
                keep_result=0,
            ),
            cron(
                cast(WorkerCoroutine, show_life),
                name="show_life",
                second=set(range(60)),
                run_at_startup=True,
                timeout=5,
                keep_result=0,
            ),
        ],
        redis_settings=redis_settings(runtime.settings.redis_url),
        job_serializer=serialise,
        job_deserializer=json.loads,
        poll_delay=_POLL_SECONDS,
        max_jobs=20,
        health_check_key=WORKER_KEY,
        health_check_interval=5,
        handle_signals=False,
        log_results=False,
    )


async def run(runtime: Runtime, beat: Callable[[], None]) -> None:
    """Work until cancelled; when Redis goes away, wait for it and go on."""
    missing = asyncio.create_task(job_of(runtime, upkeep.ask_for_missing_vectors)())
    try:
        while True:
            worker = None
            try:
                beat()
                worker = make_worker(runtime, beat)
                await worker.async_run()
            except UNREACHABLE as error:
                logger.warning("Redis does not answer, trying again: %s", error)
            finally:
                if worker is not None:
                    with contextlib.suppress(*UNREACHABLE):
                        await worker.close()
            await asyncio.sleep(_RETRY_REDIS_SECONDS)
    finally:
        missing.cancel()
        await runtime.close()


def beat_into(descriptor: int | None) -> Callable[[], None]:
    """A sign of life for the supervisor at the other end of a pipe; when that end is gone, this worker ends too."""

    def beat() -> None:
        if descriptor is None:
            return
        try:
            os.write(descriptor, b".")
        except BlockingIOError:
            logger.debug("The supervisor is behind with reading signs of life")
        except BrokenPipeError:
            os.kill(os.getpid(), signal.SIGTERM)

    return beat


async def main(descriptor: int | None) -> None:
    settings = load_settings()
    set_up_logs(settings.log_level)
    running = asyncio.create_task(run(make_runtime(settings), beat_into(descriptor)))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running


if __name__ == "__main__":
    asyncio.run(main(int(os.environ["ROLECALL_BEAT"]) if "ROLECALL_BEAT" in os.environ else None))
