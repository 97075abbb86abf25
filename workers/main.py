"""One worker process: poked through Redis, with a clock of its own that finds whatever no poke told of."""

import asyncio
import contextlib
import functools
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from service.claiming import due_kinds
from service.logs import name_error, set_up_logs
from service.settings import Settings, load_settings
from service.work import WorkKind
from workers import canary, encoding, mailing, matching, reports, upkeep
from workers.listening import listen
from workers.one_at_a_time import OneAtATime
from workers.runtime import Runtime, make_runtime
from workers.signs_of_life import beat_into, pipe_to_supervisor, when_unsupervised

logger = logging.getLogger(__name__)

Task = Callable[[Runtime], Coroutine[Any, Any, None]]

TASKS: dict[WorkKind, Task] = {
    WorkKind.ENCODE_LISTINGS: encoding.encode_listings,
    WorkKind.ENCODE_CANDIDATES: encoding.encode_candidates,
    WorkKind.ENCODE_ALERTS: encoding.encode_alerts,
    WorkKind.MATCH_LISTINGS: matching.match_listings,
    WorkKind.MATCH_ALERTS: matching.match_alerts,
    WorkKind.COMPOSE_MAIL: mailing.compose_mail,
    WorkKind.SEND_MAIL: mailing.send_mail,
}
LOOK_SECONDS = 2.0
UPKEEP_SECONDS = 15.0
REPORTS_SECONDS = 60.0
SELDOM_SECONDS = 300.0


async def run(runtime: Runtime, beat: Callable[[], None]) -> None:
    """Work until cancelled. Without Redis, what is due is found all the same, only not at once."""
    working = OneAtATime({kind: functools.partial(task, runtime) for kind, task in TASKS.items()})

    async def look(runtime: Runtime) -> None:
        async with runtime.database.reading() as session:
            for kind in await due_kinds(session):
                working.ask(kind)

    tell_all_workers = runtime.database.poke

    async def poke(kinds: frozenset[str]) -> None:
        # What this worker asked for it can do itself, even where no poke arrives.
        for kind in kinds:
            working.ask(WorkKind(kind))
        await tell_all_workers(kinds)

    runtime.database.poke = poke
    clocks = [
        asyncio.create_task(_again_and_again(look, runtime, LOOK_SECONDS)),
        asyncio.create_task(_again_and_again(upkeep.keep_dates, runtime, UPKEEP_SECONDS)),
        asyncio.create_task(_again_and_again(upkeep.keep_indexes, runtime, UPKEEP_SECONDS)),
        asyncio.create_task(_again_and_again(reports.read_reports, runtime, REPORTS_SECONDS)),
        asyncio.create_task(_again_and_again(upkeep.ask_for_missing_vectors, runtime, SELDOM_SECONDS)),
        asyncio.create_task(_again_and_again(upkeep.forget_what_lapsed, runtime, SELDOM_SECONDS)),
        asyncio.create_task(_again_and_again(upkeep.let_alerts_rest, runtime, SELDOM_SECONDS)),
        asyncio.create_task(_again_and_again(canary.fly_canary, runtime, UPKEEP_SECONDS)),
        asyncio.create_task(_again_and_again(canary.clear_canaries, runtime, SELDOM_SECONDS)),
    ]
    try:
        await listen(runtime.settings.redis_url, TASKS, ask=working.ask, beat=beat)
    finally:
        for clock in clocks:
            clock.cancel()
        # A canary that is under way is cleared away first; no clock takes long to end.
        await asyncio.gather(*clocks, return_exceptions=True)
        await working.stop()
        await runtime.close()


async def _again_and_again(task: Task, runtime: Runtime, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds if await _went_well(task, runtime) else LOOK_SECONDS)


async def _went_well(task: Task, runtime: Runtime) -> bool:
    try:
        await task(runtime)
    except Exception as error:
        logger.warning("%s failed and is tried again: %s", task.__name__, name_error(error))
        return False
    return True


async def main(make: Callable[[Settings], Runtime] = make_runtime) -> None:
    """Work until a signal, or the end of the supervisor if there is one, says stop."""
    settings, pipe = load_settings(), pipe_to_supervisor()
    set_up_logs(settings.log_level)
    running = asyncio.create_task(run(make(settings), beat_into(pipe)))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    if pipe is not None:
        when_unsupervised(pipe, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running
        return
    # A thread that encodes or loads the model cannot be interrupted, and nobody would keep what it brings.
    logging.shutdown()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main())
