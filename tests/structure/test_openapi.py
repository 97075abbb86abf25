"""The API's description of itself: complete, strict, and true to how the routes behave."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

JsonObject = dict[str, Any]


@pytest.fixture
async def document(client: httpx.AsyncClient) -> JsonObject:
    schema: JsonObject = (await client.get("/docs/openapi.json")).json()
    return schema


def operations(document: JsonObject) -> Iterator[JsonObject]:
    for item in document["paths"].values():
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield operation


def test_it_is_openapi_3_1_and_every_operation_has_a_name_of_its_own(document: JsonObject) -> None:
    names = [operation["operationId"] for operation in operations(document)]

    assert document["openapi"].startswith("3.1")
    assert len(names) == len(set(names)) >= 20


def test_every_operation_is_summed_up_and_says_how_it_refuses(document: JsonObject) -> None:
    for operation in operations(document):
        refusals = {status for status in operation["responses"] if status >= "400"}
        assert operation["summary"]
        assert refusals or operation["operationId"] == "isAlive", operation["operationId"]


def test_bodies_take_no_field_that_is_not_described(document: JsonObject) -> None:
    bodies = [operation["requestBody"] for operation in operations(document) if "requestBody" in operation]
    names = {
        content["schema"]["$ref"].rpartition("/")[2]
        for body in bodies
        for media_type, content in body["content"].items()
        if media_type == "application/json"
    }

    assert names
    for name in sorted(names | {"ListingFilters"}):
        assert document["components"]["schemas"][name].get("additionalProperties") is False, name


async def test_the_page_of_the_description_needs_no_network(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs", headers={"Accept": "text/html"})
    schema = await client.get("/docs/openapi.json")

    assert (page.status_code, schema.status_code) == (200, 200)
    assert "http://" not in page.text.replace("http://127.0.0.1:8000", "")
    assert "https://" not in page.text


@pytest.mark.parametrize("path", ["/", "/docs", "/health/live", "/static/favicon.svg", "/v1/listings", "/nowhere"])
async def test_every_answer_says_how_a_browser_has_to_treat_it(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
