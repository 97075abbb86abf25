"""Reports in a mailbox, read over IMAP from a server of its own: each once, removed when what it says is kept."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY

import httpx
import pytest
from imap_tools.mailbox import MailBoxUnencrypted

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail
from service.embedded.ports import any_port, listens
from service.mail.returns.queries import begin_reading
from tests.embedded.waiting import wait_until
from tests.given import Publish, Subscribe, Work
from tests.mail.reports.nothings import NOTHINGS
from tests.mail.reports.ours import RETURN_PATH
from tests.mail.reports.standard_reports import postfix
from tests.mails import alert_mails
from tests.tables import contents, rows, run, value
from workers.reports import read_reports
from workers.runtime import Runtime

USER, PASSWORD = "jane.roe", "a password"
UNKNOWN = "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"
_SERVER = "from pymap.main import main; main()"


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    port = any_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-user", USER]
    server = subprocess.Popen([sys.executable, "-c", _SERVER, *options, "--demo-password", PASSWORD])
    wait_until(lambda: listens(server.pid, port), seconds=60)
    yield port
    server.terminate()
    server.wait()


@pytest.fixture
def chosen(imap_port: int) -> dict[str, Any]:
    return {
        "searches_per_minute": 10_000,
        "sign_ups_per_hour": 10_000,
        "imap_host": "127.0.0.1",
        "imap_port": imap_port,
        "imap_tls": "none",
        "imap_username": USER,
        "imap_password": PASSWORD,
    }


@pytest.fixture
def inbox(imap_port: int) -> Iterator[MailBoxUnencrypted]:
    """The mailbox as its owner sees it, empty."""
    box = MailBoxUnencrypted("127.0.0.1", imap_port, timeout=30)
    box.login(USER, PASSWORD)
    box.delete(box.uids(charset=None))
    yield box
    box.logout()


@pytest.fixture
async def told(publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher) -> CaughtMail:
    await subscribe()
    await publish()
    await work()
    return alert_mails(catcher.messages)[0]


def bounce_of(mail: CaughtMail, reply: str = UNKNOWN) -> bytes:
    return postfix(reply).replace(RETURN_PATH.encode(), mail.sender.encode())


def uids(inbox: MailBoxUnencrypted, criteria: str = "ALL") -> list[str]:
    """Asked anew: what another session changed is told with the answer to a command."""
    inbox.client.noop()
    return inbox.uids(criteria, charset=None)


async def test_a_bounce_is_acted_on_and_removed_and_a_letter_stays_read(
    told: CaughtMail, inbox: MailBoxUnencrypted, runtime: Runtime, database: Database
) -> None:
    inbox.append(NOTHINGS["a letter"])
    inbox.append(bounce_of(told))
    inbox.append(postfix(UNKNOWN))

    await read_reports(runtime)

    assert await rows(database, "SELECT folded_address, reason FROM suppression") == [("reader@example.com", "bounced")]
    assert len(uids(inbox)) == 2
    assert uids(inbox, "UNSEEN") == []
    assert await value(database, "SELECT failing_since IS NULL AND read_at IS NOT NULL FROM reports_mailbox")


async def test_it_is_read_again_after_a_worker_died_before_marking_it_and_changes_nothing(
    told: CaughtMail, inbox: MailBoxUnencrypted, runtime: Runtime, database: Database
) -> None:
    inbox.append(bounce_of(told, "452 4.2.2 Mailbox full"))
    await read_reports(runtime)
    kept = await contents(database)
    inbox.append(bounce_of(told, "452 4.2.2 Mailbox full"))

    await read_reports(runtime)

    assert await contents(database) == {**kept, "reports_mailbox": ANY}
    assert uids(inbox) == []


async def test_of_a_message_that_is_too_long_the_beginning_is_read(
    told: CaughtMail, inbox: MailBoxUnencrypted, runtime: Runtime, database: Database
) -> None:
    inbox.append(bounce_of(told) + b"x" * 3_000_000)

    await read_reports(runtime)

    assert await value(database, "SELECT count(*) FROM suppression") == 1


async def test_one_worker_reads_at_a_time(
    told: CaughtMail, inbox: MailBoxUnencrypted, runtime: Runtime, database: Database
) -> None:
    inbox.append(bounce_of(told))

    async with database.reading() as other_worker:
        assert await begin_reading(other_worker)
        await read_reports(runtime)
        assert len(uids(inbox, "UNSEEN")) == 1

    await asyncio.gather(*(read_reports(runtime) for _ in range(3)))
    assert uids(inbox) == []


async def test_a_mailbox_that_cannot_be_read_turns_health_red(
    runtime: Runtime, database: Database, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.settings = runtime.settings.model_copy(update={"imap_password": "another"})
    await read_reports(runtime)
    since = datetime.now(UTC) - timedelta(minutes=11)
    await run(database, "UPDATE reports_mailbox SET failing_since = :since", since=since)

    await read_reports(runtime)

    (problem,) = [each for each in (await client.get("/health")).json()["problems"] if "reports" in each]
    assert "MailboxLoginError" in problem
    assert "ROLECALL_IMAP_" in problem
    assert USER not in problem + caplog.text
    assert PASSWORD not in problem + caplog.text


async def test_without_the_settings_nothing_is_dialled(runtime: Runtime, database: Database) -> None:
    runtime.settings = runtime.settings.model_copy(update={"imap_host": None, "imap_port": 1})

    await read_reports(runtime)

    assert await rows(database, "SELECT * FROM reports_mailbox") == []
