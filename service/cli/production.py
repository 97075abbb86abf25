"""Commands for each part on its own, as production runs them: everything is said by ROLECALL_ variables."""

import asyncio
import contextlib
import importlib
import shutil
import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

import typer

from service.cli.terminal import say

if TYPE_CHECKING:
    from service.settings import Settings

_GRACE_SECONDS = 10


def serve() -> None:
    """Serve the API and the pages until told to stop."""
    import uvicorn

    from service.app import create_app
    from service.logs import set_up_logs
    from service.settings import load_settings

    settings = load_settings()
    set_up_logs(settings.log_level)
    asyncio.run(_check_database(settings))
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        # What people search for stands in addresses, and is nobody's to read.
        access_log=False,
        # Which proxy is believed is the application's to decide, by ROLECALL_TRUSTED_PROXIES.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def worker() -> None:
    """Run a worker that encodes, matches and mails, and start it again whenever it ends."""
    from service.logs import set_up_logs
    from service.mail.signing import signing_key
    from service.settings import load_settings

    settings = load_settings()
    set_up_logs(settings.log_level)
    # A key that cannot be used is said here, once, and not by every worker that is started again.
    signing_key(settings)
    asyncio.run(_check_database(settings))
    # By name: nothing of the service may depend on the workers.
    supervise = importlib.import_module("workers.supervisor").supervise
    asyncio.run(_until_stopped(supervise, settings.redis_url))


def migrate() -> None:
    """Bring the database to the schema of this version; safe to run at any time and by several at once."""
    from service.settings import load_settings

    asyncio.run(_migrate(load_settings()))
    say("The database has the schema of this version.")


def reindex() -> None:
    """Delete the index files, so that every process builds them anew from stored vectors when it next starts."""
    from service.settings import load_settings

    folder = load_settings().data_folder / "indexes"
    if not folder.exists():
        say(f"There are no index files in {folder}.")
        return
    shutil.rmtree(folder)
    say(f"The index files in {folder} are deleted. Restart `rolecall serve` and `rolecall worker` to build new ones.")


async def _check_database(settings: "Settings") -> None:
    """Fail with a sentence before anything slow is loaded."""
    from service.cli.opening import opened_database
    from service.migrations.checking import check_database

    async with opened_database(settings) as database:
        await check_database(database)


async def _migrate(settings: "Settings") -> None:
    from service.cli.opening import opened_database
    from service.migrations.checking import migrate_or_say_why

    async with opened_database(settings) as database:
        await migrate_or_say_why(database)


async def _until_stopped(supervise: Callable[[str], Coroutine[None, None, None]], redis_url: str) -> None:
    running = asyncio.create_task(supervise(redis_url))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running
