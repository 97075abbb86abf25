"""A worker that is asked to stop, as at every new release: nothing is sent twice, and the next goes on at once."""

import asyncio

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, repeated, until_done
from tests.tables import value


async def test_a_worker_that_stops_while_it_sends_writes_the_answer_down_first(
    flow: Flow, start: Start, database: Database, catcher: MailCatcher
) -> None:
    worker, loop, sending = start(), asyncio.get_running_loop(), asyncio.Event()

    async def reply(moment: Moment) -> None:
        if moment.stage == "END":
            catcher.reply = None
            loop.call_soon_threadsafe(sending.set)
            await asyncio.sleep(0.5)

    catcher.reply = reply
    await flow.post_many(5, longest_pause=0)
    await asyncio.wait_for(sending.wait(), 30)
    await asyncio.to_thread(worker.stop)
    arrived = len(catcher.messages)
    written_down = await value(database, "SELECT count(*) FROM delivery WHERE state = 'accepted'")
    leased = await value(database, "SELECT count(lease_token) FROM work")
    start()
    await until_done(database)

    assert written_down == arrived
    assert leased == 0
    assert_told_once(catcher.messages, flow.due)
    assert repeated(catcher.messages) == {}
