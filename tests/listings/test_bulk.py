"""Many listings in one request: each line saved or refused on its own."""

import json

import httpx
import pytest

from service.database import Database
from tests.factories import Body, a_listing
from tests.given import Publish
from tests.tables import rows, value


def lines(*bodies: Body | str) -> str:
    return "\n".join(body if isinstance(body, str) else json.dumps(body) for body in bodies)


async def put(api: httpx.AsyncClient, content: str | bytes) -> httpx.Response:
    return await api.post("/v1/listings/bulk", content=content, headers={"Content-Type": "application/x-ndjson"})


async def test_each_row_says_whether_it_was_created_updated_left_or_refused(
    api: httpx.AsyncClient, database: Database
) -> None:
    await put(api, lines(a_listing(external_id="same"), a_listing(external_id="other")))

    answer = await put(
        api,
        lines(
            a_listing(external_id="same"),
            a_listing(external_id="other", title="Head Porter"),
            a_listing(external_id="new"),
            a_listing(external_id="wrong", closes_at="2031-01-01", opens_at="2031-02-01"),
            a_listing(external_id="unknown", salary=3),
        ),
    )

    found = answer.json()
    assert [row["outcome"] for row in found["rows"]] == ["unchanged", "updated", "created", "refused", "refused"]
    assert [row["line"] for row in found["rows"]] == [1, 2, 3, 4, 5]
    assert "salary" in [error["field"] for error in found["rows"][4]["errors"]]
    assert await rows(database, "SELECT external_id, title FROM listing ORDER BY id") == [
        ("same", "Night Porter"),
        ("other", "Head Porter"),
        ("new", "Night Porter"),
    ]


async def test_a_single_line_is_one_listing(api: httpx.AsyncClient) -> None:
    answer = await put(api, lines(a_listing()))

    assert (answer.status_code, answer.json()["created"]) == (200, 1), answer.text


@pytest.mark.parametrize("broken", ['{"title": "never ends', "[]", "nonsense", '{"title": "a"} trailing'])
async def test_a_line_that_is_no_object_is_refused_and_its_neighbours_go_in(
    api: httpx.AsyncClient, broken: str
) -> None:
    answer = await put(api, lines(a_listing(external_id="a"), broken, a_listing(external_id="b")))

    found = answer.json()
    assert (found["created"], found["refused"]) == (2, 1), found
    assert [row["line"] for row in found["rows"] if row["outcome"] == "refused"] == [2]


async def test_an_unchanged_import_changes_nothing_but_reads(api: httpx.AsyncClient, database: Database) -> None:
    body = lines(*(a_listing(external_id=f"post-{number}") for number in range(5)))
    await put(api, body)
    before = await value(database, "SELECT count(*) FROM change_log")

    again = await put(api, body)

    assert again.json()["unchanged"] == 5
    assert await value(database, "SELECT count(*) FROM change_log") == before


async def test_an_import_leaves_a_closed_listing_closed(
    api: httpx.AsyncClient, publish: Publish, database: Database
) -> None:
    listing = await publish(external_id="post-1")
    await api.post(f"/v1/listings/{listing['id']}/close", json={})

    await put(api, lines(a_listing(external_id="post-1"), a_listing(external_id="post-2")))

    assert await rows(database, "SELECT state FROM listing ORDER BY id") == [("closed",), ("open",)]


async def test_a_refused_row_leaves_no_half_of_itself(api: httpx.AsyncClient, database: Database) -> None:
    await put(api, lines(a_listing(external_id="a", employer="Kept"), a_listing(employer="Refused", title="")))

    assert await rows(database, "SELECT name FROM employer") == [("Kept",)]
    assert await value(database, "SELECT count(*) FROM opening") == 1


async def test_a_body_that_is_not_text_is_refused_as_a_whole(api: httpx.AsyncClient) -> None:
    answer = await put(api, b"\xff\xfe\x00")

    assert (answer.status_code, answer.json()["status"]) == (400, 400)
