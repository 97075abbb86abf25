"""The API's documentation page comes whole from our own files, which are those that their notes name."""

import hashlib
import re

import httpx

from service.web.templates import STATIC_FOLDER

SWAGGER = STATIC_FOLDER / "swagger-ui"


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")

    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert re.findall(r"<script(?![^>]* src=)", page.text) == []
    for address in loaded:
        assert (await client.get(address)).status_code == 200


async def test_the_page_names_where_the_schema_is(client: httpx.AsyncClient) -> None:
    (address,) = re.findall(r'data-schema="([^"]+)"', (await client.get("/docs")).text)

    assert (await client.get(address)).json()["openapi"].startswith("3.1")


def test_vendored_files_are_those_that_the_note_names() -> None:
    named = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (SWAGGER / "README.md").read_text()))

    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SWAGGER.iterdir()}
    del found["README.md"]
    assert found == named
