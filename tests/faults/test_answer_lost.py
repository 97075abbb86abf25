"""The one window in which a mail can arrive twice: the server has it, and its answer was never written down.

Every way into that window is taken, and the one beside it, where the server did not get the message either.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random

import asyncpg

from service.database import Database
from service.embedded.catcher import CUT, KEEP_AND_CUT, MailCatcher, Moment
from service.settings import Settings
from tests.faults.conftest import Start
from tests.faults.flow import (
    Flow,
    assert_told_once,
    attempts_of,
    message_id_in,
    public_id_in,
    repeated,
    until,
    until_done,
)
from tests.faults.processes import SupervisedWorker
from tests.tables import run

Accident = Callable[[SupervisedWorker, Settings, str], Awaitable[str | None]]


async def killed_before_the_answer(worker: SupervisedWorker, _settings: Settings, _message_id: str) -> None:
    """The server keeps the message, and nobody is left to hear so."""
    worker.kill()


async def killed_before_the_server_had_it(worker: SupervisedWorker, _settings: Settings, _message_id: str) -> str:
    worker.kill()
    return CUT


async def answer_cut_off(_worker: SupervisedWorker, _settings: Settings, _message_id: str) -> str:
    """The server keeps the message, and the connection breaks before its answer."""
    return KEEP_AND_CUT


async def killed_before_the_commit(worker: SupervisedWorker, settings: Settings, message_id: str) -> None:
    """The answer is heard, and writing it down is held up by us until there is nobody to do so."""
    connection = await asyncpg.connect(settings.database_url.replace("+asyncpg", ""))
    await connection.execute("BEGIN")
    await connection.execute("SELECT FROM delivery WHERE public_id = $1 FOR UPDATE", public_id_in(message_id))

    async def kill_once_it_waits() -> None:
        while not await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            await asyncio.sleep(0.01)
        worker.kill()
        await connection.close()

    _kept.append(asyncio.create_task(kill_once_it_waits()))


_kept: list[asyncio.Task[None]] = []
ARRIVES_AGAIN = {
    killed_before_the_answer: True,
    killed_before_the_server_had_it: False,
    answer_cut_off: True,
    killed_before_the_commit: True,
}


async def test_a_mail_whose_answer_was_lost_arrives_once_more_as_the_same_message(
    flow: Flow, start: Start, database: Database, catcher: MailCatcher, settings: Settings, chance: Random
) -> None:
    worker, accidents, again = start(), Counter[str](), Counter[str]()

    for accident in chance.sample(list(ARRIVES_AGAIN), len(ARRIVES_AGAIN)):
        await flow.post()
        message_id = await _happen_to_the_next_mail(accident, worker, settings, catcher)
        accidents[message_id] += 1
        again[message_id] += ARRIVES_AGAIN[accident]
        if accident is answer_cut_off:
            await _try_again_now(database)
    await until_done(database)

    assert_told_once(catcher.messages, flow.due)
    assert repeated(catcher.messages) == dict(+again)
    for message_id, count in accidents.items():
        assert await attempts_of(database, message_id) == 1 + count


async def _happen_to_the_next_mail(
    accident: Accident, worker: SupervisedWorker, settings: Settings, catcher: MailCatcher
) -> str:
    """Returns the Message-ID of the mail that it happened to."""
    loop, happened = asyncio.get_running_loop(), asyncio.Future[str]()

    async def reply(moment: Moment) -> str | None:
        if moment.stage != "END":
            return None
        catcher.reply = None
        message_id = message_id_in(moment.content)
        answer = await accident(worker, settings, message_id)
        loop.call_soon_threadsafe(happened.set_result, message_id)
        return answer

    catcher.reply = reply
    return await asyncio.wait_for(happened, 40)


async def _try_again_now(database: Database) -> None:
    """An answer that never came is asked for again after a minute."""
    await until(database, "EXISTS (SELECT FROM work WHERE kind = 'send_mail' AND available_at > now())")
    await run(database, "UPDATE work SET available_at = now()")
