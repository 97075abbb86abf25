"""Eight workers that look at the same moment, again and again: each row of work is done exactly once."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from random import Random

from service.database import Database
from service.work import Claimed, WorkKind, finish_work
from tests.tables import rows
from tests.working import ask_for
from workers.leasing import work_through

WORKERS, TICKS, ROWS_A_TICK = 8, 10, 400
KIND = WorkKind.MATCH_LISTINGS


async def test_eight_workers_at_the_same_tick_do_each_row_once(database: Database, chance: Random) -> None:
    done: Counter[int] = Counter()
    tick = asyncio.Barrier(WORKERS + 1)

    async def work(own: Database) -> None:
        async def do(claims: list[Claimed]) -> None:
            done.update(claim.subject_id for claim in claims)
            # Shorter than the time until anybody looks again, and now and then without any pause at all.
            await asyncio.sleep(chance.choice((0, 0.001)))
            async with own.transaction() as session:
                await finish_work(session, claims)

        for _ in range(TICKS):
            await tick.wait()
            await work_through(own, KIND, do, at_once=chance.choice((1, 7, 50)))

    url = database.engine.url.render_as_string(hide_password=False)
    async with AsyncExitStack() as open_databases:
        workers = []
        for _ in range(WORKERS):
            own = Database(url, pool_size=2)
            open_databases.push_async_callback(own.close)
            workers.append(asyncio.create_task(work(own)))
        for number in range(TICKS):
            await ask_for(database, KIND, *range(number * ROWS_A_TICK, (number + 1) * ROWS_A_TICK))
            await tick.wait()
        await asyncio.gather(*workers)

    assert done == Counter(range(TICKS * ROWS_A_TICK))
    assert await rows(database, "SELECT * FROM work") == []
