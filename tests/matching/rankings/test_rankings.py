"""What a recruiter was shown is kept by reference; people decide on it, and nobody else does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from service.accounts.models import Scope
from service.database import Database
from service.matching.rankings.queries import forget_rankings_before
from tests.factories import Body, a_candidate
from tests.given import Connect, MakeKey, Publish, Work
from tests.tables import rows, run, value
from workers.runtime import Runtime
from workers.upkeep import ask_for_missing_vectors


async def add(api: httpx.AsyncClient, **changes: object) -> Body:
    answer = await api.post("/v1/candidates", json=a_candidate(**{"external_id": None, "email": None, **changes}))
    assert answer.status_code == 201, answer.text
    candidate: Body = answer.json()
    return candidate


async def matches(api: httpx.AsyncClient, listing: Body) -> Body:
    answer = await api.get(f"/v1/listings/{listing['id']}/matches")
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()
    return found


async def stored(api: httpx.AsyncClient, listing: Body) -> list[Body]:
    answer = await api.get(f"/v1/listings/{listing['id']}/rankings")
    assert answer.status_code == 200, answer.text
    items: list[Body] = answer.json()["items"]
    return items


@pytest.fixture
async def listing(api: httpx.AsyncClient, publish: Publish, work: Work) -> Body:
    """A listing with two candidates who were read."""
    made = await publish()
    await add(api, headline="Night Porter")
    await add(api, headline="Beekeeper", summary="Forty hives of bees.")
    await work()
    return made


async def test_a_ranking_is_kept_in_its_order_with_what_made_it(api: httpx.AsyncClient, listing: Body) -> None:
    shown = await matches(api, listing)

    (ranking,) = await stored(api, listing)

    assert (ranking["id"], ranking["generation"]) == (shown["ranking"], shown["generation"])
    order = [result["candidate"]["id"] for result in shown["results"]]
    assert [(entry["position"], entry["candidate_id"]) for entry in ranking["entries"]] == list(enumerate(order, 1))
    assert ranking["asked_by"].startswith("key:")
    assert ranking["rankable_version"]
    assert ranking["filters"]["findable"] is True


async def test_the_same_ranking_shown_again_is_counted(api: httpx.AsyncClient, listing: Body) -> None:
    for _ in range(3):
        await matches(api, listing)

    (ranking,) = await stored(api, listing)

    assert ranking["times"] == 3


async def test_what_has_changed_is_kept_anew(api: httpx.AsyncClient, listing: Body, work: Work) -> None:
    await matches(api, listing)
    await api.patch(f"/v1/listings/{listing['id']}", json={"description": "Guests, bags and doors by night."})
    await work()

    await matches(api, listing)

    newer, older = await stored(api, listing)
    assert newer["listing_hash"] != older["listing_hash"]


async def test_an_hour_later_it_is_another_look(api: httpx.AsyncClient, listing: Body, database: Database) -> None:
    await matches(api, listing)
    await run(database, "UPDATE ranking SET last_at = last_at - interval '1 hour'")

    await matches(api, listing)

    assert len(await stored(api, listing)) == 2


async def test_no_word_of_a_candidate_is_kept(api: httpx.AsyncClient, listing: Body, database: Database) -> None:
    await matches(api, listing)

    kept = str(await rows(database, "SELECT r::text, e::text FROM ranking r, ranking_entry e")).casefold()

    assert not any(word in kept for word in ("imogen", "porter", "beekeeper", "hives"))


async def test_who_is_erased_leaves_an_empty_place(api: httpx.AsyncClient, listing: Body) -> None:
    first = (await matches(api, listing))["results"][0]["candidate"]["id"]

    await api.delete(f"/v1/candidates/{first}")

    (ranking,) = await stored(api, listing)
    place = ranking["entries"][0]
    assert (place["position"], place["candidate_id"]) == (1, None)
    assert (place["input_hash"], place["shown_hash"]) == (None, None)
    assert ranking["entries"][1]["candidate_id"]


async def test_rankings_come_in_pages(api: httpx.AsyncClient, listing: Body, database: Database) -> None:
    for _ in range(3):
        await matches(api, listing)
        await run(database, "UPDATE ranking SET last_at = last_at - interval '1 hour'")
    path = f"/v1/listings/{listing['id']}/rankings"

    first = (await api.get(path, params={"limit": 2})).json()
    second = (await api.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)


async def test_rankings_and_decisions_are_nobody_elses(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, connect: Connect, make_key: MakeKey, listing: Body
) -> None:
    await matches(api, listing)
    reader = connect(key=await make_key("Greenwich Council", scopes=(Scope.LISTINGS_READ,)))
    path = f"/v1/listings/{listing['id']}"

    assert (await other_api.get(f"{path}/rankings")).status_code == 404
    assert (await other_api.get(f"{path}/decisions")).status_code == 404
    assert (await reader.get(f"{path}/rankings")).status_code == 403


async def test_a_persons_decision_is_kept_with_the_ranking_they_saw(api: httpx.AsyncClient, listing: Body) -> None:
    shown = await matches(api, listing)
    decision = {
        "candidate_id": shown["results"][0]["candidate"]["id"], "decision": "shortlisted", "decided_by": "A. Recruiter",
    }  # fmt: skip

    made = await api.post(f"/v1/listings/{listing['id']}/decisions", json=decision)

    assert made.status_code == 201, made.text
    (kept,) = (await api.get(f"/v1/listings/{listing['id']}/decisions")).json()["items"]
    assert kept == made.json()
    assert (kept["ranking_id"], kept["decided_by"]) == (shown["ranking"], "A. Recruiter")
    assert kept["sent_by"].startswith("key:")


@pytest.mark.parametrize(
    "changes", [{"decided_by": ""}, {"decision": "rejected"}, {"candidate_id": None}, {"why": "x"}]
)
async def test_a_decision_without_a_person_or_a_verdict_is_refused(
    api: httpx.AsyncClient, listing: Body, changes: Body
) -> None:
    shown = await matches(api, listing)
    decision = {"candidate_id": shown["results"][0]["candidate"]["id"], "decision": "dismissed", "decided_by": "A. R."}

    answer = await api.post(f"/v1/listings/{listing['id']}/decisions", json={**decision, **changes})

    assert answer.status_code == 422


async def test_a_decision_needs_a_ranking_that_was_seen(api: httpx.AsyncClient, listing: Body) -> None:
    candidate = (await api.get("/v1/candidates")).json()["items"][0]["id"]
    decision = {"candidate_id": candidate, "decision": "dismissed", "decided_by": "A. R."}

    unseen = await api.post(f"/v1/listings/{listing['id']}/decisions", json=decision)
    await matches(api, listing)
    other = await api.post(f"/v1/listings/{listing['id']}/decisions", json={**decision, "ranking_id": str(uuid4())})

    assert [answer.json()["type"] for answer in (unseen, other)] == ["urn:rolecall:problem:not-ranked"] * 2


async def test_a_dismissed_candidate_stays_in_the_ranking(api: httpx.AsyncClient, listing: Body) -> None:
    shown = await matches(api, listing)
    decision = {
        "candidate_id": shown["results"][0]["candidate"]["id"], "decision": "dismissed", "decided_by": "A. R.",
    }  # fmt: skip
    await api.post(f"/v1/listings/{listing['id']}/decisions", json=decision)

    assert (await matches(api, listing))["results"] == shown["results"]


async def test_what_was_kept_long_enough_goes(api: httpx.AsyncClient, listing: Body, database: Database) -> None:
    shown = await matches(api, listing)
    decision = {"candidate_id": shown["results"][0]["candidate"]["id"], "decision": "dismissed", "decided_by": "A. R."}
    await api.post(f"/v1/listings/{listing['id']}/decisions", json=decision)

    for moment, left in ((datetime.now(UTC) - timedelta(days=400), 1), (datetime.now(UTC) + timedelta(days=1), 0)):
        async with database.transaction() as session:
            await forget_rankings_before(session, moment)
        counts = "SELECT (SELECT count(*) FROM ranking) + (SELECT count(*) FROM decision)"
        assert await value(database, counts) == 2 * left


async def test_a_deleted_listing_leaves_its_rankings_to_the_audit(
    api: httpx.AsyncClient, listing: Body, database: Database
) -> None:
    await matches(api, listing)

    await api.delete(f"/v1/listings/{listing['id']}")

    assert await rows(database, "SELECT listing_id, listing_reference::text FROM ranking") == [(None, listing["id"])]


async def test_a_profile_read_by_older_lists_is_encoded_again(
    listing: Body, database: Database, work: Work, runtime: Runtime
) -> None:
    await run(database, "UPDATE profile SET rankable_version = 'older' WHERE candidate_id = 1")
    await ask_for_missing_vectors(runtime)
    await work()

    assert await value(database, "SELECT count(DISTINCT rankable_version) FROM profile") == 1
