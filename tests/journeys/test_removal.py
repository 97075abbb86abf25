"""A listing that is deleted, closed or past its date is gone everywhere, whichever step of its life it had reached."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from itertools import count, product

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.work import WorkKind
from tests.factories import Body, a_candidate, an_alert
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, links_in
from tests.tables import run
from tests.working import work_up_to
from workers.runtime import Runtime
from workers.upkeep import keep_dates

CONTRACTS = ["permanent", "temporary"]
WAYS = ["delete", "close", "expire"]
# The last work that was done before the removal: none, its encoding, its matching with alerts, all of it.
STEPS = [None, WorkKind.ENCODE_LISTINGS, WorkKind.MATCH_LISTINGS, WorkKind.SEND_MAIL]
REMOVALS = st.tuples(st.sampled_from(WAYS), st.sampled_from(STEPS))
LIVES = st.lists(st.none() | REMOVALS, min_size=1, max_size=6)
Life = tuple[str, WorkKind | None] | None


@dataclass(frozen=True)
class World:
    """One candidate and one alert, to whom every listing fits."""

    client: httpx.AsyncClient
    api: httpx.AsyncClient
    publish: Publish
    runtime: Runtime
    database: Database
    catcher: MailCatcher
    candidate: Body
    wish: Body


@pytest.fixture
async def world(
    client: httpx.AsyncClient,
    api: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    runtime: Runtime,
    database: Database,
    catcher: MailCatcher,
) -> World:
    await subscribe()
    await run(database, "UPDATE person SET mails_a_day = 10_000")
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()
    await work()
    return World(client, api, publish, runtime, database, catcher, candidate, an_alert())


async def remove(world: World, listing: Body, way: str) -> None:
    path = f"/v1/listings/{listing['id']}"
    if way == "delete":
        assert (await world.api.delete(path)).is_success
    elif way == "close":
        assert (await world.api.post(f"{path}/close", json={"reason": "filled"})).is_success
    else:
        past = "UPDATE listing SET closes_at = now() - interval '1 second' WHERE external_id = :name"
        await run(world.database, past, name=listing["external_id"])
        await keep_dates(world.runtime)


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(result["listing"]["id"] for result in answer.json()["results"])


async def shown_everywhere(world: World) -> dict[str, list[str]]:
    """The listings that each place shows that shows listings."""
    wish = {name: world.wish[name] for name in ("description", "level")}
    search = {"query": wish["description"], "weaker": True, "limit": 200}
    public = await world.client.get("/v1/listings", params={"limit": 200})
    own = await world.api.get("/v1/listings", params={"limit": 200, "own": True, "state": "open"})
    return {
        "search": ids(await world.client.post("/v1/search", json=search)),
        "preview": ids(await world.client.post("/v1/alerts/preview", json=wish)),
        "candidate": ids(await world.api.get(f"/v1/candidates/{world.candidate['id']}/matches")),
        "public list": sorted(listing["id"] for listing in public.json()["items"]),
        "own open list": sorted(listing["id"] for listing in own.json()["items"]),
    }


async def counted(world: World) -> dict[str, int]:
    body = {"query": world.wish["description"], "weaker": True, "facets": True}
    facets = (await world.client.post("/v1/search", json=body)).json()["facets"]
    return {value["value"]: value["count"] for value in facets["contract"]}


def mailed(world: World) -> set[str]:
    links = {link for mail in alert_mails(world.catcher.messages) for link in links_in(mail) if "/listings/" in link}
    return {link.partition("/listings/")[2].partition("?")[0] for link in links}


async def live(world: World, lives: list[Life], names: "count[int]") -> None:
    """Publish a listing for each life, end each where it says, and leave nothing for the next example."""
    listings = [
        await world.publish(external_id=f"p{next(names)}", contract=CONTRACTS[number % 2])
        for number, _ in enumerate(lives)
    ]
    for step in STEPS:
        if step is not None:
            await work_up_to(world.runtime, step)
        for listing, life in zip(listings, lives, strict=True):
            if life is not None and life[1] is step:
                await remove(world, listing, life[0])
    await work_up_to(world.runtime, WorkKind.SEND_MAIL)

    kept = [listing for listing, life in zip(listings, lives, strict=True) if life is None]
    told = {each["id"] for each, life in zip(listings, lives, strict=True) if life is None or life[1] is STEPS[-1]}
    shown = await shown_everywhere(world)
    assert shown == dict.fromkeys(shown, sorted(listing["id"] for listing in kept))
    assert await counted(world) == Counter(listing["contract"] for listing in kept)
    assert mailed(world) & {listing["id"] for listing in listings} == told
    for listing in kept:
        await remove(world, listing, "delete")


async def test_a_listing_that_is_removed_is_gone_everywhere(world: World) -> None:
    loop, names = asyncio.get_running_loop(), count()

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(lives=LIVES)
    @example(lives=[None, *product(WAYS, STEPS)])
    def hold(lives: list[Life]) -> None:
        asyncio.run_coroutine_threadsafe(live(world, lives, names), loop).result()

    await asyncio.to_thread(hold)
