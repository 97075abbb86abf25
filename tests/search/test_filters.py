"""A filter's results are exactly those that a reader of every listing would pick by hand."""

import asyncio
import re
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.listings.kinds import Period
from service.listings.pay import annual
from tests.factories import Body, a_listing
from tests.given import PublishMany, Work

PLACES = [None, "York", "New York", "Leeds, West Yorkshire", "Remote", "york"]
EMPLOYERS = ["Harbour Hotel", "Hotel York", "City Council"]
PAYS = [
    None,
    {"pay_text": "£24,500 per annum"},
    {"pay_text": "£30,000 - £40,000 a year"},
    {"pay_text": "£15 an hour"},
    {"pay_min": 35_000, "pay_max": 35_000, "pay_currency": "EUR", "pay_period": "year"},
    {"pay_min": 2_500, "pay_period": "month", "pay_currency": "GBP"},
    {"pay_text": "Competitive"},
]
CONTRACTS = [None, "permanent", "temporary"]
HOURS = [None, "full_time", "part_time"]
WORKPLACES = [None, "on_site", "remote"]


def a_world() -> list[Body]:
    """Every value of each field with several of the others."""
    world = []
    for number in range(84):
        fields: dict[str, Any] = {
            "external_id": f"p{number}",
            "place": PLACES[number % 6],
            "employer": EMPLOYERS[number % 3],
            "contract": CONTRACTS[(number // 2) % 3],
            "hours": HOURS[(number // 3) % 3],
            "workplace": WORKPLACES[(number // 4) % 3],
            "pay_text": None,
            **(PAYS[number % 7] or {}),
        }
        world.append(a_listing(**fields))
    return world


def words(*texts: str | None) -> set[str]:
    return {word for text in texts if text for word in re.findall(r"\w+", text.casefold())}


def fits(listing: Body, filters: Body) -> bool:
    """The filters as they are documented, in the plainest way."""
    wanted = filters.get("place")
    if wanted:
        there = words(listing["place"], listing["place_locality"], listing["place_region"])
        unknown = listing["place"] is None
        if not (words(wanted) <= there or (unknown and filters.get("place_unknown") == "keep")):
            return False
    if filters.get("employer") and not words(filters["employer"]) <= words(listing["employer"]):
        return False
    if filters.get("pay_at_least") is not None and not pays(listing, filters):
        return False
    if filters.get("contracts") and listing["contract"] not in filters["contracts"]:
        return False
    if filters.get("hours") and listing["hours"] != filters["hours"]:
        return False
    return not filters.get("workplaces") or listing["workplace"] in filters["workplaces"]


def pays(listing: Body, filters: Body) -> bool:
    most = listing["pay_max"]
    if most is None:
        return bool(filters.get("pay_unknown", "keep") == "keep")
    same_currency = listing["pay_currency"] in (None, filters.get("pay_currency", "GBP"))
    return bool(same_currency and annual(Decimal(str(most)), Period(listing["pay_period"])) >= filters["pay_at_least"])


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "place": st.sampled_from(["York", "yorkshire", "new york", "Leeds", "Truro"]),
        "place_unknown": st.sampled_from(["keep", "drop"]),
        "employer": st.sampled_from(["hotel", "HOTEL york", "council", "nobody"]),
        "pay_at_least": st.sampled_from([0, 24_500, 24_501, 30_000, 35_000, 100_000]),
        "pay_currency": st.sampled_from(["GBP", "EUR"]),
        "pay_unknown": st.sampled_from(["keep", "drop"]),
        "contracts": st.lists(st.sampled_from(["permanent", "temporary", "casual"]), max_size=2),
        "hours": st.sampled_from(["full_time", "part_time"]),
        "workplaces": st.lists(st.sampled_from(["on_site", "remote"]), max_size=2),
    },
)


@pytest.fixture
async def world(publish_many: PublishMany, client: httpx.AsyncClient, work: Work) -> list[Body]:
    await publish_many(a_world())
    await work()
    listings: list[Body] = (await client.get("/v1/listings", params={"limit": 200})).json()["items"]
    return listings


async def test_filtered_results_are_those_of_a_scan_by_hand(client: httpx.AsyncClient, world: list[Body]) -> None:
    loop = asyncio.get_running_loop()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(filters=FILTERS)
    def hold(filters: Body) -> None:
        body = {"query": "night porter", "filters": filters, "limit": 200}
        answer = asyncio.run_coroutine_threadsafe(client.post("/v1/search", json=body), loop).result()
        assert answer.status_code == 200, answer.text
        found = sorted(result["listing"]["external_id"] for result in answer.json()["results"])
        assert found == sorted(listing["external_id"] for listing in world if fits(listing, filters))

    await asyncio.to_thread(hold)
