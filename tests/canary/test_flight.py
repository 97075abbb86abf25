"""A canary's way from its listing to the test mailbox, with every part real but the encoder."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from service.canary.actions import begin_run
from service.canary.flight import Landed, fly
from service.canary.models import RunState, Stage
from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from service.settings import Settings
from tests.canary.conftest import Working
from tests.imap import USERNAME, ImapServer
from tests.tables import rows, run, value

Fly = Callable[..., Coroutine[Any, Any, Landed]]
ONE_MINUTE = timedelta(minutes=1)
NOT_LONG = timedelta(seconds=2)
LEFT = "SELECT count(*) FROM listing UNION ALL SELECT count(*) FROM opening UNION ALL SELECT count(*) FROM announcement"


async def send_off(
    database: Database, settings: Settings, *, within: timedelta = ONE_MINUTE, noted: list[Stage] | None = None
) -> Landed:
    async with database.transaction() as session:
        begun = await begin_run(session, within=within, now=datetime.now(UTC))
    heard = [] if noted is None else noted
    return await fly(database, settings, begun, within=within, note=lambda stage, _seconds: heard.append(stage))


@pytest.fixture
def canary(database: Database, settings: Settings) -> Fly:
    return partial(send_off, database, settings)


async def test_it_arrives_and_says_each_stage_in_its_order(canary: Fly, imap: ImapServer, working: Working) -> None:
    noted: list[Stage] = []

    async with working():
        landed = await canary(noted=noted)

    assert (landed.state, landed.missing, landed.error) == (RunState.ARRIVED, None, None)
    assert noted == list(landed.stages) == list(Stage)
    assert sorted(landed.stages.values()) == list(landed.stages.values())
    (subject,) = imap.subjects()
    assert subject.startswith("Lighthouse keeper, test ")


async def test_it_leaves_nothing_behind_and_is_kept_in_the_record(
    canary: Fly, imap: ImapServer, working: Working, database: Database
) -> None:
    async with working():
        landed = await canary()

    assert await rows(database, LEFT) == [(0,)] * 3
    assert await rows(database, "SELECT state::text, missing, error, stages ->> 'arrived' FROM canary_run") == [
        ("arrived", None, None, str(landed.stages[Stage.ARRIVED]))
    ]


async def test_alert_and_person_are_made_once_and_confirmed_without_a_mail(
    canary: Fly, imap: ImapServer, working: Working, database: Database, catcher: MailCatcher
) -> None:
    async with working():
        await canary()
        await canary()

    assert await rows(database, "SELECT count(*), min(state::text), min(cadence::text) FROM alert") == [
        (1, "active", "at_once")
    ]
    assert await rows(database, "SELECT address, confirmed_at IS NOT NULL FROM person") == [(USERNAME, True)]
    assert len(catcher.messages) == 2


async def test_two_at_once_both_arrive(canary: Fly, imap: ImapServer, working: Working, database: Database) -> None:
    async with working():
        both = await asyncio.gather(canary(), canary())

    assert [landed.state for landed in both] == [RunState.ARRIVED] * 2
    assert await rows(database, LEFT) == [(0,)] * 3


async def test_more_of_a_day_arrive_than_a_person_would_be_told(
    canary: Fly, imap: ImapServer, working: Working
) -> None:
    async with working():
        landed = [await canary() for _ in range(7)]

    assert {each.state for each in landed} == {RunState.ARRIVED}


async def test_with_the_mail_server_stopped_it_is_late_and_says_where_to_look(
    canary: Fly, imap: ImapServer, working: Working, catcher: MailCatcher, database: Database
) -> None:
    catcher.stop()
    try:
        async with working():
            landed = await canary(within=NOT_LONG)
    finally:
        catcher.start()

    assert (landed.state, landed.missing) == (RunState.LATE, Stage.SENT)
    assert "ROLECALL_SMTP_HOST" in (landed.error or "")
    assert await rows(database, "SELECT state::text, missing::text FROM canary_run") == [("late", "sent")]
    assert await rows(database, LEFT) == [(0,)] * 3


async def test_the_mail_servers_own_words_are_told_and_not_kept(
    canary: Fly, imap: ImapServer, working: Working, catcher: MailCatcher, database: Database
) -> None:
    async def greylisted(moment: Moment) -> str | None:
        return f"451 4.7.1 {USERNAME} is asked to come again" if moment.stage == "RCPT" else None

    catcher.reply = greylisted
    async with working():
        landed = await canary(within=NOT_LONG)

    assert landed.missing is Stage.SENT
    assert "come again" in (landed.said or "")
    assert "451" in await value(database, "SELECT error FROM canary_run")
    assert USERNAME not in await value(database, "SELECT error FROM canary_run")


async def test_a_mail_refused_for_good_is_not_waited_for(
    canary: Fly, imap: ImapServer, working: Working, catcher: MailCatcher
) -> None:
    async def refused(moment: Moment) -> str | None:
        return "550 5.1.1 No such mailbox" if moment.stage == "RCPT" else None

    catcher.reply = refused
    async with working():
        landed = await canary()

    assert (landed.state, landed.missing) == (RunState.FAILED, Stage.SENT)
    assert "550" in (landed.error or "")


async def test_a_mail_that_never_reaches_the_mailbox_is_late_though_it_was_sent(
    canary: Fly, imap: ImapServer, working: Working, catcher: MailCatcher
) -> None:
    catcher.reply = None
    async with working():
        landed = await canary(within=NOT_LONG)

    assert (landed.state, landed.missing) == (RunState.LATE, Stage.ARRIVED)
    assert "junk" in (landed.error or "")


async def test_without_a_worker_it_does_not_even_begin(canary: Fly, imap: ImapServer) -> None:
    landed = await canary(within=NOT_LONG)

    assert (landed.state, landed.missing) == (RunState.LATE, Stage.READY)
    assert "rolecall worker" in (landed.error or "")


async def test_cut_off_it_clears_away_and_says_nothing(
    canary: Fly, imap: ImapServer, working: Working, database: Database
) -> None:
    async with working():
        await canary()
    posted = asyncio.Event()

    class Noted(list[Stage]):
        def append(self, stage: Stage) -> None:
            if stage is Stage.POSTED:
                posted.set()

    flight = asyncio.create_task(canary(noted=Noted()))
    await posted.wait()
    flight.cancel()
    await asyncio.gather(flight, return_exceptions=True)

    assert await rows(database, LEFT) == [(0,)] * 3
    assert await value(database, "SELECT count(*) FROM canary_run") == 1


async def test_a_stopped_alert_is_made_anew(
    canary: Fly, imap: ImapServer, working: Working, database: Database
) -> None:
    async with working():
        await canary()
        await run(database, "UPDATE alert SET state = 'stopped'")
        landed = await canary()

    assert landed.state is RunState.ARRIVED
    assert await rows(database, "SELECT state::text FROM alert") == [("active",)]


async def test_a_suppressed_address_is_named_as_the_reason(canary: Fly, imap: ImapServer, database: Database) -> None:
    await run(
        database, "INSERT INTO suppression (folded_address, reason) VALUES (:address, 'bounced')", address=USERNAME
    )

    landed = await canary()

    assert (landed.state, landed.missing) == (RunState.FAILED, Stage.READY)
    assert "suppress" in (landed.error or "")


async def test_an_address_at_which_somebody_has_alerts_is_refused(
    canary: Fly, imap: ImapServer, subscribe: Callable[..., Awaitable[object]], database: Database
) -> None:
    await subscribe(email=USERNAME)
    before = await value(database, "SELECT mails_a_day FROM person")

    landed = await canary()

    assert "nobody's" in (landed.error or "")
    assert await value(database, "SELECT mails_a_day FROM person") == before
