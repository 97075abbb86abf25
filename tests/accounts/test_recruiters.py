"""A recruiter comes in by a one-time link, sees their own organisation's rankings, and is out again."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from service.accounts.actions import create_recruiter_link, put_organisation
from service.accounts.rules import SESSION_COOKIE
from service.database import Database
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import a_candidate
from tests.given import Publish, Work
from tests.tables import contents, run


@pytest.fixture
async def link(api: httpx.AsyncClient, database: Database, settings: Settings) -> str:
    """As `rolecall link recruiter` prints it, for the first organisation."""
    return await link_issued(database, settings, minutes_ago=0)


async def link_issued(database: Database, settings: Settings, *, minutes_ago: int) -> str:
    async with database.transaction() as session:
        made = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
    issued = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return f"/recruiter/enter/{sign_link(Purpose.SIGN_IN, made.public_id, keys=settings.secret_keys, now=issued)}"


async def test_opening_the_link_changes_nothing_and_its_button_lets_in_once(
    client: httpx.AsyncClient, link: str, database: Database
) -> None:
    before = await contents(database)
    opened = [await client.get(link) for _ in range(3)]
    assert ([answer.status_code for answer in opened], await contents(database)) == ([200] * 3, before)

    entered, again = [await client.post(link, data={}) for _ in range(2)]

    assert (entered.status_code, again.status_code) == (303, 409)
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert {"httponly", "samesite=lax"} <= {part.strip().casefold() for part in cookie.split(";")}


async def test_a_recruiter_sees_who_fits_their_listing_until_they_leave(
    api: httpx.AsyncClient, client: httpx.AsyncClient, link: str, publish: Publish, work: Work
) -> None:
    listing = await publish()
    await api.post("/v1/candidates", json=a_candidate())
    await work()
    page = f"/recruiter/listings/{listing['id']}"
    assert (await client.get(page)).status_code == 401

    await client.post(link, data={})
    inside = await client.get(page)
    await client.post("/recruiter/leave", data={})

    assert "Imogen Featherstone" in inside.text
    assert (await client.get(page)).status_code == 401


async def test_a_session_ends_by_itself(client: httpx.AsyncClient, link: str, database: Database) -> None:
    await client.post(link, data={})
    assert (await client.get("/recruiter")).status_code == 200

    await run(database, "UPDATE recruiter_session SET expires_at = now()")

    assert (await client.get("/recruiter")).status_code == 401


async def test_a_link_ends_after_a_quarter_of_an_hour(
    api: httpx.AsyncClient, client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    late = await link_issued(database, settings, minutes_ago=16)

    assert [(await client.get(late)).status_code, (await client.post(late, data={})).status_code] == [422, 422]


async def test_a_recruiters_cookie_opens_no_api(
    client: httpx.AsyncClient, link: str, publish: Publish, work: Work
) -> None:
    listing = await publish(state="draft")
    await client.post(link, data={})

    answers = [await client.get(f"/v1/listings/{listing['id']}"), await client.get("/v1/candidates")]

    assert [answer.status_code for answer in answers] == [404, 401]
