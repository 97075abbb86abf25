"""What tests of the canary run on: a test mailbox read by IMAP, to which the mail catcher hands on what it accepts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from service.embedded.catcher import MailCatcher, Moment
from tests.imap import PASSWORD, USERNAME, ImapServer
from tests.working import run_all_work
from workers.runtime import Runtime

Working = Callable[[], AbstractAsyncContextManager[None]]
_PAUSE_SECONDS = 0.02


@pytest.fixture(scope="session")
def started_imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    server = ImapServer(tmp_path_factory.mktemp("imap"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def imap(started_imap: ImapServer, catcher: MailCatcher) -> ImapServer:
    """Empty, and gets every mail that the catcher accepts."""
    started_imap.clear()

    async def hand_on(moment: Moment) -> None:
        if moment.stage == "END" and USERNAME in moment.recipients:
            await asyncio.to_thread(started_imap.deliver, moment.content)

    catcher.reply = hand_on
    return started_imap


@pytest.fixture
def chosen(started_imap: ImapServer) -> dict[str, Any]:
    return {
        "searches_per_minute": 10_000,
        "sign_ups_per_hour": 10_000,
        "canary_address": USERNAME,
        "canary_imap_host": "127.0.0.1",
        "canary_imap_port": started_imap.port,
        "canary_imap_tls": "none",
        "canary_imap_username": USERNAME,
        "canary_imap_password": PASSWORD,
    }


@pytest.fixture
def working(runtime: Runtime) -> Working:
    """Do the work that is due, again and again, while the block lasts."""

    async def again_and_again() -> None:
        while True:
            await run_all_work(runtime)
            await asyncio.sleep(_PAUSE_SECONDS)

    @asynccontextmanager
    async def while_it_lasts() -> AsyncIterator[None]:
        task = asyncio.create_task(again_and_again())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return while_it_lasts
