"""What tests run on: PostgreSQL, Redis and SMTP, started once and emptied before each test, with an exact encoder."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from redis.asyncio import Redis
from sqlalchemy import text
from sqlmodel import SQLModel

from service.accounts.actions import create_key, put_organisation
from service.accounts.models import ORGANISATION_SCOPES, Scope
from service.app import create_app
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.stack import Stack
from service.migrations.migrate import migrate
from service.poking import Poker
from service.settings import Settings
from tests.factories import Body, a_listing, an_alert
from tests.fakes import FakeEncoder
from tests.given import Applications, Connect, MakeKey, Publish, PublishMany, Subscribe, Work
from tests.mails import mails_to, token_of
from tests.working import run_all_work
from workers.runtime import Runtime, smtp_transport

_KEPT = ("change_log", "generation")


def pytest_configure() -> None:
    for name in [name for name in os.environ if name.startswith("ROLECALL_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack() as started:
        yield started


@pytest.fixture(scope="session")
async def migrated(stack: Stack) -> AsyncIterator[Database]:
    database = Database(stack.database_url)
    await migrate(database)
    yield database
    await database.close()


@pytest.fixture
async def database(migrated: Database, stack: Stack) -> Database:
    """Whatever ran before: no rows, identities from 1, nothing in Redis. Only the change log goes on, as it must."""
    async with migrated.engine.begin() as connection, Redis.from_url(stack.redis_url) as redis:
        await connection.execute(text(_empty_everything()))
        await redis.flushall()
    return migrated


@pytest.fixture(scope="session")
def started_catcher() -> Iterator[MailCatcher]:
    with MailCatcher() as catcher:
        yield catcher


@pytest.fixture
def catcher(started_catcher: MailCatcher) -> Iterator[MailCatcher]:
    started_catcher.clear()
    yield started_catcher
    started_catcher.reply = None


@pytest.fixture
def chosen() -> dict[str, Any]:
    """Settings of one test's own: a module that wants others than these overrides this fixture."""
    return {"searches_per_minute": 10_000, "sign_ups_per_hour": 10_000}


@pytest.fixture
def settings(stack: Stack, catcher: MailCatcher, tmp_path: Path, chosen: dict[str, Any]) -> Settings:
    return Settings(
        database_url=stack.database_url,
        redis_url=stack.redis_url,
        data_folder=tmp_path,
        secret_key="x" * 40,
        public_url="http://127.0.0.1:8000",
        mail_from="alerts@example.org",
        smtp_port=catcher.port,
        **chosen,
    )


@pytest.fixture(scope="session")
def shared_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def encoder(shared_encoder: FakeEncoder) -> FakeEncoder:
    shared_encoder.encoded.clear()
    return shared_encoder


@pytest.fixture(scope="session")
async def applications(shared_encoder: FakeEncoder) -> AsyncIterator[Applications]:
    """An application for each choice of settings, made once: making one takes longer than most tests."""
    running: dict[str, Litestar] = {}

    async with AsyncExitStack() as until_the_end:

        async def find(settings: Settings) -> Litestar:
            choice = settings.model_dump_json(exclude={"data_folder"})
            if choice not in running:
                folder = Path(until_the_end.enter_context(TemporaryDirectory()))
                running[choice] = create_app(settings.model_copy(update={"data_folder": folder}), shared_encoder)
                await until_the_end.enter_async_context(_living(running[choice]))
            return running[choice]

        yield find


@pytest.fixture
async def connect(database: Database, settings: Settings, encoder: FakeEncoder, applications: Applications) -> Connect:
    """Clients of one running application; `connect(key=..., peer=...)` says who asks and from where."""
    app = await applications(settings)

    def client(*, key: str | None = None, peer: str = "198.51.100.7") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False, client=(peer, 40_000))
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.AsyncClient(transport=transport, base_url=settings.public_url, headers=headers)

    return client


@pytest.fixture
def client(connect: Connect) -> httpx.AsyncClient:
    """The public."""
    return connect()


@pytest.fixture
def make_key(database: Database) -> MakeKey:
    """Keys of any organisation, by its name; with every scope that an organisation gets unless told otherwise."""
    return partial(_make_key, database)


@pytest.fixture
async def api(connect: Connect, make_key: MakeKey) -> httpx.AsyncClient:
    """An organisation that may do everything."""
    return connect(key=await make_key("Greenwich Council"))


@pytest.fixture
async def other_api(connect: Connect, make_key: MakeKey) -> httpx.AsyncClient:
    """Another organisation that may do everything."""
    return connect(key=await make_key("Somebody Else Ltd"))


@pytest.fixture
async def runtime(database: Database, settings: Settings, encoder: FakeEncoder) -> AsyncIterator[Runtime]:
    """What a worker holds, with the real SMTP client."""
    poker = Poker(settings.redis_url)
    yield Runtime(
        settings=settings,
        database=database,
        poker=poker,
        transport=lambda: smtp_transport(settings),
        load_encoder=lambda: encoder,
    )
    await poker.close()


@pytest.fixture
def work(runtime: Runtime) -> Work:
    """Do all work that is due, as the workers would, until none is left; fails when a task failed."""
    return partial(run_all_work, runtime)


@pytest.fixture
def subscribe(client: httpx.AsyncClient, work: Work, catcher: MailCatcher) -> Subscribe:
    """Ask for an alert, confirm it by its mail's token and do the work of both; returns the alert."""

    async def ask_and_confirm(**changes: Any) -> Body:
        wish = an_alert(**changes)
        answer = await client.post("/v1/alerts", json=wish)
        assert answer.status_code == 202, answer.text
        await work()
        token = token_of(mails_to(wish["email"], catcher.messages)[0], "/alerts/confirm/")
        answer = await client.post("/v1/alerts/confirm", json={"token": token})
        assert answer.status_code == 200, answer.text
        await work()
        return cast(Body, answer.json())

    return ask_and_confirm


@pytest.fixture
def publish(api: httpx.AsyncClient) -> Publish:
    """Create a listing of the first organisation; returns it as it is shown."""

    async def create(**changes: Any) -> Body:
        answer = await api.post("/v1/listings", json=a_listing(**{"external_id": None, **changes}))
        assert answer.status_code == 201, answer.text
        return cast(Body, answer.json())

    return create


@pytest.fixture
def publish_many(api: httpx.AsyncClient) -> PublishMany:
    """Put many listings of the first organisation at once."""

    async def put(bodies: Iterable[Body]) -> None:
        lines = "\n".join(json.dumps(body) for body in bodies)
        headers = {"Content-Type": "application/x-ndjson"}
        answer = await api.post("/v1/listings/bulk", content=lines, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()["refused"] == 0, answer.text

    return put


def _empty_everything() -> str:
    """Of few rows twenty times as quick as TRUNCATE, which makes every table's files anew.

    What had vectors leaves through the change log, so that the running applications' indexes let it go.
    """
    tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables) if table.name not in _KEPT]
    left = " ".join(
        f"INSERT INTO change_log (collection, document_id, event) SELECT '{name}s', id, 'left' FROM {name};"
        for name in ("listing", "candidate", "alert")
    )
    deletes = " ".join(f'DELETE FROM "{name}";' for name in tables)
    return f"""DO $$
DECLARE used record;
BEGIN
    {left} {deletes}
    FOR used IN SELECT schemaname, sequencename FROM pg_sequences
        WHERE last_value IS NOT NULL AND sequencename NOT LIKE ALL ('{{change_log%,generation%}}') LOOP
        PERFORM setval(format('%I.%I', used.schemaname, used.sequencename), 1, false);
    END LOOP;
END $$"""


@asynccontextmanager
async def _living(app: Litestar) -> AsyncIterator[None]:
    """Its lifespan in one task of its own: pytest sets a fixture up and tears it down in two, which anyio forbids."""
    started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    over = asyncio.Event()

    async def live() -> None:
        try:
            async with app.lifespan():
                started.set_result(None)
                await over.wait()
        except Exception as error:
            if started.done():
                raise
            started.set_exception(error)

    living = asyncio.create_task(live())
    await started
    yield
    over.set()
    await living


async def _make_key(database: Database, organisation: str, scopes: tuple[Scope, ...] = ORGANISATION_SCOPES) -> str:
    async with database.transaction() as session:
        owner = await put_organisation(session, organisation)
        return await create_key(session, owner, name="a key for tests", scopes=scopes)
