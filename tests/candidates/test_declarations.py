"""Declared groups: kept apart, put and withdrawn, shown to nobody, gone with the candidate, and read by no ranking."""

import subprocess
import sys

import httpx
import pytest

from service.database import Database
from tests.factories import Body, a_candidate
from tests.tables import rows

DECLARED = "SELECT sex, ethnicity FROM candidate_declaration"


@pytest.fixture
async def path(api: httpx.AsyncClient) -> str:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()
    return f"/v1/candidates/{candidate['id']}"


async def test_a_declaration_is_kept_and_replaced(api: httpx.AsyncClient, path: str, database: Database) -> None:
    first = await api.put(f"{path}/declaration", json={"sex": "female", "ethnicity": "asian"})
    await api.put(f"{path}/declaration", json={"sex": "female"})

    assert first.status_code == 204
    assert await rows(database, DECLARED) == [("female", None)]


async def test_it_is_forgotten_when_withdrawn_and_when_the_candidate_goes(
    api: httpx.AsyncClient, path: str, database: Database
) -> None:
    await api.put(f"{path}/declaration", json={"sex": "male"})
    await api.delete(f"{path}/declaration")
    assert await rows(database, DECLARED) == []

    await api.put(f"{path}/declaration", json={"sex": "male"})
    await api.delete(path)
    assert await rows(database, DECLARED) == []


async def test_it_is_shown_to_nobody(api: httpx.AsyncClient, path: str) -> None:
    await api.put(f"{path}/declaration", json={"ethnicity": "two_or_more_races"})

    seen = (await api.get(path)).text

    assert "two_or_more" not in seen
    assert (await api.get(f"{path}/declaration")).status_code == 405


async def test_another_organisation_declares_nothing(other_api: httpx.AsyncClient, path: str) -> None:
    assert (await other_api.put(f"{path}/declaration", json={"sex": "male"})).status_code == 404


@pytest.mark.parametrize("body", [{"sex": "unknown"}, {"age": 30}])
async def test_other_groups_are_refused(api: httpx.AsyncClient, path: str, body: Body) -> None:
    assert (await api.put(f"{path}/declaration", json=body)).status_code == 422


def test_no_ranking_search_or_alert_can_see_a_declaration() -> None:
    look = (
        "import sys, importlib, pkgutil;"
        "[importlib.import_module(f'{name}.{module.name}') for name in ('service.matching', 'service.search', "
        "'service.alerts', 'service.candidates.rankable_text') for module in "
        "pkgutil.iter_modules(importlib.import_module(name).__path__)];"
        "print([name for name in sys.modules if name.startswith('service.candidates.declarations')])"
    )

    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert seen.stdout.strip() == "[]"
