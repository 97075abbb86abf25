"""Working on what was claimed: together what never went wrong, alone what did, and given back at a stop."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from service.claiming import Past, claim_one_with, claim_work
from service.database import Database
from service.work import Claimed, WorkKind, finish_work
from tests.tables import rows, run, value
from tests.working import ask_for
from workers.leasing import work_through

KIND, OTHER = WorkKind.MATCH_LISTINGS, WorkKind.COMPOSE_MAIL

Do = Callable[[list[Claimed]], Awaitable[None]]


def finishing(database: Database, done: list[set[int]]) -> Do:
    """Finishes each batch, and notes what was in it."""

    async def do(claims: list[Claimed]) -> None:
        done.append({each.subject_id for each in claims})
        async with database.transaction() as session:
            await finish_work(session, claims)

    return do


async def leave_behind(database: Database, kind: WorkKind, *, times: int = 1) -> None:
    """As a worker that dies in the middle does, and each that takes over from it."""
    for number in range(times):
        async with database.transaction() as session:
            claimed = claim_one_with(session, Past.CRASHED, kind) if number else claim_work(session, kind, limit=100)
            assert await claimed
        await run(database, "UPDATE work SET leased_until = now() - interval '1 second'")


async def test_one_row_that_always_fails_holds_up_no_other_and_says_why(database: Database) -> None:
    await ask_for(database, KIND, *range(10))
    done: list[set[int]] = []

    async def do(claims: list[Claimed]) -> None:
        if 7 in {each.subject_id for each in claims}:
            raise ZeroDivisionError("words that may be of a person")
        await finishing(database, done)(claims)

    for _ in range(2):
        await run(database, "UPDATE work SET available_at = now()")
        await work_through(database, KIND, do, at_once=10)

    assert sorted(map(sorted, done)) == [[number] for number in range(10) if number != 7]
    assert await rows(database, "SELECT subject_id, attempts, last_error FROM work") == [
        (7, 2, "builtins.ZeroDivisionError")
    ]
    assert await value(database, "SELECT available_at > now() + interval '1 second' FROM work")


async def test_what_died_with_a_worker_is_done_alone_and_what_never_went_wrong_together(database: Database) -> None:
    await ask_for(database, KIND, 1, 2)
    await leave_behind(database, KIND)
    await ask_for(database, KIND, 3, 4, 5)
    done: list[set[int]] = []

    await work_through(database, KIND, finishing(database, done), at_once=10)

    assert done[0] == {3, 4, 5}
    assert sorted(map(sorted, done[1:])) == [[1], [2]]


async def test_a_process_does_one_suspect_at_a_time_whatever_their_kinds(database: Database) -> None:
    for kind in (KIND, OTHER):
        await ask_for(database, kind, 1, 2)
        await leave_behind(database, kind)
    under_way, most = 0, 0

    async def do(claims: list[Claimed]) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        await finishing(database, [])(claims)
        under_way -= 1

    await asyncio.gather(*(work_through(database, kind, do, at_once=10) for kind in (KIND, OTHER)))

    assert most == 1
    assert await rows(database, "SELECT * FROM work") == []


async def test_the_fourth_worker_passes_the_poison_by(database: Database) -> None:
    await ask_for(database, KIND, 1)
    await leave_behind(database, KIND, times=3)
    await ask_for(database, KIND, 2)
    done: list[set[int]] = []

    await work_through(database, KIND, finishing(database, done), at_once=10)

    assert done == [{2}]
    assert await rows(database, "SELECT subject_id, set_aside_at IS NOT NULL FROM work") == [(1, True)]


async def test_a_worker_that_is_stopped_gives_back_what_it_was_doing_uncounted(database: Database) -> None:
    await ask_for(database, KIND, 1, 2)
    begun = asyncio.Event()

    async def do(_claims: list[Claimed]) -> None:
        begun.set()
        await asyncio.Event().wait()

    working = asyncio.create_task(work_through(database, KIND, do, at_once=10))
    await begun.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working

    stored = await rows(database, "SELECT lease_token, attempts, crashes, last_error FROM work")
    assert stored == [(None, 0, 0, None)] * 2
