"""Facets: their counts are those of the results, and whoever follows one gets exactly that many."""

import asyncio

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.search.filtering.facets import choices_of
from service.search.schemas import ListingFilters
from tests.factories import Body
from tests.given import PublishMany, Work
from tests.search.test_filters import FILTERS, a_world


async def search(client: httpx.AsyncClient, filters: Body, *, facets: bool, weaker: bool = True) -> Body:
    body = {"query": "night porter", "filters": filters, "limit": 200, "facets": facets, "weaker": weaker}
    answer = await client.post("/v1/search", json=body)
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()
    return found


@pytest.fixture
async def world(publish_many: PublishMany, work: Work) -> list[Body]:
    listings = a_world()
    await publish_many(listings)
    await work()
    return listings


async def test_counts_are_those_of_the_results(client: httpx.AsyncClient, world: list[Body]) -> None:
    answer = await search(client, {}, facets=True)

    results = [result["listing"] for result in answer["results"]]
    counted = {
        (facet, value["value"]): value["count"]
        for facet in ("contract", "hours", "workplace")
        for value in answer["facets"][facet]
    }
    assert len(results) == len(world)
    assert counted == {(facet, value): sum(listing[facet] == value for listing in results) for facet, value in counted}
    assert {facet for facet, _ in counted} == {"contract", "hours", "workplace"}
    assert {"Greater London", "North Yorkshire", "Kent"} <= {value["words"] for value in answer["facets"]["place"]}
    assert {value["words"] for value in answer["facets"]["employer"]} == {"City Council", "Harbour Hotel", "Hotel York"}
    assert [value["words"] for value in answer["facets"]["pay"]][:2] == ["£20,000 to £30,000", "£30,000 to £40,000"]


async def test_facets_are_counted_only_where_they_are_asked_for(client: httpx.AsyncClient, world: list[Body]) -> None:
    assert (await search(client, {}, facets=False))["facets"] is None


async def test_a_value_that_is_followed_finds_as_many_as_it_said(client: httpx.AsyncClient, world: list[Body]) -> None:
    loop = asyncio.get_running_loop()

    def asked(filters: Body, *, facets: bool, weaker: bool) -> Body:
        return asyncio.run_coroutine_threadsafe(search(client, filters, facets=facets, weaker=weaker), loop).result()

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(filters=FILTERS, weaker=st.booleans(), data=st.data())
    def hold(filters: Body, weaker: bool, data: st.DataObject) -> None:
        answer = asked(filters, facets=True, weaker=weaker)
        values = [value for values in answer["facets"].values() for value in values]
        before = {result["listing"]["id"] for result in answer["results"]}
        if not values:
            return
        value = data.draw(st.sampled_from(values))

        left = {result["listing"]["id"] for result in asked(value["filters"], facets=False, weaker=weaker)["results"]}

        assert len(left) == value["count"] > 0
        assert left <= before

    await asyncio.to_thread(hold)


def test_bands_of_pay_lie_within_what_is_asked_and_leave_no_gap() -> None:
    filters = ListingFilters.model_validate({"pay_at_least": 12, "pay_at_most": 18, "pay_period": "hour"})

    choices = choices_of(filters, regions=[], employers=[], locale="en_GB")

    bands = [choice.narrowed(filters) for choice in choices if choice.facet == "pay"]
    assert [(float(band.pay_at_least or 0), float(band.pay_at_most or 0)) for band in bands] == [(12, 14.99), (15, 18)]
    assert [choice.words for choice in choices if choice.facet == "pay"] == ["£10 to £15", "£15 to £20"]
