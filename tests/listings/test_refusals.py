"""Bad input: a problem document that names the field or says what is wrong, and nothing changed."""

from typing import Any

import httpx
import pytest

from service.database import Database
from tests.factories import a_listing
from tests.given import Publish
from tests.tables import contents

WRONG_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"salary": 30_000}, "salary"),
    ({"title": None}, "title"),
    ({"title": "  \u200b "}, "title"),
    ({"title": "Night\nPorter"}, "title"),
    ({"title": "Night\u0000Porter"}, "title"),
    ({"description": "before\u0000after"}, "description"),
    ({"description": "x" * 1_000_000}, "description"),
    ({"apply_url": "javascript:alert(1)"}, "apply_url"),
    ({"closes_at": "soon"}, "closes_at"),
    ({"closes_at": 1_900_000_000}, "closes_at"),
    ({"opens_at": "2031-05-02", "closes_at": "2031-05-01"}, "closes_at"),
    ({"opens_at": "2031-05-02T10:00:00Z", "closes_at": "2031-05-01"}, "closes_at"),
    ({"pay_min": -1, "pay_period": "year"}, "pay_min"),
    ({"pay_min": 1e300, "pay_period": "year"}, "pay_min"),
    ({"pay_min": 10}, "pay_period"),
    ({"pay_currency": "XXZ"}, "pay_currency"),
    ({"place_country": "England"}, "place_country"),
    ({"state": "closed"}, "state"),
    ({"source": "Our ATS"}, "source"),
]


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem.keys() >= {"type", "title", "detail", "instance"}
    return problem


@pytest.mark.parametrize(("changes", "field"), WRONG_FIELDS, ids=[f"{f}-{n}" for n, (_, f) in enumerate(WRONG_FIELDS)])
async def test_a_wrong_field_is_named_and_nothing_is_kept(
    api: httpx.AsyncClient, database: Database, changes: dict[str, Any], field: str
) -> None:
    before = await contents(database)

    answer = await api.post("/v1/listings", json=a_listing(**changes))

    problem = assert_problem(answer, 422)
    assert field in str(problem["errors"])
    assert await contents(database) == before


@pytest.mark.parametrize(("changes", "field"), WRONG_FIELDS, ids=[f"{f}-{n}" for n, (_, f) in enumerate(WRONG_FIELDS)])
async def test_a_wrong_change_is_named_and_nothing_changes(
    api: httpx.AsyncClient, publish: Publish, database: Database, changes: dict[str, Any], field: str
) -> None:
    listing = await publish(pay_text=None)
    before = await contents(database)

    answer = await api.patch(f"/v1/listings/{listing['id']}", json=changes)

    problem = assert_problem(answer, 422)
    assert field in str(problem["errors"])
    assert await contents(database) == before


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": ',
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"\xff",
        b"{}}",
        b'{"title": "half a pair \\ud800"}',
        b"[" * 100_000,
    ],
    ids=range(9),
)
async def test_a_body_that_is_no_json_object_is_refused(
    api: httpx.AsyncClient, database: Database, body: bytes
) -> None:
    before = await contents(database)

    answer = await api.post("/v1/listings", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422), answer.text
    assert_problem(answer, answer.status_code)
    assert await contents(database) == before


async def test_a_key_that_stands_twice_in_a_body_is_refused_by_name(api: httpx.AsyncClient) -> None:
    body = '{"title": "One", "title": "Two", "employer": "E", "description": "D"}'

    answer = await api.post("/v1/listings", content=body, headers={"Content-Type": "application/json"})

    assert "title" in str(assert_problem(answer, 422)["errors"])


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
async def test_another_media_type_is_refused(api: httpx.AsyncClient, media_type: str | None) -> None:
    headers = {"Content-Type": media_type} if media_type else {}

    answer = await api.post("/v1/listings", content=b"{}", headers=headers)

    assert_problem(answer, 415)


async def test_a_body_beyond_the_limit_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/listings", json=a_listing(description="x" * 4_000_000))

    assert_problem(answer, 413)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("sort=pay", "query/sort"),
        ("limit=1&limit=2", "query/limit"),
        ("limit=0", "query/limit"),
        ("limit=201", "query/limit"),
        ("limit=many", "query/limit"),
        ("state=gone", "query/state"),
        ("cursor=nonsense", "cursor"),
        ("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "cursor"),
        ("cursor=%00", "cursor"),
    ],
)
async def test_a_wrong_parameter_is_named(client: httpx.AsyncClient, query: str, field: str) -> None:
    problem = assert_problem(await client.get(f"/v1/listings?{query}"), 422)

    assert [error["field"] for error in problem["errors"]] == [field]


async def test_source_and_external_id_stay_as_they_are(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish()

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"external_id": "another"})

    assert assert_problem(answer, 422)["errors"][0]["field"] == "external_id"


async def test_an_id_that_is_none_is_as_unknown_as_any_other(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/v1/listings/not-an-id"), 404)


@pytest.mark.parametrize("field", ["title", "employer", "description", "language", "state"])
async def test_what_every_listing_has_cannot_be_removed(api: httpx.AsyncClient, publish: Publish, field: str) -> None:
    listing = await publish()

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={field: None})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert "cannot be removed" in answer.json()["detail"]


async def test_a_key_for_repeats_is_of_characters_that_can_be_seen(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/listings", json=a_listing(), headers={"Idempotency-Key": "a\x01b"})

    assert answer.status_code == 422
