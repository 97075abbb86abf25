"""What an operator can say about mail: who may not be written to, and that a paused stream goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.database import Database
from service.settings import Settings
from tests.tables import rows, run, value

Invoke = Callable[..., Awaitable[Result]]


@pytest.fixture
def invoke(settings: Settings, database: Database) -> Invoke:
    """Run a command as this database's operator would; in a thread, for it makes an event loop of its own."""
    names = ("database_url", "redis_url", "data_folder", "secret_key", "public_url", "mail_from")
    environment = {f"ROLECALL_{name.upper()}": str(getattr(settings, name)) for name in names}

    async def run_command(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner(env=environment).invoke, app, ("mail", *arguments))

    return run_command


async def test_an_address_is_suppressed_listed_masked_and_lifted(invoke: Invoke, database: Database) -> None:
    added = await invoke("suppressions", "add", "Ada.Reader@Example.org", "--because", "Asked by telephone")
    listed = await invoke("suppressions", "list")
    lifted = await invoke("suppressions", "remove", "ada.reader@example.org")
    again = await invoke("suppressions", "remove", "ada.reader@example.org")

    assert added.exit_code == 0
    assert "a…@example.org" in listed.stdout
    assert "operator" in listed.stdout
    assert "Asked by telephone" in listed.stdout
    assert "reader" not in (listed.output + added.output + lifted.output).lower()
    assert "was added here" in lifted.output
    assert (again.exit_code, "not suppressed" in again.output) == (1, True)
    assert await rows(database, "SELECT * FROM suppression") == []


async def test_an_operator_outweighs_a_wish_and_nothing_outweighs_a_complaint(
    invoke: Invoke, database: Database
) -> None:
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('a@b.example', 'asked')")
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('c@b.example', 'complained')")

    await invoke("suppressions", "add", "a@b.example", "--because", "x")
    kept = await invoke("suppressions", "add", "c@b.example", "--because", "x")

    assert "called our mail junk" in kept.output
    assert await rows(database, "SELECT folded_address, reason FROM suppression ORDER BY id") == [
        ("a@b.example", "operator"),
        ("c@b.example", "complained"),
    ]


async def test_lifting_forgets_the_failures_that_led_to_it(invoke: Invoke, database: Database) -> None:
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('a@b.example', 'bounced')")
    await run(database, "INSERT INTO bounce_count (folded_address, days, last_at) VALUES ('a@b.example', 7, now())")

    await invoke("suppressions", "remove", "a@b.example")

    assert await rows(database, "SELECT * FROM bounce_count") == []


async def test_the_list_can_be_narrowed_to_a_reason_and_a_number(invoke: Invoke, database: Database) -> None:
    for number, reason in enumerate(["asked", "bounced", "bounced"]):
        address = f"{number}@b.example"
        await run(database, "INSERT INTO suppression (folded_address, reason) VALUES (:a, :r)", a=address, r=reason)

    listed = await invoke("suppressions", "list", "--reason", "bounced", "--limit", "1")

    assert len(listed.stdout.splitlines()) == 1
    assert "2…@b.example" in listed.stdout
    assert "1 of 2" in listed.stderr


async def test_a_paused_stream_goes_on(invoke: Invoke, database: Database) -> None:
    await run(
        database,
        "INSERT INTO stream_pause (stream, reason, status, pauses) VALUES ('alerts', 'complaints', '', 1)",
    )

    resumed = await invoke("resume")
    again = await invoke("resume", "alerts")

    assert "goes on" in resumed.output
    assert "not paused" in again.output
    assert await value(database, "SELECT reason IS NULL AND resumed_at IS NOT NULL FROM stream_pause")
