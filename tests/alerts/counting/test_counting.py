"""What an alert says of everything that it found, in the API and on the page of its person."""

from datetime import UTC, datetime

import httpx
import pytest

from service.alerts.counting.actions import counts_of
from service.alerts.queries import alerts_by_id
from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from service.links import Purpose
from service.settings import Settings
from tests.factories import Body, an_alert
from tests.given import Publish, Work
from tests.mails import mails_to, token_of
from tests.tables import run, statements_sent, value
from tests.web.reading import words
from tests.web.test_mail_links import token_for

NOTHING = {"found": 0, "announced": 0, "dropped": {}, "waiting": [], "earlier": 0}


async def ask_and_confirm(api: httpx.AsyncClient, work: Work, catcher: MailCatcher, **changes: object) -> str:
    """An alert that the organisation manages; returns its address in the API."""
    wish = an_alert(**changes)
    alert = (await api.post("/v1/alerts", json=wish)).json()
    await work()
    token = token_of(mails_to(wish["email"], catcher.messages)[0], "/alerts/confirm/")
    await api.post("/v1/alerts/confirm", json={"token": token})
    await work()
    return f"/v1/alerts/{alert['id']}"


@pytest.fixture
async def alert(api: httpx.AsyncClient, work: Work, catcher: MailCatcher) -> str:
    return await ask_and_confirm(api, work, catcher)


async def counts(api: httpx.AsyncClient, alert: str) -> Body:
    found: Body = (await api.get(alert)).json()["counts"]
    assert found["found"] == (
        found["announced"] + sum(found["dropped"].values()) + sum(each["count"] for each in found["waiting"])
    )
    return found


async def test_an_alert_that_found_nothing_says_so(api: httpx.AsyncClient, alert: str) -> None:
    assert await counts(api, alert) == NOTHING


async def test_what_was_told_is_counted_when_the_server_took_the_mail(
    api: httpx.AsyncClient, alert: str, publish: Publish, work: Work
) -> None:
    await publish()
    await work()

    assert await counts(api, alert) == {**NOTHING, "found": 1, "announced": 1}


async def test_what_was_open_before_and_not_shown_is_counted_apart(
    api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    for _ in range(12):
        await publish()
    await work()

    alert = await ask_and_confirm(api, work, catcher)

    assert await counts(api, alert) == {**NOTHING, "found": 10, "announced": 10, "earlier": 2}


async def test_what_waits_says_for_what_and_until_when(
    api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    alert = await ask_and_confirm(api, work, catcher, cadence="daily")
    await publish()
    await work()

    (waiting,) = (await counts(api, alert))["waiting"]

    assert (waiting["count"], waiting["why"]) == (1, "bulletin")
    due = await value(database, "SELECT to_char(available_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI') FROM work")
    assert waiting["until"].startswith(due)


async def test_what_exceeds_the_most_mails_of_a_day_says_so(
    api: httpx.AsyncClient, alert: str, publish: Publish, work: Work, database: Database
) -> None:
    await run(database, "UPDATE person SET mails_a_day = 1")
    for _ in range(2):
        await publish()
        await work()

    found = await counts(api, alert)

    assert (found["announced"], [each["why"] for each in found["waiting"]]) == (1, ["cap"])


async def test_what_the_server_does_not_take_says_when_it_is_tried_again(
    api: httpx.AsyncClient, alert: str, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    async def later(moment: Moment) -> str | None:
        return "451 4.3.2 Not now" if moment.stage == "RCPT" else None

    catcher.reply = later
    await publish()
    await work()

    (waiting,) = (await counts(api, alert))["waiting"]
    assert (waiting["count"], waiting["why"]) == (1, "trying_again")
    assert waiting["until"] is not None


async def test_what_was_dropped_is_counted_by_its_reason(
    api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    alert = await ask_and_confirm(api, work, catcher, cadence="daily")
    listing = await publish()
    await work()
    await api.post(f"/v1/listings/{listing['id']}/close", json={})
    await run(database, "UPDATE match SET created_at = created_at - interval '2 days'")
    await run(database, "UPDATE work SET available_at = now()")
    await work()

    assert await counts(api, alert) == {**NOTHING, "found": 1, "dropped": {"listing closed": 1}}


async def test_a_list_has_the_counts_of_each(
    api: httpx.AsyncClient, alert: str, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    other = await ask_and_confirm(api, work, catcher, email="other@example.com", description="keeper of bees")
    await publish()
    await work()

    listed = {f"/v1/alerts/{each['id']}": each["counts"] for each in (await api.get("/v1/alerts")).json()["items"]}

    assert listed == {alert: {**NOTHING, "found": 1, "announced": 1}, other: NOTHING}


async def test_the_persons_page_says_it_in_plain_words(
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    publish: Publish,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    settings: Settings,
) -> None:
    await ask_and_confirm(api, work, catcher, cadence="daily")
    for _ in range(2):
        await publish()
    await work()
    await run(
        database,
        "UPDATE match SET state = 'dropped', dropped_reason = 'listing closed' WHERE id = (SELECT min(id) FROM match)",
    )
    token = token_for(settings, Purpose.PREFERENCES, await value(database, "SELECT public_id FROM person"))

    said = words((await client.get(f"/preferences/{token}")).text)

    assert "2 found, told you of 0" in said
    assert "1 comes with your next mail, " in said
    assert "1 left out" in said
    assert "1 closed before the mail left" in said


async def test_as_many_questions_are_asked_of_a_long_list_as_of_a_short_one(
    api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    asked: list[int] = []
    for count in (1, 4):
        for number in range(count):
            email = f"{count}-{number}@example.com"
            await ask_and_confirm(api, work, catcher, email=email, cadence=("daily", "at_once")[number % 2])
        await publish()
        await work()
        async with database.reading() as session:
            alerts = list((await alerts_by_id(session, range(1, 100))).values())
            with statements_sent(database) as sent:
                await counts_of(session, alerts, now=datetime.now(UTC))
        asked.append(len(sent))

    assert asked[0] == asked[1] < 6
