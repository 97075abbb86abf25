"""Health says what is late and why, and stays honest when a part is away."""

import httpx
from redis.asyncio import Redis

from service.claiming import claim_work
from service.database import Database
from service.embedded.stack import Stack
from service.poking import WORKER_KEY
from service.work import WorkKind
from tests.given import Publish
from tests.tables import run
from tests.working import ask_for


async def seen(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as redis:
        await redis.set(WORKER_KEY, "alive")


async def test_without_a_worker_it_is_not_well_and_names_the_remedy(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")

    assert (answer.status_code, answer.json()["ok"], answer.json()["worker_seen"]) == (503, False, False)
    assert "rolecall worker" in answer.json()["problems"][0]


async def test_with_a_worker_and_nothing_late_it_is_well(
    client: httpx.AsyncClient, publish: Publish, stack: Stack
) -> None:
    await seen(stack)
    await publish()

    health = (await client.get("/health")).json()

    assert (health["ok"], health["problems"], health["waiting"]) == (True, [], {"encode_listings": 1})


async def test_work_that_waits_too_long_is_a_problem(
    client: httpx.AsyncClient, database: Database, stack: Stack
) -> None:
    await seen(stack)
    await ask_for(database, WorkKind.SEND_MAIL, 1)
    await run(database, "UPDATE work SET available_at = now() - interval '5 minutes'")

    answer = await client.get("/health")

    assert answer.status_code == 503
    assert "300 seconds" in answer.json()["problems"][0]


async def test_work_that_was_claimed_long_ago_is_a_problem(
    client: httpx.AsyncClient, database: Database, stack: Stack
) -> None:
    await seen(stack)
    await ask_for(database, WorkKind.SEND_MAIL, 1)
    async with database.transaction() as session:
        await claim_work(session, WorkKind.SEND_MAIL, limit=1)
    await run(database, "UPDATE work SET claimed_at = now() - interval '5 minutes'")

    answer = await client.get("/health")

    assert answer.status_code == 503
    assert answer.json()["oldest_leased_seconds"] >= 300
    assert "under way for 300 seconds" in answer.json()["problems"][0]


async def test_work_set_aside_is_a_problem_with_its_remedy_and_counts_apart(
    client: httpx.AsyncClient, database: Database, stack: Stack
) -> None:
    await seen(stack)
    await ask_for(database, WorkKind.SEND_MAIL, 1)
    await run(database, "UPDATE work SET set_aside_at = now(), available_at = now() - interval '5 minutes'")

    answer = await client.get("/health")

    health = answer.json()
    assert (answer.status_code, health["set_aside"], health["waiting"], health["oldest_waiting_seconds"]) == (
        503,
        1,
        {},
        0,
    )
    assert len(health["problems"]) == 1
    assert "rolecall link operator" in health["problems"][0]


async def test_a_process_is_alive_whatever_else_is(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "alive"}
