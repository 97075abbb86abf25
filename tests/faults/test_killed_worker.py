"""kill -9 of the worker at any moment: what was due is mailed once, or again by the same message, without a hand."""

import asyncio
import time
from random import Random

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, attempts_of, repeated, until, until_done
from tests.faults.processes import SupervisedWorker

LISTINGS = 40
# Once at its start, once at each kind of work that a listing makes.
MOMENTS = ("start", "encode_listings", "match_listings", "compose_mail", "send_mail")


async def test_whatever_moment_the_worker_is_killed_at_everybody_is_told(
    flow: Flow, start: Start, database: Database, catcher: MailCatcher, chance: Random
) -> None:
    catcher.reply = _slowly
    worker = start(encode_seconds=0.1)

    posting = asyncio.create_task(flow.post_many(LISTINGS, longest_pause=0.5))
    for moment in chance.sample(MOMENTS, len(MOMENTS)):
        await _kill(worker, moment, database, chance)
    killed_at = time.monotonic()
    await posting
    await until_done(database)

    again = repeated(catcher.messages)
    print(f"done {time.monotonic() - killed_at:.1f} s after the last kill; sent again: {sum(again.values())}")
    assert_told_once(catcher.messages, flow.due)
    # A worker sends one message at a time: each kill can leave one whose answer was not written down.
    assert sum(again.values()) <= len(MOMENTS)
    for message_id, copies in again.items():
        assert await attempts_of(database, message_id) >= 1 + copies


async def _slowly(moment: Moment) -> None:
    await asyncio.sleep(0.05 if moment.stage == "END" else 0)


async def _kill(worker: SupervisedWorker, moment: str, database: Database, chance: Random) -> None:
    await asyncio.to_thread(worker.wait_for_pid)
    if moment == "start":
        await asyncio.sleep(chance.uniform(0, 2))
    else:
        # Claimed a moment ago: what the worker before left behind is claimed too, for ten seconds.
        fresh = f"kind = '{moment}' AND leased_until > now() + interval '9.7 s'"
        await until(database, f"EXISTS (SELECT FROM work WHERE {fresh})")
        await asyncio.sleep(chance.uniform(0, 0.08))
    await asyncio.to_thread(worker.kill)
