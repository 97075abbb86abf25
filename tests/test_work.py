"""Work as rows, claimed with leases: nothing twice, nothing lost, nobody starved, and poison set aside."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from service.backlog import list_backlogs
from service.claiming import Past, claim_one_with, claim_work, due_kinds
from service.database import Database
from service.work import (
    Claimed,
    LeaseLost,
    WorkKind,
    add_work,
    finish_work,
    give_back_work,
    postpone_work,
    renew_leases,
)
from tests.tables import rows, run, value

KIND = WorkKind.MATCH_LISTINGS


async def ask(database: Database, *subjects: int, owner_id: int = 0, edited: bool = False) -> None:
    async with database.transaction() as session:
        await add_work(session, KIND, subjects, owner_id=owner_id, edited=edited)


async def claim(database: Database, limit: int = 10) -> list[Claimed]:
    async with database.transaction() as session:
        return await claim_work(session, KIND, limit=limit)


async def claim_one(database: Database, past: Past) -> Claimed | None:
    async with database.transaction() as session:
        claims = await claim_one_with(session, past, KIND)
        return claims[0] if claims else None


async def crash(database: Database, times: int = 1) -> None:
    """Have the worker of what is claimed die, and those who take over each row after it."""
    for _ in range(times):
        await end_leases(database)
        await claim_one(database, Past.CRASHED)


async def fail(database: Database, claims: list[Claimed]) -> None:
    async with database.transaction() as session:
        await postpone_work(session, claims, delay=timedelta(), error="it failed")


async def finish(database: Database, claims: list[Claimed]) -> None:
    async with database.transaction() as session:
        await finish_work(session, claims)


async def end_leases(database: Database) -> None:
    await run(database, "UPDATE work SET leased_until = now() - interval '1 second' WHERE leased_until > now()")


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
    taken = [each for _ in range(2) if (each := await claim_one(database, Past.CRASHED))]

    async def write_late() -> None:
        async with database.transaction() as session:
            await add_work(session, WorkKind.COMPOSE_MAIL, [7])
            await finish_work(session, late)

    with pytest.raises(LeaseLost):
        await write_late()

    assert {each.subject_id for each in taken} == {1, 2}
    assert await rows(database, "SELECT kind FROM work") == [(KIND.value,)] * 2
    await finish(database, taken)
    assert await rows(database, "SELECT * FROM work") == []


async def test_a_late_worker_neither_renews_nor_gives_back_what_is_anothers(database: Database) -> None:
    await ask(database, 1)
    late = await claim(database)
    await crash(database)
    before = await rows(database, "SELECT * FROM work")

    async with database.transaction() as session:
        await renew_leases(session, late)
        await postpone_work(session, late, delay=timedelta(minutes=5), error="too late")
        await give_back_work(session, late)

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

    again = await claim_one(database, Past.FAILED)
    assert again
    assert again.subject_id == 2
    assert await claim_one(database, Past.FAILED) is None
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


async def test_what_failed_is_claimed_alone_and_counts_its_attempts(database: Database) -> None:
    await ask(database, 1, 2)
    await fail(database, await claim(database))

    assert await claim(database) == []
    first, second = await claim_one(database, Past.FAILED), await claim_one(database, Past.FAILED)

    assert first
    assert second
    assert [(each.subject_id, each.attempts, each.crashes) for each in (first, second)] == [(1, 2, 0), (2, 2, 0)]
    assert await value(database, "SELECT count(failing_since) FROM work") == 2


async def test_a_row_whose_worker_died_counts_a_crash_and_no_failure(database: Database) -> None:
    await ask(database, 1)
    await claim(database)
    await end_leases(database)

    assert await claim(database) == []
    assert await claim_one(database, Past.FAILED) is None
    again = await claim_one(database, Past.CRASHED)

    assert again
    assert (again.crashes, again.attempts) == (1, 1)


async def test_a_row_that_ended_its_worker_three_times_is_set_aside_with_the_reason(database: Database) -> None:
    await ask(database, 1, 2)
    (poison, _) = await claim(database)
    await run(database, "DELETE FROM work WHERE subject_id = 2")

    await crash(database, 3)

    assert await claim_one(database, Past.CRASHED) is None
    async with database.reading() as session:
        assert await due_kinds(session) == []
    stored = "SELECT subject_id, crashes, set_aside_at IS NOT NULL, lease_token, last_error FROM work"
    assert await rows(database, stored) == [(poison.subject_id, 3, True, None, "Its worker died 3 times doing it")]


async def test_of_fifty_rows_that_crash_together_only_the_poison_is_set_aside(database: Database) -> None:
    poison = 17
    await ask(database, *range(50))
    await claim(database, 50)

    done, crashes = set(), 1
    for _ in range(200):
        await end_leases(database)
        while (each := await claim_one(database, Past.CRASHED)) and each.subject_id != poison:
            await finish(database, [each])
            done.add(each.subject_id)
        if each is None:
            break
        crashes += 1

    assert done == set(range(50)) - {poison}
    assert crashes == 3
    assert await rows(database, "SELECT subject_id FROM work WHERE set_aside_at IS NOT NULL") == [(poison,)]


async def test_rows_that_crashed_least_are_taken_first(database: Database) -> None:
    await ask(database, *range(5))
    await claim(database)
    await end_leases(database)
    suspect = await claim_one(database, Past.CRASHED)
    await end_leases(database)

    order = [each.subject_id for _ in range(5) if (each := await claim_one(database, Past.CRASHED))]

    assert suspect
    assert sorted(order) == list(range(5))
    assert order[-1] == suspect.subject_id


async def test_work_that_a_stopped_worker_gave_back_is_as_if_it_had_not_been_claimed(database: Database) -> None:
    await ask(database, 1)
    for _ in range(5):
        claims = await claim(database)
        async with database.transaction() as session:
            await give_back_work(session, claims)

    (again,) = await claim(database)

    assert (again.attempts, again.crashes) == (1, 0)
    assert await rows(database, "SELECT last_error, failing_since FROM work") == [(None, None)]


async def test_finishing_forgets_failures_and_crashes(database: Database) -> None:
    await ask(database, 1)
    await fail(database, await claim(database))
    await claim_one(database, Past.FAILED)
    await end_leases(database)
    again = await claim_one(database, Past.CRASHED)
    assert again
    await ask(database, 1)

    await finish(database, [again])

    (fresh,) = await claim(database)
    assert (fresh.attempts, fresh.crashes) == (1, 0)
    assert await rows(database, "SELECT last_error, failing_since FROM work") == [(None, None)]


async def test_an_edit_frees_what_was_set_aside_and_nothing_else_does(database: Database) -> None:
    await ask(database, 1)
    await claim(database)
    await crash(database, 3)

    await ask(database, 1)
    assert await claim(database) == []
    await ask(database, 1, edited=True)

    (freed,) = await claim(database)
    assert (freed.attempts, freed.crashes) == (1, 0)


async def test_an_edit_is_tried_though_the_words_before_it_crashed_twice(database: Database) -> None:
    await ask(database, 1)
    await claim(database)
    await crash(database, 2)

    await ask(database, 1, edited=True)
    await end_leases(database)
    again = await claim_one(database, Past.CRASHED)

    assert again
    assert (again.attempts, again.crashes) == (1, 1)


async def test_what_is_edited_while_it_is_done_keeps_its_lease(database: Database) -> None:
    await ask(database, 1)
    claims = await claim(database)
    await ask(database, 1, edited=True)

    async with database.transaction() as session:
        await give_back_work(session, claims)

    (again,) = await claim(database)
    assert again.attempts == 1


async def test_the_backlog_tells_what_waits_from_what_is_under_way_and_set_aside(database: Database) -> None:
    await ask(database, 1)
    await claim(database)
    await crash(database, 3)
    await ask(database, 2)
    await claim(database)
    await ask(database, 3)
    await run(database, "UPDATE work SET claimed_at = now() - interval '40 minutes' WHERE subject_id = 2")
    await run(database, "UPDATE work SET available_at = now() - interval '20 minutes' WHERE subject_id = 3")

    async with database.reading() as session:
        (found,) = await list_backlogs(session)

    assert (found.kind, found.waiting, found.set_aside) == (KIND.value, 2, 1)
    assert (found.oldest_waiting_seconds // 600, found.oldest_lease_seconds // 600) == (2, 4)
