"""Commands on a real database, and what they say when something is missing."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.database import Database
from service.listings.queries import count_listings
from service.samples.loading import sample_listing_files
from service.settings import Settings
from tests.given import Connect

NEWS_PAGE = str(sample_listing_files()[-1])
COMMANDS = (
    "run",
    "demo",
    "import",
    "serve",
    "worker",
    "migrate",
    "reindex",
    "evaluate",
    "audit",
    "key",
    "link",
    "mail",
)

Invoke = Callable[..., Awaitable[Result]]


@pytest.fixture
def invoke(settings: Settings, database: Database) -> Invoke:
    """Run a command as this database's operator would; in a thread, for it makes an event loop of its own."""
    names = ("database_url", "redis_url", "data_folder", "secret_key", "public_url", "mail_from")
    environment = {f"ROLECALL_{name.upper()}": str(getattr(settings, name)) for name in names}

    async def run(*arguments: str, **changes: str) -> Result:
        runner = CliRunner(env={**environment, **changes})
        return await asyncio.to_thread(runner.invoke, app, arguments)

    return run


async def test_an_import_brings_listings_in_once(invoke: Invoke, database: Database) -> None:
    await invoke("key", "create", "Northshire")

    first = await invoke("import", NEWS_PAGE)
    second = await invoke("import", NEWS_PAGE, "--organisation", "Northshire")

    assert first.stdout == "5 created, 0 updated, 0 unchanged, 0 refused.\n"
    assert second.stdout == "0 created, 0 updated, 5 unchanged, 0 refused.\n"
    async with database.reading() as session:
        assert await count_listings(session) == {"open": 5}


async def test_an_import_for_an_unknown_organisation_changes_nothing(invoke: Invoke, database: Database) -> None:
    await invoke("key", "create", "Northshire")

    result = await invoke("import", NEWS_PAGE, "--organisation", "Norhtshire")

    assert result.exit_code == 1
    assert "Norhtshire" in result.stderr
    async with database.reading() as session:
        assert await count_listings(session) == {}


async def test_a_key_is_printed_alone_and_works(invoke: Invoke, connect: Connect) -> None:
    result = await invoke("key", "create", "Northshire", "--scope", "candidates:read")

    key = result.stdout.strip()
    assert (await connect(key=key).get("/v1/candidates")).status_code == httpx.codes.OK
    assert (await connect(key=key).get("/v1/alerts")).status_code == httpx.codes.FORBIDDEN


async def test_an_unknown_scope_is_refused_with_those_that_there_are(invoke: Invoke) -> None:
    result = await invoke("key", "create", "Northshire", "--scope", "everything")

    assert result.exit_code == 2
    assert "listings:write" in result.stderr


async def test_a_recruiter_link_leads_to_a_page(invoke: Invoke, client: httpx.AsyncClient) -> None:
    await invoke("key", "create", "Northshire")

    link = (await invoke("link", "recruiter")).stdout.strip()

    assert link.startswith("http://127.0.0.1:8000/recruiter/enter/")
    assert (await client.get(link)).status_code == httpx.codes.OK


async def test_an_operators_link_leads_to_a_page_without_any_organisation(
    invoke: Invoke, client: httpx.AsyncClient
) -> None:
    link = (await invoke("link", "operator")).stdout.strip()

    assert link.startswith("http://127.0.0.1:8000/operations/enter/")
    assert (await client.get(link)).status_code == httpx.codes.OK


async def test_a_key_is_for_operations_only_when_that_is_asked_for(invoke: Invoke, connect: Connect) -> None:
    usual = (await invoke("key", "create", "Northshire")).stdout.strip()
    asked_for = (await invoke("key", "create", "Northshire", "--scope", "operations")).stdout.strip()

    answers = [await connect(key=key).get("/v1/operations/dead-letters") for key in (usual, asked_for)]

    assert [answer.status_code for answer in answers] == [404, 200]


async def test_without_an_organisation_there_is_nobody_to_let_in(invoke: Invoke) -> None:
    result = await invoke("link", "recruiter")

    assert result.exit_code == 1
    assert "rolecall key create" in result.stderr


async def test_a_database_that_does_not_answer_is_said_in_one_sentence(invoke: Invoke) -> None:
    away = "postgresql://rolecall@127.0.0.1:1/rolecall"

    result = await invoke("migrate", ROLECALL_DATABASE_URL=away)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "ROLECALL_DATABASE_URL" in result.stderr


async def test_index_files_are_deleted_and_nothing_else(invoke: Invoke, settings: Settings) -> None:
    (settings.data_folder / "indexes" / "some").mkdir(parents=True)
    (settings.data_folder / "kept").touch()

    await invoke("reindex")

    assert [path.name for path in settings.data_folder.iterdir()] == ["kept"]


def test_missing_settings_are_all_named() -> None:
    result = CliRunner().invoke(app, ["worker"])

    assert result.exit_code == 1
    assert "ROLECALL_DATABASE_URL" in result.stderr
    assert "ROLECALL_MAIL_FROM" in result.stderr


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    look = "import sys, service.cli; print(sorted({'sqlalchemy', 'torch', 'litestar'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    shown = CliRunner().invoke(app, ["--help"]).stdout

    assert loaded.stdout.strip() == "[]"
    assert [command for command in COMMANDS if f" {command} " not in shown] == []


async def test_every_mail_can_be_looked_at(invoke: Invoke, tmp_path: Path) -> None:
    answer = await invoke("mail", "preview", str(tmp_path / "mails"))

    assert answer.exit_code == 0, answer.output
    assert answer.stdout.startswith("13 mails are in ")
    assert str(tmp_path / "mails" / "index.html") in answer.stdout
    assert len(list((tmp_path / "mails").iterdir())) == 13 * 3 + 1
