"""Candidates over the API: kept for their own organisation, erased without a trace."""

import httpx
import pytest

from service.database import Database
from tests.factories import Body, a_candidate
from tests.given import Work
from tests.tables import contents, rows, value


async def test_a_candidate_is_by_default_found_by_nobody(api: httpx.AsyncClient) -> None:
    body = a_candidate()
    del body["findable"]

    created = await api.post("/v1/candidates", json=body)

    assert (created.status_code, created.json()["findable"]) == (201, "nobody")
    assert (await api.get(created.headers["Location"])).json() == created.json()


async def test_a_change_names_some_fields_and_leaves_the_others(api: httpx.AsyncClient) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate(place="Leeds"))).json()

    changed = (await api.patch(f"/v1/candidates/{candidate['id']}", json={"place": None, "skills": ["bags"]})).json()

    assert {name for name in candidate if candidate[name] != changed[name]} == {"place", "skills", "updated_at"}
    assert (changed["place"], changed["skills"]) == (None, ["bags"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age": 41}, "age"),
        ({"email": "no address"}, "email"),
        ({"findable": "everybody"}, "findable"),
        ({"skills": ["x" * 101]}, "skills/0"),
        ({"headline": ""}, "headline"),
        ({"summary": "a\u0000b"}, "summary"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(
    api: httpx.AsyncClient, database: Database, changes: Body, field: str
) -> None:
    before = await contents(database)

    answer = await api.post("/v1/candidates", json=a_candidate(**changes))

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
    assert await contents(database) == before


async def test_a_candidate_known_by_external_id_is_not_made_twice(api: httpx.AsyncClient) -> None:
    first, second = [await api.post("/v1/candidates", json=a_candidate()) for _ in range(2)]

    assert second.status_code == 409
    assert first.json()["id"] in second.json()["detail"]


async def test_candidates_are_listed_in_pages(api: httpx.AsyncClient) -> None:
    ids = [(await api.post("/v1/candidates", json=a_candidate(external_id=f"p{n}"))).json()["id"] for n in range(3)]

    first = (await api.get("/v1/candidates", params={"limit": 2})).json()
    last = (await api.get("/v1/candidates", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in first["items"] + last["items"]] == ids[::-1]
    assert last["next_cursor"] is None


async def test_an_erased_candidate_leaves_no_row_profile_or_vector(
    api: httpx.AsyncClient, work: Work, database: Database
) -> None:
    path = f"/v1/candidates/{(await api.post('/v1/candidates', json=a_candidate())).json()['id']}"
    await work()
    assert await value(database, "SELECT count(*) FROM stored_vector") > 0

    answer = await api.delete(path)
    await work()

    assert (answer.status_code, (await api.get(path)).status_code) == (204, 404)
    for table in ("candidate", "profile", "stored_vector"):
        assert await rows(database, f"SELECT * FROM {table}") == []
