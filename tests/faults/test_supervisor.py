"""A supervisor that is killed leaves no worker behind."""

import asyncio
import time

from service.embedded.stack import Stack
from tests.embedded.waiting import is_alive
from tests.faults.conftest import Start
from tests.faults.processes import LISTENS


async def test_a_killed_supervisor_leaves_no_worker_behind(start: Start, stack: Stack) -> None:
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
