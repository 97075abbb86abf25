"""Listings whose dates or owners decide who sees them: drafts, scheduled openings, closing dates."""

from datetime import UTC, datetime, timedelta

import httpx

from service.database import Database
from tests.factories import a_listing
from tests.given import Publish
from tests.tables import run
from workers.runtime import Runtime
from workers.upkeep import keep_dates


async def test_a_draft_is_seen_by_its_own_organisation_alone(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish
) -> None:
    path = f"/v1/listings/{(await publish(state='draft'))['id']}"

    assert [(await each.get(path)).status_code for each in (api, other_api, client)] == [200, 404, 404]
    assert (await client.get("/v1/listings")).json()["items"] == []


async def test_a_listing_opens_on_its_opening_date_without_a_hand(
    client: httpx.AsyncClient, publish: Publish, runtime: Runtime, database: Database
) -> None:
    opens = datetime.now(UTC) + timedelta(days=2)
    listing = await publish(opens_at=opens.isoformat())
    await keep_dates(runtime)
    assert (listing["state"], (await client.get(f"/v1/listings/{listing['id']}")).status_code) == ("draft", 404)

    await run(database, "UPDATE listing SET opens_at = now() - interval '1 second'")
    await keep_dates(runtime)

    assert (await client.get(f"/v1/listings/{listing['id']}")).json()["state"] == "open"


async def test_a_listing_expires_at_its_closing_date(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, runtime: Runtime, database: Database
) -> None:
    path = f"/v1/listings/{(await publish(closes_at='2031-05-01'))['id']}"
    await keep_dates(runtime)
    assert (await client.get(path)).status_code == 200

    await run(database, "UPDATE listing SET closes_at = now() - interval '1 second'")
    await keep_dates(runtime)

    assert ((await client.get(path)).status_code, (await api.get(path)).json()["state"]) == (404, "expired")


async def test_a_closing_date_without_a_time_is_the_end_of_that_day_where_the_listing_is(publish: Publish) -> None:
    summer = await publish(closes_at="2031-07-01")

    assert summer["closes_at"] == "2031-07-01T22:59:59Z"


async def test_a_listing_that_has_closed_before_it_arrives_never_opens(
    api: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    answer = await api.post("/v1/listings", json=a_listing(closes_at="2020-01-01"))

    assert answer.json()["state"] == "expired"
    assert (await client.get(answer.headers["Location"])).status_code == 404


async def test_a_new_closing_date_opens_an_expired_listing_again(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(closes_at="2020-01-01")

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"closes_at": "2031-01-01"})

    assert answer.json()["state"] == "open"
