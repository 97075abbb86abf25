"""A canary's listing is found by nobody and counted for nobody, and its alert is told of nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from service.accounts.actions import create_recruiter_link, put_organisation
from service.canary.actions import EMPLOYER, WORK, Perch, Posted, clear_away, post_listing, put_perch
from service.canary.queries import is_alert_ready
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.errors import Conflict
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import a_candidate, a_listing, an_alert
from tests.given import Connect, MakeKey, Publish, Subscribe, Work
from tests.imap import USERNAME
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import rows, value


@asynccontextmanager
async def open_canary(database: Database, settings: Settings, work: Work) -> AsyncIterator[Posted]:
    """A canary's listing that is open, read and matched while the block lasts."""
    perch = await _perch(database, settings, work)
    async with database.transaction() as session:
        posted = await post_listing(session, perch, settings, now=datetime.now(UTC))
    await work()
    assert await value(database, "SELECT state FROM listing WHERE canary") == "open"
    yield posted
    async with database.transaction() as session:
        await clear_away(session, perch, posted)
    await work()


async def _perch(database: Database, settings: Settings, work: Work) -> Perch:
    async with database.transaction() as session:
        perch = await put_perch(session, settings, now=datetime.now(UTC))
    await work()
    async with database.reading() as session:
        assert await is_alert_ready(session, perch.alert_id)
    return perch


@pytest.fixture
async def posted(database: Database, settings: Settings, work: Work) -> AsyncIterator[Posted]:
    async with open_canary(database, settings, work) as listing:
        yield listing


VECTORS = "SELECT count(DISTINCT document_id) FROM stored_vector WHERE collection = 'listings'"
SEARCHES: dict[str, dict[str, Any]] = {
    "its own words": {"query": WORK},
    "its employer": {"query": "any job", "filters": {"employer": EMPLOYER}},
    "any job": {"query": "any job"},
    "any job of the last days": {"query": "jobs", "filters": {"posted_within_days": 1}},
    "weak matches": {"query": f"{WORK} test", "weaker": True},
    "its place not stated": {"query": WORK, "filters": {"place": "Leeds", "place_unknown": "keep"}},
}


@pytest.mark.parametrize("asked", SEARCHES.values(), ids=SEARCHES)
async def test_no_search_finds_it_by(client: httpx.AsyncClient, posted: Posted, asked: dict[str, Any]) -> None:
    answer = await client.post("/v1/search", json=asked)

    assert answer.status_code == 200, answer.text
    assert answer.json()["results"] == []
    _assert_no_trace(answer, posted)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/?q={WORK}",
        "/?q=any+job",
        f"/?q=any+job&employer={EMPLOYER}",
        f"/alerts/new?q={WORK}",
        "/v1/listings",
        "/v1/listings?state=open",
        "/health",
    ],
)
async def test_no_page_and_no_list_has_it(connect: Connect, make_key: MakeKey, posted: Posted, address: str) -> None:
    for key in (None, await make_key("Greenwich Council")):
        answer = await connect(key=key).get(address, headers={"Accept": "text/html"})

        _assert_no_trace(answer, posted)


@pytest.mark.parametrize("address", ["/listings/{}", "/v1/listings/{}", "/v1/listings/{}/matches"])
async def test_its_own_address_leads_nowhere(api: httpx.AsyncClient, posted: Posted, address: str) -> None:
    answer = await api.get(address.format(posted.public_id))

    assert answer.status_code == 404


async def test_its_own_address_leads_nowhere_for_whoever_would_change_it(
    api: httpx.AsyncClient, posted: Posted
) -> None:
    changed = await api.patch(f"/v1/listings/{posted.public_id}", json={"title": "Mine"})
    closed = await api.post(f"/v1/listings/{posted.public_id}/close", json={})
    deleted = await api.delete(f"/v1/listings/{posted.public_id}")

    assert {changed.status_code, closed.status_code, deleted.status_code} == {404}


async def test_facets_count_as_without_it(
    client: httpx.AsyncClient, publish: Publish, work: Work, database: Database, settings: Settings
) -> None:
    await publish(title=WORK, description=f"{WORK} wanted on a rock in the sea.")
    await work()
    asked = {"query": WORK, "facets": True}
    before = (await client.post("/v1/search", json=asked)).json()

    async with open_canary(database, settings, work):
        during = (await client.post("/v1/search", json=asked)).json()

    assert len(before["results"]) == 1
    assert {**during, "position": 0} == {**before, "position": 0}


async def test_health_counts_as_without_it(
    api: httpx.AsyncClient, publish: Publish, work: Work, database: Database, settings: Settings
) -> None:
    await publish()
    async with open_canary(database, settings, work):
        counted = (await api.get("/health")).json()["listings"]

    assert counted == {"open": 1}


@pytest.mark.parametrize("first", ["the alert", "the canary"])
async def test_nobody_elses_alert_is_told_of_it(
    subscribe: Subscribe, work: Work, database: Database, settings: Settings, catcher: MailCatcher, first: str
) -> None:
    if first == "the alert":
        await subscribe(description=f"{WORK} test", level="broad")
    async with open_canary(database, settings, work):
        if first == "the canary":
            await subscribe(description=f"{WORK} test", level="broad")

    assert {mail.recipients for mail in alert_mails(catcher.messages)} == {(USERNAME,)}
    assert await rows(database, "SELECT * FROM match") == []


async def test_no_preview_of_an_alert_counts_it(client: httpx.AsyncClient, posted: Posted) -> None:
    wish = an_alert(description=WORK, level="broad")
    answer = await client.post("/v1/alerts/preview", json={name: wish[name] for name in ("description", "level")})

    assert answer.json()["per_week"] == 0
    _assert_no_trace(answer, posted)


async def test_no_candidate_is_matched_with_it_by_list_preview_or_alert(
    api: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database, settings: Settings
) -> None:
    keeper = a_candidate(headline=WORK, summary=f"{WORK} for twenty years, keeping the lamp lit at night.")
    candidate = (await api.post("/v1/candidates", json=keeper)).json()["id"]
    await work()
    asked = {"email": "keeper@example.com", "candidate_id": candidate, "level": "broad"}
    await api.post("/v1/alerts", json=asked)
    await work()
    token = token_of(mails_to("keeper@example.com", catcher.messages)[0], "/alerts/confirm/")
    await api.post("/v1/alerts/confirm", json={"token": token})
    await work()

    async with open_canary(database, settings, work) as posted:
        for answer in (
            await api.get(f"/v1/candidates/{candidate}/matches"),
            await api.post("/v1/alerts/preview", json={"candidate_id": candidate, "level": "broad"}),
        ):
            assert answer.json()["results"] == []
            _assert_no_trace(answer, posted)

    assert {mail.recipients for mail in alert_mails(catcher.messages)} == {(USERNAME,)}


async def test_no_recruiter_sees_it(connect: Connect, database: Database, settings: Settings, posted: Posted) -> None:
    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
    token = sign_link(Purpose.SIGN_IN, link.public_id, keys=settings.secret_keys, now=datetime.now(UTC))
    recruiter = connect()
    await recruiter.post(f"/recruiter/enter/{token}")

    _assert_no_trace(await recruiter.get("/recruiter"), posted)
    assert (await recruiter.get(f"/recruiter/listings/{posted.public_id}")).status_code == 404


async def test_nobody_can_act_for_its_organisation(database: Database, posted: Posted) -> None:
    name = await value(database, "SELECT name FROM organisation WHERE canary")

    with pytest.raises(Conflict):
        async with database.transaction() as session:
            await put_organisation(session, name)


async def test_the_canarys_alert_is_told_of_no_listing_that_is_open_to_others(
    publish: Publish, work: Work, database: Database, settings: Settings, catcher: MailCatcher
) -> None:
    await publish(title=WORK, description=f"{WORK} wanted on a rock in the sea.")
    await work()
    async with open_canary(database, settings, work):
        await publish(title=WORK, description=f"{WORK} wanted on another rock in the sea.")
        await work()

    (mail,) = alert_mails(catcher.messages)
    assert mail.subject.startswith(f"{WORK}, test ")


async def test_after_it_no_index_and_no_word_list_holds_it(
    database: Database, settings: Settings, work: Work, publish: Publish
) -> None:
    listing = a_listing()
    await publish(**listing)
    async with open_canary(database, settings, work):
        pass

    for table in ("listing", "listing_words"):
        assert await value(database, f"SELECT count(*) FROM {table}") == 1
    assert await value(database, VECTORS) == 1


def _assert_no_trace(answer: httpx.Response, posted: Posted) -> None:
    for trace in (posted.code, str(posted.public_id)):
        assert trace not in answer.text
