"""Listings over the API: created, read, listed, changed, closed, deleted."""

import httpx
import pytest

from service.database import Database
from tests.factories import a_listing
from tests.given import Publish, Work
from tests.tables import value


async def test_a_created_listing_is_public_with_both_forms_of_its_pay(
    api: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    created = await api.post("/v1/listings", json=a_listing(pay_text="£12.50 an hour"))

    shown = await client.get(created.headers["Location"])
    assert (created.status_code, shown.status_code) == (201, 200)
    listing = shown.json()
    assert listing == created.json()
    assert (listing["state"], listing["pay_text"], listing["pay_period"]) == ("open", "£12.50 an hour", "hour")
    assert listing["pay_min"] == 12.5


async def test_a_listing_without_an_external_id_gets_one(publish: Publish) -> None:
    listing = await publish(external_id=None)

    assert listing["external_id"] == listing["id"]


async def test_a_second_listing_of_the_same_external_id_is_refused_with_the_way_to_change_it(
    api: httpx.AsyncClient,
) -> None:
    first = await api.post("/v1/listings", json=a_listing())

    second = await api.post("/v1/listings", json=a_listing(title="Day Porter"))

    assert second.status_code == 409
    assert f"PATCH /v1/listings/{first.json()['id']}" in second.json()["detail"]


async def test_two_organisations_may_use_the_same_external_id(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    answers = [await each.post("/v1/listings", json=a_listing()) for each in (api, other_api)]

    assert [answer.status_code for answer in answers] == [201, 201]


async def test_a_change_names_some_fields_and_leaves_the_others(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(contract_text="Permanent, full time")

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"title": "Senior Night Porter", "place": None})

    changed = answer.json()
    moved = {name for name in listing if listing[name] != changed[name]}
    located = {"place_latitude", "place_longitude", "place_radius_km"}
    assert moved == {"title", "place", "place_locality", *located, "updated_at"}
    assert (changed["title"], changed["place"], changed["place_locality"]) == ("Senior Night Porter", None, None)


async def test_changed_pay_words_are_understood_again(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(pay_text="£24,500 per annum")

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"pay_text": "£13 to £14.20 per hour"})

    changed = answer.json()
    assert [changed[name] for name in ("pay_min", "pay_max")] == [13, 14.2]
    assert (changed["pay_period"], changed["pay_text"]) == ("hour", "£13 to £14.20 per hour")


async def test_pay_words_set_to_null_take_what_was_understood_with_them(
    api: httpx.AsyncClient, publish: Publish
) -> None:
    listing = await publish(pay_text="£24,500 per annum")

    changed = (await api.patch(f"/v1/listings/{listing['id']}", json={"pay_text": None})).json()

    assert [changed[name] for name in ("pay_text", "pay_min", "pay_max", "pay_period")] == [None] * 4


@pytest.mark.parametrize("field", ["title", "employer", "description"])
async def test_what_every_listing_has_cannot_be_removed(api: httpx.AsyncClient, publish: Publish, field: str) -> None:
    listing = await publish()

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={field: None})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_a_change_that_contradicts_what_stays_is_refused(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(closes_at="2031-05-01")

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"opens_at": "2031-06-01"})

    assert answer.status_code == 422
    assert "closes_at must be after opens_at" in answer.text


async def test_a_closed_listing_is_gone_for_the_public_and_kept_for_its_organisation(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish
) -> None:
    path = f"/v1/listings/{(await publish())['id']}"

    closed = await api.post(f"{path}/close", json={"reason": "filled"})

    assert (closed.status_code, (await client.get(path)).status_code) == (200, 404)
    assert [(await api.get(path)).json()[name] for name in ("state", "state_reason")] == ["closed", "filled"]


async def test_closing_twice_is_a_conflict_that_says_since_when(api: httpx.AsyncClient, publish: Publish) -> None:
    path = f"/v1/listings/{(await publish())['id']}/close"
    await api.post(path, json={})

    again = await api.post(path, json={})

    assert (again.status_code, again.json()["type"]) == (409, "urn:rolecall:problem:listing-ended")


async def test_a_closed_listing_opens_again_when_its_owner_says_so(api: httpx.AsyncClient, publish: Publish) -> None:
    path = f"/v1/listings/{(await publish())['id']}"
    await api.post(f"{path}/close", json={})

    edited = await api.patch(path, json={"title": "Corrected after its end"})
    reopened = await api.patch(path, json={"state": "open"})

    assert [edited.json()["state"], reopened.json()["state"]] == ["closed", "open"]


async def test_a_deleted_listing_leaves_no_row_and_no_vector(
    api: httpx.AsyncClient, publish: Publish, work: Work, database: Database
) -> None:
    path = f"/v1/listings/{(await publish())['id']}"
    await work()

    answer = await api.delete(path)

    assert (answer.status_code, (await api.get(path)).status_code) == (204, 404)
    assert await value(database, "SELECT (SELECT count(*) FROM listing) + (SELECT count(*) FROM stored_vector)") == 0


async def test_pages_hold_every_listing_once_while_others_are_added_and_deleted(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish
) -> None:
    ids = [(await publish(title=f"Porter {number}"))["id"] for number in range(7)]
    seen: list[str] = []
    cursor: str | None = None

    for step in range(4):
        page = (await client.get("/v1/listings", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        await publish(title=f"Added while reading {step}")
        await api.delete(f"/v1/listings/{seen[0]}")

    assert (seen, cursor) == (ids[::-1], None)


async def test_a_list_can_be_narrowed_to_a_state_and_to_ones_own(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, publish: Publish
) -> None:
    draft, mine = await publish(state="draft"), await publish()
    await other_api.post("/v1/listings", json=a_listing())

    def ids(answer: httpx.Response) -> list[str]:
        return [item["id"] for item in answer.json()["items"]]

    assert ids(await api.get("/v1/listings", params={"own": "true"})) == [mine["id"], draft["id"]]
    assert ids(await api.get("/v1/listings", params={"state": "draft"})) == [draft["id"]]
    assert ids(await other_api.get("/v1/listings", params={"state": "draft"})) == []
