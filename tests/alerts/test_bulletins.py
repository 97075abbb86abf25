"""One mail for a person: what several alerts found, at the reader's own hour, never more than they asked for."""

from datetime import timedelta

import httpx

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.settings import Settings
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, links_in, token_of
from tests.tables import rows, run, value
from tests.working import let_time_pass
from workers.runtime import Runtime

HOUR = timedelta(hours=1)


async def bulletin_in(database: Database, hours: int) -> None:
    """Have bulletins come in so many hours from now, by choosing the readers' zone: hours are those of their day."""
    await run(
        database,
        "UPDATE person SET time_zone = 'Etc/UTC',"
        f" send_hour = extract(hour FROM now() AT TIME ZONE 'UTC' + interval '{hours} hours')::int,"
        f" send_weekday = extract(isodow FROM now() AT TIME ZONE 'UTC' + interval '{hours} hours')::int - 1",
    )


async def test_daily_news_waits_for_the_bulletin_and_is_then_one_mail(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await subscribe(cadence="daily")
    await bulletin_in(database, 3)
    first = await publish()
    await work()
    second = await publish(title="Night porter, house 2")
    await work()
    assert alert_mails(catcher.messages) == []
    assert await rows(database, "SELECT DISTINCT state FROM match") == [("found",)]

    await let_time_pass(runtime, 4 * HOUR)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert all(f"/listings/{listing['id']}" in mail.text for listing in (first, second))


async def test_weekly_news_waits_for_its_weekday(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await subscribe(cadence="weekly")
    await bulletin_in(database, 27)
    await publish()
    await work()
    await let_time_pass(runtime, 20 * HOUR)
    await work()
    assert alert_mails(catcher.messages) == []

    await let_time_pass(runtime, 9 * HOUR)
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_what_several_alerts_found_is_one_mail_that_names_each_and_tells_each_listing_once(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await subscribe(cadence="daily")
    await subscribe(cadence="daily", description="porter at night")
    await bulletin_in(database, 2)
    listing = await publish()
    await work()
    await let_time_pass(runtime, 3 * HOUR)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert mail.text.count(f"/listings/{listing['id']}") == 1
    assert "night porter in a hotel" in mail.text
    assert "porter at night" in mail.text
    assert len({link for link in links_in(mail) if "/stop/" in link}) == 2
    assert "/stop-all/" in str(mail.parsed()["List-Unsubscribe"])
    assert await rows(database, "SELECT state, count(*) FROM match GROUP BY state") == [("announced", 2)]
    assert await value(database, "SELECT count(*) FROM announcement") == 1


async def test_the_listing_of_an_urgent_alert_also_answers_the_one_that_could_have_waited(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await subscribe()
    await subscribe(cadence="weekly", description="porter at night")
    await publish()
    await work()
    await let_time_pass(runtime, 8 * 24 * HOUR)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert "porter at night" in mail.text


async def test_when_one_of_two_alerts_was_stopped_the_mail_answers_the_other(
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    runtime: Runtime,
    api: httpx.AsyncClient,
) -> None:
    await subscribe(cadence="daily")
    other = await subscribe(cadence="daily", description="porter at night")
    await bulletin_in(database, 2)
    await publish()
    await work()
    await run(database, f"UPDATE alert SET state = 'stopped' WHERE public_id = '{other['id']}'")
    await let_time_pass(runtime, 3 * HOUR)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert "porter at night" not in mail.text
    assert await rows(database, "SELECT state, dropped_reason FROM match ORDER BY alert_id") == [
        ("announced", None),
        ("dropped", "alert stopped"),
    ]


async def test_nothing_comes_in_quiet_hours_but_what_was_just_asked_for(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await publish()
    await work()
    await subscribe()
    assert len(alert_mails(catcher.messages)) == 1
    await run(
        database,
        "UPDATE person SET time_zone = 'Etc/UTC', quiet_from = extract(hour FROM now() AT TIME ZONE 'UTC')::int,"
        " quiet_until = extract(hour FROM now() AT TIME ZONE 'UTC' + interval '5 hours')::int",
    )
    await publish(title="Night porter, house 2")
    await work()
    assert len(alert_mails(catcher.messages)) == 1

    await let_time_pass(runtime, 6 * HOUR)
    await work()

    assert len(alert_mails(catcher.messages)) == 2


async def test_what_exceeds_the_most_mails_of_a_day_waits_for_the_next_days_bulletin_and_is_not_called_sent(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    await subscribe()
    await run(database, "UPDATE person SET mails_a_day = 1")
    await publish()
    await work()
    for number in range(3):
        await publish(title=f"Night porter, house {number}")
        await work()
    assert len(alert_mails(catcher.messages)) == 1
    assert await value(database, "SELECT count(*) FROM match WHERE state = 'found'") == 3

    await let_time_pass(runtime, 50 * HOUR)
    await work()

    assert len(alert_mails(catcher.messages)) == 2
    assert await value(database, "SELECT count(*) FROM announcement WHERE state = 'sent'") == 4


async def test_one_click_stops_all_alerts_that_a_mail_answered(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    settings: Settings,
) -> None:
    await subscribe()
    await subscribe(description="porter at night")
    await publish()
    await work()
    address = f"/stop-all/{token_of(alert_mails(catcher.messages)[0], '/stop-all/')}"
    assert "Stop all mail?" in (await client.get(address)).text
    assert await rows(database, "SELECT DISTINCT state FROM alert") == [("active",)]

    for _ in range(2):
        answer = await client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "Location" in answer.headers) == (200, False)

    assert await rows(database, "SELECT DISTINCT state FROM alert") == [("stopped",)]
    assert await value(database, "SELECT reason FROM suppression") == "asked"


async def test_mail_that_waits_is_stopped_too(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    runtime: Runtime,
) -> None:
    await subscribe(cadence="daily")
    await bulletin_in(database, 2)
    await publish()
    await work()
    await run(database, "UPDATE alert SET state = 'stopped'")
    await let_time_pass(runtime, 3 * HOUR)
    await work()

    assert alert_mails(catcher.messages) == []
    assert await rows(database, "SELECT state, dropped_reason FROM match") == [("dropped", "alert stopped")]


async def test_another_hour_or_cadence_applies_to_what_waits_already(
    client: httpx.AsyncClient,
    api: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
) -> None:
    alert = await subscribe(cadence="weekly")
    await bulletin_in(database, 30)
    await publish()
    await work()
    assert alert_mails(catcher.messages) == []

    await run(database, "UPDATE alert SET organisation_id = (SELECT min(id) FROM organisation)")
    answer = await api.patch(f"/v1/alerts/{alert['id']}", json={"cadence": "at_once"})
    assert answer.status_code == 200
    await work()

    assert len(alert_mails(catcher.messages)) == 1
