"""The command and the schedule, with worker processes as they are shipped but for the encoder."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.canary.actions import clear_what_was_left, post_listing, put_perch
from service.cli import app
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.settings import Settings
from tests.faults.flow import until
from tests.faults.processes import SupervisedWorker
from tests.imap import ImapServer
from tests.tables import rows, run, value

Invoke = Callable[..., Awaitable[Result]]
Start = Callable[..., SupervisedWorker]
STAGES = ["ready", "posted", "encoded", "matched", "composed", "sent", "arrived"]


@pytest.fixture
def chosen(chosen: dict[str, Any]) -> dict[str, Any]:
    """No clock sends one off, but where a test says so."""
    return {**chosen, "canary_minutes": 0}


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    started: list[SupervisedWorker] = []

    def one(**changes: Any) -> SupervisedWorker:
        started.append(SupervisedWorker(settings.model_copy(update=changes)))
        return started[-1]

    yield one
    for worker in started:
        worker.stop()


@pytest.fixture
def invoke(settings: Settings, database: Database) -> Invoke:
    """`rolecall canary`, in a thread: it makes an event loop of its own."""
    environment = {f"ROLECALL_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}

    async def command(*arguments: str, **changes: str) -> Result:
        runner = CliRunner(env={**environment, **changes})
        return await asyncio.to_thread(runner.invoke, app, ["canary", *arguments])

    return command


async def test_the_command_says_each_stage_and_that_it_arrived(invoke: Invoke, start: Start, imap: ImapServer) -> None:
    start()

    told = await invoke()
    answered = await invoke("--json")

    assert (told.exit_code, answered.exit_code) == (0, 0), told.output + answered.output
    assert [line.split()[0] for line in told.stdout.splitlines()] == [*STAGES, "Arrived"]
    answer = json.loads(answered.stdout)
    assert (answer["arrived"], answer["state"], list(answer["stages"])) == (True, "arrived", STAGES)
    assert [line.split()[0] for line in answered.stderr.splitlines()] == STAGES


async def test_late_the_command_fails_and_says_what_to_look_at(
    invoke: Invoke, start: Start, imap: ImapServer, catcher: MailCatcher
) -> None:
    start()
    # The worker has come to life, and has read the canary's alert.
    assert (await invoke()).exit_code == 0
    catcher.stop()
    try:
        told = await invoke("--within", "5")
        answered = await invoke("--within", "5", "--json")
    finally:
        catcher.start()

    assert (told.exit_code, answered.exit_code) == (1, 1)
    assert "not sent in time" in told.stdout
    assert "ROLECALL_SMTP_HOST" in told.stdout
    answer = json.loads(answered.stdout)
    assert (answer["arrived"], answer["seconds"], answer["missing"]) == (False, None, "sent")
    assert "ROLECALL_SMTP_HOST" in answer["look_at"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ROLECALL_CANARY_ADDRESS": ""}, "ROLECALL_CANARY_ADDRESS"),
        ({"ROLECALL_CANARY_IMAP_PASSWORD": ""}, "ROLECALL_CANARY_IMAP_HOST"),
        ({"ROLECALL_CANARY_IMAP_PASSWORD": "wrong"}, "ROLECALL_CANARY_IMAP_PASSWORD"),
    ],
)
async def test_what_is_not_set_is_named_before_anything_is_posted(
    invoke: Invoke, imap: ImapServer, database: Database, changes: dict[str, str], named: str
) -> None:
    result = await invoke(**changes)

    assert result.exit_code == 1
    assert named in result.output
    assert await value(database, "SELECT count(*) FROM listing") == 0


async def test_by_the_clock_one_is_sent_off_whatever_many_workers_there_are(
    start: Start, imap: ImapServer, database: Database
) -> None:
    for _ in range(2):
        start(canary_minutes=60)

    await until(database, "EXISTS (SELECT FROM canary_run WHERE state = 'arrived')", seconds=60)
    # Both workers have looked by now, and look again.
    await run(database, "UPDATE canary_run SET started_at = started_at - interval '61 minutes'")
    await until(database, "(SELECT count(*) FROM canary_run WHERE state = 'arrived') = 2", seconds=60)

    assert await rows(database, "SELECT state::text, scheduled FROM canary_run") == [("arrived", True)] * 2
    assert await value(database, "SELECT count(*) FROM listing") == 0


async def test_a_worker_that_stops_takes_its_canary_with_it(
    start: Start, imap: ImapServer, database: Database, catcher: MailCatcher
) -> None:
    catcher.stop()
    try:
        worker = start(canary_minutes=60)
        await until(database, "EXISTS (SELECT FROM listing WHERE canary)", seconds=60)
        await asyncio.to_thread(worker.stop)
    finally:
        catcher.start()

    assert await value(database, "SELECT count(*) FROM listing") == 0
    assert await value(database, "SELECT count(*) FROM canary_run") == 0


async def test_what_a_killed_process_left_is_cleared_away_later(database: Database, settings: Settings) -> None:
    now = datetime.now(UTC)
    async with database.transaction() as session:
        perch = await put_perch(session, settings, now=now)
        await post_listing(session, perch, settings, now=now)

    for hours, left in ((1, 1), (3, 0)):
        async with database.transaction() as session:
            await clear_what_was_left(session, now=now + timedelta(hours=hours))
        assert await value(database, "SELECT count(*) FROM listing") == left
