"""A worker that is alive and silent is replaced; a supervisor that is killed leaves no worker behind."""

import asyncio
import os
import signal
import time

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.stack import Stack
from tests.embedded.waiting import is_alive
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, until_done
from tests.faults.processes import LISTENS


async def test_a_worker_that_hangs_is_replaced_while_redis_answers(
    flow: Flow, start: Start, database: Database, catcher: MailCatcher
) -> None:
    worker = start()
    await asyncio.to_thread(worker.wait_for_log, LISTENS)
    hanging = worker.wait_for_pid()

    os.kill(hanging, signal.SIGSTOP)
    stopped_at = time.monotonic()
    await flow.post()
    await until_done(database)

    print(f"replaced, and its work done, {time.monotonic() - stopped_at:.1f} s after it began to hang")
    assert not is_alive(hanging)
    assert_told_once(catcher.messages, flow.due)


async def test_a_killed_supervisor_leaves_no_worker_behind(flow: Flow, start: Start, stack: Stack) -> None:
    for moment in ("at its start", "at work", "while Redis is away"):
        worker = start()
        pid = worker.wait_for_pid()
        if moment != "at its start":
            await asyncio.to_thread(worker.wait_for_log, LISTENS)
        if moment == "while Redis is away":
            assert stack.redis
            stack.redis.stop()

        worker.supervisor.kill()
        killed_at = time.monotonic()

        while is_alive(pid):
            assert time.monotonic() < killed_at + 10
            await asyncio.sleep(0.01)
        print(f"killed {moment}: its worker was gone {time.monotonic() - killed_at:.1f} s later")
