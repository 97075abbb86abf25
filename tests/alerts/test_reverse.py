"""Search, preview and reverse matching accept the same pairs of a listing and an alert, over a small whole world."""

import itertools
import random
from typing import Any

import httpx
import pytest

from service.alerts import finding
from service.database import Database
from tests.factories import Body, a_listing
from tests.given import PublishMany, Subscribe, Work
from tests.tables import rows

ROLES = ["Night Porter", "Day Porter", "Beekeeper", "Bus Driver at night"]
SENTENCES = ["Look after hotel guests at night.", "Harvest honey from forty hives.", "Drive a bus through the town."]
PLACES = [None, "Leeds", "York"]
PAYS = [None, "£24,000 a year", "£40,000 a year"]
WISHES: list[dict[str, Any]] = [
    {"description": "night porter in a hotel", "level": "broad"},
    {"description": "night porter in a hotel", "level": "good"},
    {"description": "night porter", "level": "strong"},
    {"description": "porter near Leeds", "level": "broad"},
    {"description": "look after hotel guests at night in Leeds", "level": "broad", "understand": False},
    {
        "description": "look after hotel guests at night in York, no driving",
        "level": "broad",
        "keep_as_words": ["in York"],
    },
    {"description": "full time porter, around £30k", "level": "broad"},
    {"description": "permanent night porter without driving", "level": "broad"},
    {"description": "honey from hives, in York", "level": "broad", "filters": {"place": "York"}},
    {"description": "drive a bus through the town at night", "level": "broad", "filters": {"pay_at_least": 30_000}},
    {"description": "porter", "level": "broad", "filters": {"pay_at_least": 30_000, "pay_unknown": "drop"}},
    {"description": "porter", "level": "broad", "filters": {"place": "Leeds", "place_unknown": "keep"}},
    {
        "description": "look after hotel guests at night",
        "level": "broad",
        "filters": {"contracts": ["permanent"], "employer": "council"},
    },
    {
        "description": "look after hotel guests at night",
        "level": "good",
        "filters": {"hours": "full_time", "workplaces": ["remote"]},
    },
]
WORDS = ["night", "porter", "hotel", "guests", "honey", "hives", "bus", "drive", "town", "council", "harbour", "work"]
LEVELS = ["broad", "good", "strong"]
Pairs = set[tuple[int, str]]


def drawn_wishes() -> list[dict[str, Any]]:
    """Drawn at random, the same at every run."""
    draw = random.Random(7)
    return [
        {
            "description": " ".join(draw.sample(WORDS, draw.randint(1, 4))),
            "level": draw.choice(LEVELS),
            "filters": {"without": draw.sample(WORDS, draw.randint(1, 2))} if draw.random() < 0.5 else {},
        }
        for _ in range(10)
    ]


WRITTEN = len(WISHES)
WISHES += drawn_wishes()


def a_world() -> list[Body]:
    world = []
    for number, (role, sentence, place) in enumerate(itertools.product(ROLES, SENTENCES, PLACES)):
        more = {"contract": "permanent"} if number % 2 else {"hours": "full_time", "workplace": "remote"}
        world.append(
            a_listing(
                external_id=f"p{number}",
                title=role,
                description=sentence,
                place=place,
                pay_text=PAYS[number % 3],
                employer=["Harbour Hotel", "City Council"][number % 2],
                **more,
            )
        )
    return world


async def accepted_in_reverse(database: Database) -> Pairs:
    found = await rows(
        database,
        "SELECT m.alert_id, l.external_id FROM match m JOIN listing l ON l.id = m.listing_id"
        " WHERE m.state IN ('found', 'announced', 'earlier') OR m.dropped_reason = 'told already'",
    )
    return {(alert, listing) for alert, listing in found}


async def accepted_in_preview(client: httpx.AsyncClient) -> Pairs:
    pairs: Pairs = set()
    for number, wish in enumerate(WISHES, start=1):
        answer = (await client.post("/v1/alerts/preview", json=wish)).json()
        assert answer["per_week"] == len(answer["results"])
        pairs |= {(number, result["listing"]["external_id"]) for result in answer["results"]}
    return pairs


async def accepted_in_search(client: httpx.AsyncClient) -> Pairs:
    """Of all that a search shows, weak or not, whatever it says to reach the alert's level."""
    pairs: Pairs = set()
    for number, wish in enumerate(WISHES, start=1):
        how: dict[str, Any] = {name: wish[name] for name in ("filters", "understand", "keep_as_words") if name in wish}
        body = {"query": wish["description"], **how, "limit": 200, "weaker": True}
        found = (await client.post("/v1/search", json=body)).json()["results"]
        enough = LEVELS[LEVELS.index(wish["level"]) :]
        pairs |= {(number, result["listing"]["external_id"]) for result in found if result["level"] in enough}
    return pairs


@pytest.fixture
def everything_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The radius of reverse matching is measured for the model that serves: here it must lose nothing."""
    monkeypatch.setattr(finding, "WIDEST_RADIUS", -1.0)


@pytest.mark.parametrize("first", ["alerts", "listings"])
async def test_the_same_pairs_are_accepted_whichever_comes_first(
    client: httpx.AsyncClient,
    everything_is_looked_at: None,
    publish_many: PublishMany,
    subscribe: Subscribe,
    work: Work,
    database: Database,
    first: str,
) -> None:
    async def everybody_subscribes() -> None:
        for number, wish in enumerate(WISHES, start=1):
            await subscribe(email=f"reader{number}@example.com", **wish)

    if first == "alerts":
        await everybody_subscribes()
    await publish_many(a_world())
    await work()
    if first == "listings":
        await everybody_subscribes()

    reverse = await accepted_in_reverse(database)
    preview = await accepted_in_preview(client)
    assert reverse == preview == await accepted_in_search(client)
    assert 40 < len(preview) < len(WISHES) * len(a_world()) / 2
    assert {alert for alert, _ in preview} >= set(range(1, WRITTEN + 1))
