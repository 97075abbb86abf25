"""What fault tests run on: alerts that wait for listings, real workers, and chance that can be repeated."""

import os
from collections.abc import Callable, Iterator
from random import Random, SystemRandom

import httpx
import pytest

from service.database import Database
from service.embedded.stack import Stack
from service.settings import Settings
from tests.faults.flow import ALERTS, Flow
from tests.faults.processes import LoneWorker, SupervisedWorker
from tests.given import Subscribe
from tests.tables import run

Start = Callable[..., SupervisedWorker]
StartLone = Callable[..., LoneWorker]


@pytest.fixture
def chance() -> Random:
    """Other moments in each run; FAULTS_SEED repeats those of a run that failed."""
    seed = os.environ.get("FAULTS_SEED") or str(SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")
    return Random(seed)


@pytest.fixture(autouse=True)
def _servers_for_the_next_test(stack: Stack) -> Iterator[None]:
    yield
    for server in stack.servers:
        server.start()


@pytest.fixture
async def flow(api: httpx.AsyncClient, subscribe: Subscribe, database: Database, chance: Random) -> Flow:
    """Confirmed alerts of persons who want any number of mails, and an employer who can post."""
    for email, description in ALERTS:
        await subscribe(email=email, description=description)
    await run(database, "UPDATE person SET mails_a_day = 1000")
    return Flow(api, chance)


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start supervised workers, which end with the test."""
    started: list[SupervisedWorker] = []

    def one(*module: str, encode_seconds: float = 0.0, poison: str = "") -> SupervisedWorker:
        given = [module] if module else []
        started.append(SupervisedWorker(settings, *given, encode_seconds=encode_seconds, poison=poison))
        return started[-1]

    yield one
    for worker in started:
        worker.stop()
        assert "deadlock" not in worker.log.read_text()


@pytest.fixture
def start_lone(settings: Settings) -> Iterator[StartLone]:
    started: list[LoneWorker] = []

    def one(*, encode_seconds: float = 0.0) -> LoneWorker:
        started.append(LoneWorker(settings, encode_seconds=encode_seconds))
        return started[-1]

    yield one
    for worker in started:
        worker.stop()
