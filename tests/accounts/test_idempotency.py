"""A repeated creation: the same key gives the same answer and creates nothing."""

import asyncio

import httpx
import pytest

from service.database import Database
from tests.factories import Body, a_candidate, a_listing, an_alert
from tests.tables import value

CREATIONS = [("listings", a_listing()), ("candidates", a_candidate()), ("alerts", an_alert())]


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


@pytest.mark.parametrize(("things", "body"), CREATIONS, ids=[things for things, _ in CREATIONS])
async def test_a_repeat_gets_the_same_answer_and_creates_nothing(
    api: httpx.AsyncClient, database: Database, things: str, body: Body
) -> None:
    first, again = [await api.post(f"/v1/{things}", json=body, headers=key("one")) for _ in range(2)]

    assert (first.status_code, first.content, first.headers["Location"]) == (
        again.status_code,
        again.content,
        again.headers["Location"],
    )
    assert await value(database, f"SELECT count(*) FROM {things[:-1]}") == 1


async def test_the_same_key_with_another_body_is_refused(api: httpx.AsyncClient) -> None:
    await api.post("/v1/listings", json=a_listing(), headers=key("one"))

    other = await api.post("/v1/listings", json=a_listing(title="Day Porter"), headers=key("one"))

    assert (other.status_code, other.json()["type"]) == (422, "urn:rolecall:problem:idempotency-key-reused")


async def test_repeats_at_the_same_time_create_one(api: httpx.AsyncClient, database: Database) -> None:
    body = a_listing(external_id=None)

    answers = await asyncio.gather(*(api.post("/v1/listings", json=body, headers=key("one")) for _ in range(6)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await value(database, "SELECT count(*) FROM listing") == 1


async def test_a_refused_creation_does_not_use_its_key_up(api: httpx.AsyncClient) -> None:
    await api.post("/v1/listings", json=a_listing())
    refused = await api.post("/v1/listings", json=a_listing(), headers=key("one"))

    taken = await api.post("/v1/listings", json=a_listing(external_id="post-2"), headers=key("one"))

    assert (refused.status_code, taken.status_code) == (409, 201)


async def test_organisations_do_not_share_keys(api: httpx.AsyncClient, other_api: httpx.AsyncClient) -> None:
    first, second = [await each.post("/v1/listings", json=a_listing(), headers=key("one")) for each in (api, other_api)]

    assert first.json()["id"] != second.json()["id"]
