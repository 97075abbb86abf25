"""kill -9 of PostgreSQL under load: requests are refused while it is away, and nothing that was accepted is lost."""

import asyncio
import os
import signal
import time
from random import Random

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.stack import Stack
from service.problems import MEDIA_TYPE
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, attempts_of, repeated, until_done
from tests.faults.processes import LISTENS

KILLS = 2


async def test_what_was_accepted_survives_the_death_of_the_database(
    flow: Flow, start: Start, stack: Stack, database: Database, catcher: MailCatcher, chance: Random
) -> None:
    worker = start(encode_seconds=0.1)
    await asyncio.to_thread(worker.wait_for_log, LISTENS)
    pid = worker.pid

    back_at = 0.0
    for _ in range(KILLS):
        posting = asyncio.create_task(flow.post_many(10))
        await asyncio.sleep(chance.uniform(0, 1))
        await _kill_and_restart(stack)
        back_at = time.monotonic()
        await posting
    await until_done(database)
    print(f"{len(flow.refusals)} requests refused; done {time.monotonic() - back_at:.1f} s after the last restart")

    assert flow.refusals
    assert {answer.status_code for answer in flow.refusals} <= {500, 503}
    assert {answer.headers["content-type"] for answer in flow.refusals} <= {MEDIA_TYPE}
    assert_told_once(catcher.messages, flow.due)
    for message_id, copies in repeated(catcher.messages).items():
        assert await attempts_of(database, message_id) >= 1 + copies
    assert worker.pid == pid


async def _kill_and_restart(stack: Stack) -> None:
    """Requests go on being made meanwhile: to no server, and to one that is not ready yet."""
    assert stack.postgres
    assert stack.postgres.pid
    os.kill(stack.postgres.pid, signal.SIGKILL)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(stack.postgres.start)
