"""Health turns red where mail does not leave or a canary does not arrive, and says what to do; then green again."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from redis.asyncio import Redis

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from service.embedded.stack import Stack
from service.poking import WORKER_KEY
from service.settings import Settings
from tests.canary.conftest import Working
from tests.canary.test_flight import NOT_LONG, send_off
from tests.given import Applications, Publish, Subscribe, Work
from tests.imap import ImapServer
from tests.tables import run, value

# Of all times it is only these that are looked at.
THREE_MINUTES_LATER = (
    "UPDATE delivery SET created_at = created_at - interval '3 minutes', ended_at = ended_at - interval '3 minutes'"
)
Problems = Callable[[], Awaitable[list[str]]]


@pytest.fixture
async def problems(client: httpx.AsyncClient, stack: Stack, database: Database) -> Problems:
    """What health says is wrong, with a worker that shows life."""

    async def ask() -> list[str]:
        async with Redis.from_url(stack.redis_url) as redis:
            await redis.set(WORKER_KEY, "alive")
        answer = await client.get("/health")
        found: list[str] = answer.json()["problems"]
        assert answer.status_code == (503 if found else 200)
        return found

    return ask


async def test_it_is_red_until_a_canary_arrives_and_while_the_last_one_did_not(
    problems: Problems,
    client: httpx.AsyncClient,
    database: Database,
    settings: Settings,
    imap: ImapServer,
    working: Working,
    catcher: MailCatcher,
) -> None:
    assert "No canary was sent off yet" in (await problems())[0]
    async with working():
        arrived = await send_off(database, settings)
    assert await problems() == []
    assert (await client.get("/health")).json()["canary"]["seconds"] == arrived.seconds

    catcher.stop()
    try:
        async with working():
            await send_off(database, settings, within=NOT_LONG)
    finally:
        catcher.start()
    assert any("was late: not sent in time" in problem for problem in await problems())
    assert (await client.get("/health")).json()["canary"]["missing"] == "sent"

    async with working():
        await send_off(database, settings)
    assert await problems() == []


@pytest.mark.parametrize("missing", ["canary_imap_host", "canary_imap_username", "canary_imap_password"])
async def test_without_a_way_to_read_its_mailbox_it_is_red_and_names_what_to_set(
    database: Database, settings: Settings, applications: Applications, missing: str
) -> None:
    app = await applications(settings.model_copy(update={missing: None}))
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]

    async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
        answer = await client.get("/health")

    assert answer.status_code == 503
    assert any("set ROLECALL_CANARY_IMAP_HOST" in problem for problem in answer.json()["problems"])


@pytest.fixture
async def quiet_canary(database: Database) -> None:
    """A canary that arrived just now, so that health is about the mail alone."""
    await run(
        database,
        "INSERT INTO canary_run (started_at, give_up_at, scheduled, state, stages, ended_at)"
        " VALUES (now(), now(), true, 'arrived', '{\"posted\": 0, \"arrived\": 1}', now())",
    )


@pytest.mark.usefixtures("quiet_canary")
async def test_a_server_that_refuses_everybody_shows_though_each_mail_waits_for_its_retry(
    problems: Problems, subscribe: Subscribe, publish: Publish, work: Work, database: Database, catcher: MailCatcher
) -> None:
    for name in ("ada", "ben", "cy"):
        await subscribe(email=f"{name}@example.com")

    async def refuse(moment: Moment) -> str | None:
        return "451 4.3.2 Not now" if moment.stage == "RCPT" else None

    catcher.reply = refuse
    await publish()
    await work()
    assert await problems() == []

    await run(database, THREE_MINUTES_LATER)
    assert await value(database, "SELECT min(available_at) > now() FROM work WHERE kind = 'send_mail'")
    (problem,) = await problems()
    assert "refused everybody" in problem
    assert "3 people" in problem

    catcher.reply = None
    await run(database, "UPDATE work SET available_at = now()")
    await work()
    assert await problems() == []


@pytest.mark.usefixtures("quiet_canary")
async def test_a_login_that_is_refused_shows_at_once(
    problems: Problems, subscribe: Subscribe, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await subscribe()

    async def refuse(moment: Moment) -> str | None:
        return "530 5.7.0 Authentication required" if moment.stage == "MAIL" else None

    catcher.reply = refuse
    await publish()
    await work()
    (problem,) = await problems()
    assert "ROLECALL_SMTP_PASSWORD" in problem

    catcher.reply = None
    await run(database, "UPDATE work SET available_at = now()")
    await work()
    assert await problems() == []


@pytest.mark.usefixtures("quiet_canary")
async def test_a_server_that_is_away_shows_once_nothing_was_heard_of_it_for_minutes(
    problems: Problems, subscribe: Subscribe, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await subscribe()
    await publish()
    catcher.stop()
    try:
        await work()
    finally:
        catcher.start()
    assert await problems() == []

    await run(database, "UPDATE delivery SET ended_at = ended_at - interval '11 minutes'")
    (problem,) = await problems()
    assert "cannot be reached" in problem
    assert "1 mail waits" in problem


async def test_the_record_names_nobody_and_is_read_by_everybody(
    client: httpx.AsyncClient, database: Database, settings: Settings, imap: ImapServer, working: Working
) -> None:
    async with working():
        await send_off(database, settings)

    said = (await client.get("/health")).text

    assert settings.canary_address is not None
    assert settings.canary_address not in said
