"""The operator's page: in by a link that works once, everything that is late or stuck on it, and nobody else let in."""

from datetime import UTC, datetime

import httpx
import pytest

from service.accounts.actions import create_recruiter_link, put_organisation, sign_in_recruiter
from service.accounts.models import Scope
from service.accounts.rules import OPERATOR_COOKIE, SESSION_COOKIE
from service.database import Database
from service.links import Purpose, sign_link
from service.settings import Settings
from service.work import WorkKind
from tests.given import Connect, MakeKey, Publish, Subscribe, Work
from tests.operations.conftest import Crash
from tests.tables import contents, run
from tests.web.reading import forms, links, words

LETTERS = "/v1/operations/dead-letters"
STRANGERS = ["public", "recruiter", "key of an organisation", "operator who left", "session that ended"]


@pytest.fixture(params=STRANGERS)
async def stranger(
    request: pytest.FixtureRequest, connect: Connect, make_key: MakeKey, operator: httpx.AsyncClient, database: Database
) -> httpx.AsyncClient:
    if request.param == "key of an organisation":
        return connect(key=await make_key("Greenwich Council"))
    client = connect()
    if request.param == "recruiter":
        async with database.transaction() as session:
            link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
            secret = await sign_in_recruiter(session, link.public_id, now=datetime.now(UTC))
        client.cookies.set(SESSION_COOKIE, secret)
        client.cookies.set(OPERATOR_COOKIE, secret)
    if request.param == "operator who left":
        client.cookies.set(OPERATOR_COOKIE, operator.cookies[OPERATOR_COOKIE])
        assert (await operator.post("/operations/leave")).status_code == 303
    if request.param == "session that ended":
        client.cookies.set(OPERATOR_COOKIE, operator.cookies[OPERATOR_COOKIE])
        await run(database, "UPDATE operator_session SET expires_at = now()")
    return client


async def test_nobody_else_sees_or_does_anything(
    stranger: httpx.AsyncClient, publish: Publish, crash: Crash, database: Database
) -> None:
    await publish()
    await crash(WorkKind.ENCODE_LISTINGS)
    before = await contents(database)

    answers = [
        await stranger.get("/operations"),
        await stranger.get("/operations", params={"retried": "true"}),
        await stranger.post("/operations/dead-letters/work-1/retry"),
        await stranger.get(LETTERS),
        await stranger.post(f"{LETTERS}/work-1/retry"),
    ]

    assert {answer.status_code for answer in answers} <= {401, 404}
    assert [answer.text for answer in answers if "encode" in answer.text.casefold()] == []
    assert await contents(database) == before


async def test_an_organisations_key_gets_the_scope_only_when_it_is_named(
    connect: Connect, make_key: MakeKey, api: httpx.AsyncClient
) -> None:
    with_it = connect(key=await make_key("Greenwich Council", scopes=(Scope.LISTINGS_READ, Scope.OPERATIONS)))

    assert (await api.get(LETTERS)).status_code == 404
    assert (await with_it.get(LETTERS)).json() == {"items": [], "next_cursor": None}


async def test_the_link_lets_in_once_by_its_button(
    connect: Connect, client: httpx.AsyncClient, entrance: str, database: Database
) -> None:
    before = await contents(database)

    shown = await client.get(entrance)

    assert forms(shown.text) == [("post", "")]
    assert await contents(database) == before
    cookie = (await client.post(entrance)).headers["Set-Cookie"]
    assert cookie.startswith(f"{OPERATOR_COOKIE}=")
    assert {"HttpOnly", "Path=/operations", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert (await client.get("/operations")).status_code == 200
    again = await connect().post(entrance)
    assert again.status_code == 409
    assert "rolecall link operator" in again.text
    assert "Set-Cookie" not in again.headers


async def test_a_recruiters_link_lets_no_operator_in(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
        id_ = link.public_id
    now = datetime.now(UTC)
    tokens = [
        sign_link(purpose, id_, keys=settings.secret_keys, now=now) for purpose in (Purpose.SIGN_IN, Purpose.OPERATE)
    ]

    answers = [await client.post(f"/operations/enter/{token}") for token in tokens]

    assert [answer.status_code for answer in answers] == [422, 404]


async def test_the_page_is_one_look_at_everything(
    operator: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, crash: Crash, database: Database
) -> None:
    await subscribe()
    await publish()
    await crash(WorkKind.ENCODE_LISTINGS)
    await publish()
    await run(database, "UPDATE work SET available_at = now() - interval '5 minutes' WHERE set_aside_at IS NULL")
    before = await contents(database)

    page = await operator.get("/operations")

    said = words(page.text)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "No worker showed life" in said
    assert "Work has waited for 300 seconds" in said
    assert "1 piece of work is set aside after ending the worker again and again" in said
    assert "Encode listings Waiting 1 First in line for 5 min Under way for – Set aside 1" in said
    assert "Accepted 1" in said
    assert "Its worker died 3 times doing it" in said
    assert [word for word in ("@", "porter", "Porter", "hotel", "Hotel") if word in page.text] == []
    assert await contents(database) == before


async def test_the_button_has_it_done_again(
    operator: httpx.AsyncClient, publish: Publish, crash: Crash, work: Work
) -> None:
    await publish()
    await crash(WorkKind.ENCODE_LISTINGS)
    (action,) = [action for method, action in forms((await operator.get("/operations")).text) if "retry" in action]

    answer = await operator.post(action)
    shown = await operator.get(answer.headers["Location"])
    await work()

    assert answer.status_code == 303
    assert "It is due now" in words(shown.text)
    assert "There are none" in words(shown.text)
    assert "Nothing waits" in words((await operator.get("/operations")).text)


async def test_a_refusal_says_why_on_the_page(operator: httpx.AsyncClient) -> None:
    answer = await operator.post("/operations/dead-letters/work-7/retry")

    assert answer.status_code == 404
    assert "There is no such dead letter" in words(answer.text)
    assert "Work in the queue" in words(answer.text)


async def test_the_form_of_another_sites_page_is_refused(
    operator: httpx.AsyncClient, publish: Publish, crash: Crash, database: Database
) -> None:
    await publish()
    await crash(WorkKind.ENCODE_LISTINGS)
    before = await contents(database)

    answer = await operator.post("/operations/dead-letters/work-1/retry", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert await contents(database) == before


async def test_a_long_list_is_paged(operator: httpx.AsyncClient, database: Database) -> None:
    await run(
        database,
        "INSERT INTO work (kind, subject_id, owner_id, version, attempts, failing_since, last_error)"
        " SELECT 'encode_listings', number, 0, 1, 5, now() - number * interval '1 minute', 'failure ' || number || '.'"
        " FROM generate_series(1, 51) number",
    )

    first = await operator.get("/operations")
    (older,) = [link for link in links(first.text) if "cursor=" in link]
    second = await operator.get(older)

    assert "51 in all" in words(first.text)
    assert "failure 50." in words(first.text)
    assert "failure 51." not in words(first.text)
    assert "failure 51." in words(second.text)
