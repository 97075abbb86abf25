"""Who runs the installation, by page and by key, and things that are stuck."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import httpx
import pytest

from service.accounts.entering import make_operator_entrance
from service.accounts.models import Scope
from service.claiming import Past, claim_one_with, claim_work
from service.database import Database
from service.settings import Settings
from service.work import WorkKind
from tests.given import Connect, MakeKey
from tests.tables import run

Crash = Callable[[WorkKind], Awaitable[None]]


@pytest.fixture
async def entrance(database: Database, settings: Settings) -> str:
    async with database.transaction() as session:
        return await make_operator_entrance(session, settings, now=datetime.now(UTC))


@pytest.fixture
async def operator(connect: Connect, entrance: str) -> httpx.AsyncClient:
    """A browser in which the operator is signed in."""
    client = connect()
    answer = await client.post(entrance)
    assert answer.status_code == 303
    return client


@pytest.fixture
async def operations(connect: Connect, make_key: MakeKey) -> httpx.AsyncClient:
    """A program with a key for operations alone."""
    return connect(key=await make_key("Whoever runs this", scopes=(Scope.OPERATIONS,)))


@pytest.fixture
def crash(database: Database) -> Crash:
    """Have three workers die while doing what is due of a kind, so that a fourth sets it aside."""

    async def three_times(kind: WorkKind) -> None:
        for past in (None, Past.CRASHED, Past.CRASHED, Past.CRASHED):
            async with database.transaction() as session:
                await (claim_one_with(session, past, kind) if past else claim_work(session, kind, limit=1))
            await run(database, "UPDATE work SET leased_until = now() - interval '1 s' WHERE leased_until IS NOT NULL")

    return three_times
