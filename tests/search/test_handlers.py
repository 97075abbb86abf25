"""Searching over the API: ranked, filtered first, and only what is open now."""

import httpx
import pytest

from service.database import Database
from tests.factories import Body, a_listing
from tests.given import Publish, PublishMany, Work
from tests.tables import run
from workers.runtime import Runtime
from workers.upkeep import keep_dates

JOBS = {
    "Night Porter": "Carry bags and open doors for hotel guests through the night.",
    "Beekeeper": "Look after forty hives of bees and harvest honey in summer.",
    "Bus Driver": "Drive passengers through the town on time and in safety.",
}


async def search(client: httpx.AsyncClient, query: str, **more: object) -> list[Body]:
    answer = await client.post("/v1/search", json={"query": query, "weaker": True, **more})
    assert answer.status_code == 200, answer.text
    results: list[Body] = answer.json()["results"]
    return results


def titles(results: list[Body]) -> list[str]:
    return [result["listing"]["title"] for result in results]


@pytest.fixture
async def jobs(publish: Publish, work: Work) -> list[Body]:
    created = [await publish(title=title, description=text) for title, text in JOBS.items()]
    await work()
    return created


async def test_the_nearest_listing_comes_first_with_the_words_that_met(
    client: httpx.AsyncClient, jobs: list[Body]
) -> None:
    results = await search(client, "harvest honey from hives of bees")

    assert titles(results)[0] == "Beekeeper"
    assert results[0]["passage"] == {"field": "description", "text": JOBS["Beekeeper"]}
    assert [result["score"] for result in results] == sorted((result["score"] for result in results), reverse=True)
    assert {**results[0]["listing"], "read": None} == jobs[1]
    assert results[0]["listing"]["read"]["outcome"] == "whole"


async def test_a_search_ends_where_relevance_ends(client: httpx.AsyncClient, jobs: list[Body]) -> None:
    body = {"query": "harvest honey from hives of bees"}

    answer = (await client.post("/v1/search", json=body)).json()
    with_weaker = (await client.post("/v1/search", json={**body, "weaker": True})).json()

    assert titles(answer["results"]) == ["Beekeeper"]
    assert answer["weaker_hidden"] == len(with_weaker["results"]) - 1 == 2
    assert [result["level"] for result in with_weaker["results"]] == ["strong", None, None]
    assert with_weaker["weaker_hidden"] == 0


async def test_a_search_for_any_job_finds_all_that_its_filters_let_through(
    client: httpx.AsyncClient, jobs: list[Body]
) -> None:
    answer = (await client.post("/v1/search", json={"query": "jobs in Leeds", "facets": True})).json()

    assert sorted(titles(answer["results"])) == sorted(JOBS)
    assert answer["filters"]["place"] == "Leeds"
    assert sum(value["count"] for value in answer["facets"]["employer"]) == len(JOBS)


async def test_a_search_for_any_job_shows_the_newest_first(
    client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    for number, day in enumerate(("2026-01-03", "2026-01-05", "2026-01-04")):
        await publish(external_id=f"p{number}", title=f"Porter {number}", opens_at=f"{day}T09:00:00Z")
    await work()

    answer = (await client.post("/v1/search", json={"query": "any job", "limit": 2})).json()

    assert titles(answer["results"]) == ["Porter 1", "Porter 2"]


async def test_each_score_says_what_it_is_made_of(client: httpx.AsyncClient, jobs: list[Body]) -> None:
    for result in await search(client, "harvest honey at the Harbour Hotel"):
        assert {part["name"] for part in result["parts"]} <= {"passages", "title", "words"}
        assert sum(part["share"] for part in result["parts"]) == pytest.approx(result["score"])


async def test_what_was_saved_is_found_as_soon_as_it_is_encoded(
    api: httpx.AsyncClient, client: httpx.AsyncClient, jobs: list[Body], work: Work
) -> None:
    await api.patch(f"/v1/listings/{jobs[1]['id']}", json={"description": "Repair clocks and watches."})
    await work()

    found = (await search(client, "Repair clocks and watches."))[0]

    assert (found["listing"]["title"], found["passage"]["text"]) == ("Beekeeper", "Repair clocks and watches.")


@pytest.mark.parametrize("ending", ["close", "delete", "expire"])
async def test_a_listing_that_ends_is_gone_from_the_next_search(
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    jobs: list[Body],
    runtime: Runtime,
    database: Database,
    ending: str,
) -> None:
    path = f"/v1/listings/{jobs[0]['id']}"
    if ending == "close":
        await api.post(f"{path}/close", json={})
    elif ending == "delete":
        await api.delete(path)
    else:
        await run(database, "UPDATE listing SET closes_at = now() WHERE title = 'Night Porter'")
        await keep_dates(runtime)

    assert sorted(titles(await search(client, "night porter"))) == ["Beekeeper", "Bus Driver"]


async def test_a_listing_that_opens_again_is_found_again(
    api: httpx.AsyncClient, client: httpx.AsyncClient, jobs: list[Body], work: Work
) -> None:
    path = f"/v1/listings/{jobs[0]['id']}"
    await api.post(f"{path}/close", json={})
    await search(client, "night porter")
    await api.patch(path, json={"state": "open"})
    await work()

    assert titles(await search(client, "night porter"))[0] == "Night Porter"


async def test_a_draft_is_not_found(client: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    await publish(state="draft")
    await work()

    assert await search(client, "night porter") == []


async def test_up_to_200_results_are_given_when_so_many_are_asked_for(
    publish_many: PublishMany, client: httpx.AsyncClient, work: Work
) -> None:
    await publish_many(a_listing(external_id=f"p{number}", title=f"Porter {number}") for number in range(230))
    await work()

    assert [len(await search(client, "night porter", limit=limit)) for limit in (1, 150, 200)] == [1, 150, 200]
    assert len(await search(client, "porter", limit=200, filters={"place": "Leeds"})) == 200


async def test_a_strict_filter_gives_all_that_exists_however_far_it_ranks(
    publish_many: PublishMany, client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(150))
    rare = [await publish(title=title, description=text, place="Truro") for title, text in JOBS.items()]
    await work()

    found = await search(client, "night porter hotel guests", filters={"place": "truro"}, limit=20)

    assert {each["listing"]["id"] for each in found} == {each["id"] for each in rare}


@pytest.mark.parametrize("query", ["", "  ", "!? …", "\u200b"])
async def test_an_empty_description_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.post("/v1/search", json={"query": query})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "query")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"top": 3}, "top"),
        ({"query": "x" * 3_000}, "query"),
        ({"query": "a\u0000b"}, "query"),
        ({"filters": {"city": "York"}}, "filters/city"),
        ({"filters": {"pay_at_least": "NaN"}}, "filters/pay_at_least"),
        ({"filters": {"pay_at_least": 1e300}}, "filters/pay_at_least"),
        ({"filters": {"pay_currency": "ABC"}}, "filters/pay_currency"),
        ({"filters": {"contracts": ["forever"]}}, "filters/contracts/0"),
        ({"filters": None}, "filters"),
    ],
)
async def test_a_wrong_field_of_a_search_is_named(client: httpx.AsyncClient, body: Body, field: str) -> None:
    answer = await client.post("/v1/search", json={"query": "porter", **body})

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


async def test_words_that_mean_something_to_a_query_language_are_only_words(
    client: httpx.AsyncClient, jobs: list[Body]
) -> None:
    for hostile in ("'; DROP TABLE listing; --", "a & | ! ( ) <-> :*", "%_\\", "NULL", "🙂" * 100):
        await search(client, f"porter {hostile}", filters={"place": hostile, "employer": hostile})

    assert len(await search(client, "porter")) == 3
