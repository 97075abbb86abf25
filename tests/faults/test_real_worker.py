"""The worker exactly as it is shipped, with the real model, killed in the middle of encoding."""

import asyncio
import time
from random import Random

from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, repeated, until, until_done
from tests.faults.processes import REAL
from tests.tables import value

LISTINGS = 40
_CLAIMED = "FROM work WHERE kind = 'encode_listings' AND leased_until > now()"


async def test_what_a_killed_worker_was_encoding_is_encoded_by_the_next(
    flow: Flow, start: Start, database: Database, catcher: MailCatcher, chance: Random
) -> None:
    await flow.post_many(LISTINGS, longest_pause=0)
    worker = start(*REAL)

    await until(database, f"EXISTS (SELECT {_CLAIMED})", seconds=60)
    await asyncio.sleep(chance.uniform(0, 0.2))
    await asyncio.to_thread(worker.kill)
    killed_at = time.monotonic()
    left = await value(database, f"SELECT count(*) {_CLAIMED}")
    await until(database, f"EXISTS (SELECT {_CLAIMED} AND crashes > 0)", seconds=60)
    print(f"{left} listings were being encoded; again {time.monotonic() - killed_at:.1f} s after the kill", end=", ")
    await until_done(database)
    print(f"everybody told after {time.monotonic() - killed_at:.1f} s")

    assert left
    assert_told_once(catcher.messages, flow.due)
    assert repeated(catcher.messages) == {}
