"""An alert that nobody came back to for half a year asks once, then rests; whoever comes back goes on."""

from datetime import timedelta

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import contents, rows, run
from tests.working import let_time_pass
from workers.runtime import Runtime
from workers.upkeep import let_alerts_rest

DAY = timedelta(days=1)
STATES = "SELECT state FROM alert"


@pytest.fixture
async def asked(subscribe: Subscribe, work: Work, runtime: Runtime, catcher: MailCatcher) -> str:
    """The token of the mail that asks whether an alert is still wanted."""
    await subscribe()
    await let_time_pass(runtime, 184 * DAY)
    for _ in range(2):
        await let_alerts_rest(runtime)
        await work()
    (mail, _confirmation) = mails_to("reader@example.com", catcher.messages)
    return token_of(mail, "/keep/")


async def test_an_alert_seen_within_half_a_year_is_not_asked_about(
    subscribe: Subscribe, work: Work, runtime: Runtime, catcher: MailCatcher
) -> None:
    await subscribe()
    await let_time_pass(runtime, 180 * DAY)
    await let_alerts_rest(runtime)
    await work()

    assert len(mails_to("reader@example.com", catcher.messages)) == 1


async def test_without_an_answer_it_rests_and_tells_nothing(
    asked: str, runtime: Runtime, work: Work, publish: Publish, catcher: MailCatcher, database: Database
) -> None:
    await let_time_pass(runtime, 29 * DAY)
    await let_alerts_rest(runtime)
    assert await rows(database, STATES) == [("active",)]
    await let_time_pass(runtime, 2 * DAY)
    await let_alerts_rest(runtime)
    await publish()
    await work()

    assert await rows(database, STATES) == [("resting",)]
    # A mail of listings has links to them; the question has none.
    assert not [mail for mail in alert_mails(catcher.messages) if "/listings/" in mail.text]


async def test_looking_at_the_question_changes_nothing_and_one_press_keeps_the_alert(
    asked: str, client: httpx.AsyncClient, runtime: Runtime, database: Database
) -> None:
    before = await contents(database)
    assert "Do you still want this alert?" in (await client.get(f"/keep/{asked}")).text
    assert await contents(database) == before

    # The answer comes at the worker's time, which the page cannot know: the question was asked half a year ago for it.
    await run(
        database, "UPDATE alert SET asked_at = asked_at - interval '184 days', seen_at = seen_at - interval '1 year'"
    )
    assert "It goes on" in (await client.post(f"/keep/{asked}")).text
    await let_time_pass(runtime, 31 * DAY)
    await let_alerts_rest(runtime)

    assert await rows(database, STATES) == [("active",)]


async def test_a_resting_alert_speaks_again_when_its_person_comes_back(
    asked: str,
    client: httpx.AsyncClient,
    runtime: Runtime,
    work: Work,
    publish: Publish,
    catcher: MailCatcher,
    database: Database,
) -> None:
    await let_time_pass(runtime, 31 * DAY)
    await let_alerts_rest(runtime)
    assert await rows(database, STATES) == [("resting",)]

    await client.post(f"/keep/{asked}")
    await publish()
    await work()

    assert await rows(database, STATES) == [("active",)]
    assert len([mail for mail in alert_mails(catcher.messages) if "/listings/" in mail.text]) == 1
