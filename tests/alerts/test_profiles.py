"""Alerts on a profile: reverse matching, preview and the candidate's own list accept the same pairs."""

from typing import Any

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.matching.levels import LEAST_TOTAL
from service.search.levels import Level
from tests.alerts.test_reverse import a_world, accepted_in_reverse
from tests.factories import a_candidate
from tests.given import PublishMany, Work
from tests.mails import mails_to, token_of

PROFILES: list[tuple[str, dict[str, Any]]] = [
    ("broad", {"summary": "I look after hotel guests at night.", "place": "Leeds", "desired_pay_text": "£24,000"}),
    ("good", {"headline": "Beekeeper", "summary": "I harvest honey from forty hives.", "place": "York"}),
    ("strong", {"headline": "Bus Driver", "summary": "I drive a bus through the town.", "workplaces": ["remote"]}),
    ("broad", {"summary": "I look after hotel guests.", "place": "Leeds", "within_km": 20, "contracts": ["permanent"]}),
]
Scores = dict[str, float]


async def scores_in_preview(api: httpx.AsyncClient, candidate: str, level: str) -> Scores:
    answer = await api.post("/v1/alerts/preview", json={"candidate_id": candidate, "level": level})
    assert answer.status_code == 200, answer.text
    return {result["listing"]["external_id"]: result["score"] for result in answer.json()["results"]}


async def scores_in_list(api: httpx.AsyncClient, candidate: str, level: str) -> Scores:
    """The candidate's own list, down to what the level asks for."""
    params: dict[str, str | int] = {"limit": 200, "deal_breakers": "exclude"}
    answer = await api.get(f"/v1/candidates/{candidate}/matches", params=params)
    found = [(result["listing"]["external_id"], result["score"]) for result in answer.json()["results"]]
    return {listing: score for listing, score in found if score >= LEAST_TOTAL[Level(level)]}


@pytest.mark.parametrize("first", ["alerts", "listings"])
async def test_the_same_pairs_are_accepted_whichever_comes_first(
    api: httpx.AsyncClient,
    publish_many: PublishMany,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    first: str,
) -> None:
    candidates = []
    for number, (level, profile) in enumerate(PROFILES):
        body = a_candidate(external_id=f"c{number}", email=None, **profile)
        candidates.append(((await api.post("/v1/candidates", json=body)).json()["id"], level))
    await work()

    async def everybody_watches() -> None:
        for number, (candidate, level) in enumerate(candidates):
            email = f"reader{number}@example.com"
            asked = await api.post("/v1/alerts", json={"email": email, "candidate_id": candidate, "level": level})
            assert asked.status_code == 201, asked.text
            await work()
            token = token_of(mails_to(email, catcher.messages)[0], "/alerts/confirm/")
            await api.post("/v1/alerts/confirm", json={"token": token})
            await work()

    if first == "alerts":
        await everybody_watches()
    await publish_many(a_world())
    await work()
    if first == "listings":
        await everybody_watches()

    reverse = await accepted_in_reverse(database)
    for number, (candidate, level) in enumerate(candidates, start=1):
        preview = await scores_in_preview(api, candidate, level)
        listed = await scores_in_list(api, candidate, level)
        assert {listing for alert, listing in reverse if alert == number} == preview.keys()
        assert preview.keys() == listed.keys()
        assert preview == pytest.approx(listed, abs=1e-4)
        assert 0 < len(preview) < len(a_world())
