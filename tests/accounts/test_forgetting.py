"""What was answered, and who never confirmed, is not kept longer than it is needed."""

import httpx

from service.database import Database
from tests.factories import a_candidate, an_alert
from tests.tables import rows, run, value
from workers.runtime import Runtime
from workers.upkeep import forget_what_lapsed


async def test_erasing_a_candidate_erases_the_answer_to_their_creation(
    api: httpx.AsyncClient, database: Database
) -> None:
    made = await api.post("/v1/candidates", json=a_candidate(), headers={"Idempotency-Key": "once"})

    await api.delete(f"/v1/candidates/{made.json()['id']}")

    assert await rows(database, "SELECT answer FROM idempotent_answer") == []


async def test_answers_are_forgotten_after_a_day(api: httpx.AsyncClient, database: Database, runtime: Runtime) -> None:
    await api.post("/v1/candidates", json=a_candidate(), headers={"Idempotency-Key": "once"})
    await forget_what_lapsed(runtime)
    assert await value(database, "SELECT count(*) FROM idempotent_answer") == 1

    await run(database, "UPDATE idempotent_answer SET created_at = now() - interval '25 hours'")
    await forget_what_lapsed(runtime)

    assert await value(database, "SELECT count(*) FROM idempotent_answer") == 0


async def test_sign_ups_that_nobody_confirmed_are_forgotten(
    client: httpx.AsyncClient, database: Database, runtime: Runtime
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    await run(database, "UPDATE alert SET created_at = now() - interval '8 days'")
    await run(database, "UPDATE person SET created_at = now() - interval '8 days'")

    await forget_what_lapsed(runtime)

    counts = "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM person), (SELECT count(*) FROM delivery)"
    assert await rows(database, counts) == [(0, 0, 0)]


async def test_a_key_for_repeats_is_refused_where_nobody_can_be_told_apart(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/alerts", json=an_alert(), headers={"Idempotency-Key": "once"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "header/Idempotency-Key")
