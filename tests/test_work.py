"""Work as rows, claimed with leases: nothing twice, nothing lost, nobody starved."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from service.database import Database
from service.work import Claimed, LeaseLost, WorkKind, add_work, claim_work, finish_work, postpone_work, renew_leases
from tests.tables import rows, run, value

KIND = WorkKind.MATCH_LISTINGS


async def ask(database: Database, *subjects: int, owner_id: int = 0) -> None:
    async with database.transaction() as session:
        await add_work(session, KIND, subjects, owner_id=owner_id)


async def claim(database: Database, limit: int = 10) -> list[Claimed]:
    async with database.transaction() as session:
        return await claim_work(session, KIND, limit=limit)


async def finish(database: Database, claims: list[Claimed]) -> None:
    async with database.transaction() as session:
        await finish_work(session, claims)


async def end_leases(database: Database) -> None:
    await run(database, "UPDATE work SET leased_until = now() - interval '1 second'")


async def test_eight_at_once_claim_each_of_2000_rows_once(database: Database) -> None:
    await ask(database, *range(2_000))
    claimed: Counter[int] = Counter()

    async def drain() -> None:
        while await value(database, "SELECT count(*) FROM work WHERE lease_token IS NULL"):
            claimed.update(each.subject_id for each in await claim(database, 50))

    await asyncio.gather(*(drain() for _ in range(8)))

    assert claimed == Counter(range(2_000))


async def test_an_owner_of_a_thousand_rows_does_not_hold_up_another_of_one(database: Database) -> None:
    await ask(database, *range(1_000), owner_id=1)
    await ask(database, 5_000, owner_id=2)

    first = await claim(database, 10)

    assert len(first) == 10
    assert 5_000 in {each.subject_id for each in first}


async def test_many_owners_take_turns(database: Database) -> None:
    for owner in range(1, 6):
        await ask(database, *range(owner * 1_000, owner * 1_000 + 100), owner_id=owner)

    claimed = [each.subject_id // 1_000 for _ in range(5) for each in await claim(database, 10)]

    assert set(Counter(claimed).values()) == {10}


async def test_asking_again_while_it_waits_changes_nothing(database: Database) -> None:
    await ask(database, 1)
    await ask(database, 1)

    await finish(database, await claim(database))

    assert await claim(database) == []
    assert await rows(database, "SELECT * FROM work") == []


async def test_what_is_asked_for_again_while_it_is_done_is_done_once_more(database: Database) -> None:
    await ask(database, 1)
    claims = await claim(database)
    await ask(database, 1)
    assert await claim(database) == []

    await finish(database, claims)

    (again,) = await claim(database)
    assert (again.subject_id, again.attempts) == (1, 1)


async def test_a_lease_that_ends_lets_another_take_over_and_fences_the_first_off(database: Database) -> None:
    await ask(database, 1, 2)
    late = await claim(database)
    await end_leases(database)
    taken = await claim(database)

    async def write_late() -> None:
        async with database.transaction() as session:
            await add_work(session, WorkKind.COMPOSE_MAIL, [7])
            await finish_work(session, late)

    with pytest.raises(LeaseLost):
        await write_late()

    assert {each.subject_id for each in taken} == {1, 2}
    assert [each.attempts for each in taken] == [2, 2]
    assert await rows(database, "SELECT kind FROM work") == [(KIND.value,)] * 2
    await finish(database, taken)
    assert await rows(database, "SELECT * FROM work") == []


async def test_a_late_worker_neither_renews_nor_gives_back_what_is_anothers(database: Database) -> None:
    await ask(database, 1)
    late = await claim(database)
    await end_leases(database)
    await claim(database)
    before = await rows(database, "SELECT * FROM work")

    async with database.transaction() as session:
        await renew_leases(session, late)
        await postpone_work(session, late, delay=timedelta(minutes=5), error="too late")

    assert await rows(database, "SELECT * FROM work") == before


async def test_a_renewed_lease_keeps_others_away(database: Database) -> None:
    await ask(database, 1)
    claims = await claim(database)
    await run(database, "UPDATE work SET leased_until = now() + interval '10 milliseconds'")

    async with database.transaction() as session:
        await renew_leases(session, claims)
    await asyncio.sleep(0.02)

    assert await claim(database) == []


async def test_postponed_work_is_due_later_or_at_once_when_it_was_asked_for_again(database: Database) -> None:
    await ask(database, 1, 2)
    claims = await claim(database)
    await ask(database, 2)

    async with database.transaction() as session:
        await postpone_work(session, claims, delay=timedelta(minutes=5), error="the server was away")

    assert [each.subject_id for each in await claim(database)] == [2]
    assert await value(database, "SELECT last_error FROM work WHERE subject_id = 1") == "the server was away"


async def test_work_of_a_transaction_that_is_rolled_back_is_not_there(database: Database) -> None:
    async def fail_after_asking() -> None:
        async with database.transaction() as session:
            await add_work(session, KIND, [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_asking()

    assert await claim(database) == []


async def test_workers_are_poked_for_what_was_added_once_it_is_committed(database: Database) -> None:
    poked: list[frozenset[str]] = []
    committed: list[int] = []

    async def poke(kinds: frozenset[str]) -> None:
        poked.append(kinds)
        committed.append(await value(database, "SELECT count(*) FROM work"))

    poking = Database(str(database.engine.url.render_as_string(hide_password=False)), poke=poke)
    async with poking.transaction() as session:
        await add_work(session, KIND, [1])
        await add_work(session, WorkKind.COMPOSE_MAIL, [1])
        assert poked == []
    await poking.close()

    assert (poked, committed) == ([frozenset({KIND.value, WorkKind.COMPOSE_MAIL.value})], [2])
