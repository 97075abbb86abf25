"""Workers that stand still: a supervised one is replaced; what one wants to write after its lease is refused."""

import asyncio
import os
import signal
import time

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.embedded.waiting import is_alive
from tests.faults.conftest import Start, StartLone
from tests.faults.flow import Flow, assert_told_once, repeated, until, until_done
from tests.faults.processes import LISTENS, LoneWorker
from tests.tables import contents

_CHANGED_BY_WORK = ("work", "stored_vector", "change_log", "match", "announcement", "delivery")


async def test_a_worker_that_slept_through_its_lease_changes_nothing_when_it_wakes(
    flow: Flow, start: Start, start_lone: StartLone, database: Database, catcher: MailCatcher
) -> None:
    encoding = start_lone(encode_seconds=0.5)
    await asyncio.to_thread(encoding.wait_for_log, LISTENS)
    await flow.post()
    await until(database, "EXISTS (SELECT FROM work WHERE kind = 'encode_listings' AND leased_until > now())")
    encoding.freeze()
    sending = start_lone()
    frozen = _freeze_at_the_next_mail(sending, catcher)
    await asyncio.to_thread(sending.wait_for_log, LISTENS)
    await flow.post()
    await asyncio.wait_for(frozen, 30)
    # Nobody is left to take over but a worker that hangs too, and whoever comes after it.
    supervised = start()
    await asyncio.to_thread(supervised.wait_for_log, LISTENS)
    hanging = supervised.wait_for_pid()
    os.kill(hanging, signal.SIGSTOP)

    hangs_since = time.monotonic()
    await until_done(database)
    print(f"replaced, and the work of three done, {time.monotonic() - hangs_since:.1f} s after the last one froze")
    assert not is_alive(hanging)
    before, mails = await contents(database), len(catcher.messages)
    for worker in (encoding, sending):
        worker.thaw()
        await asyncio.to_thread(worker.wait_for_log, "Another worker took over")

    after = await contents(database)
    assert {table for table in _CHANGED_BY_WORK if before[table] != after[table]} == set()
    assert len(catcher.messages) == mails
    assert_told_once(catcher.messages, flow.due)
    # The mail that the server had accepted while its sender stood still.
    assert list(repeated(catcher.messages).values()) == [1]


def _freeze_at_the_next_mail(worker: LoneWorker, catcher: MailCatcher) -> asyncio.Future[None]:
    """The server says yes to somebody who does not hear it yet."""
    loop, frozen = asyncio.get_running_loop(), asyncio.Future[None]()

    async def reply(moment: Moment) -> None:
        if moment.stage == "END":
            catcher.reply = None
            worker.freeze()
            loop.call_soon_threadsafe(frozen.set_result, None)

    catcher.reply = reply
    return frozen
