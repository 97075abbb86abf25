"""What was claimed is dialled at once or not at all: a worker that comes late to a message looks again first."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from service.alerts.actions import stop_alert
from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails
from tests.tables import rows
from workers import mailing

READERS = [f"reader{number}@example.com" for number in range(6)]


@pytest.fixture
def chosen() -> dict[str, Any]:
    return {"smtp_connections": 1, "searches_per_minute": 10_000, "sign_ups_per_hour": 10_000}


async def test_a_worker_that_stood_still_hears_stop_before_it_goes_on(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher,
    database: Database, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for reader in READERS:
        await subscribe(email=reader)
    stood_still, loop = 0.0, asyncio.get_running_loop()
    monkeypatch.setattr(mailing, "_clock", lambda: loop.time() + stood_still)

    async def stop_the_last() -> None:
        alert = (await rows(database, "SELECT public_id FROM alert ORDER BY id DESC LIMIT 1"))[0][0]
        async with database.transaction() as session:
            await stop_alert(session, alert, now=datetime.now(UTC))

    async def reply(moment: Moment) -> None:
        nonlocal stood_still
        if moment.stage == "END" and not stood_still:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(stop_the_last(), loop))
            stood_still = 12.0

    catcher.reply = reply
    await publish()
    await work()

    assert {mail.recipients[0] for mail in alert_mails(catcher.messages)} == set(READERS[:-1])
    told = await rows(database, "SELECT state, attempts FROM delivery WHERE kind = 'alert' ORDER BY id")
    assert told == [("accepted", 1)] * 5 + [("dropped", 0)]
