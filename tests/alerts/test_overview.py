"""The overview of alerts for whoever runs the installation: counts that agree with what happened, nobody named."""

from datetime import UTC, datetime

import pytest

from service.alerts.overview.actions import look_over_alerts
from service.alerts.overview.schemas import AlertsOverview, MailCounted, SkippedCounted
from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.given import Publish, Subscribe, Work
from tests.tables import run, statements_sent


async def look(database: Database) -> AlertsOverview:
    async with database.reading() as session:
        return await look_over_alerts(session, now=datetime.now(UTC))


async def days_pass(database: Database, days: float) -> None:
    for table, columns in {"match": ["created_at"], "delivery": ["created_at", "ended_at"]}.items():
        for column in columns:
            await run(database, f"UPDATE {table} SET {column} = {column} - :days * interval '1 day'", days=days)


async def test_an_installation_without_alerts_has_nothing_to_show(database: Database) -> None:
    overview = await look(database)

    assert overview == AlertsOverview(
        alerts=[],
        pending=0,
        accepted=MailCounted(last_day=0, last_week=0),
        failed=MailCounted(last_day=0, last_week=0),
        mails_dropped=[],
        matches_dropped=[],
        overdue=[],
        forgotten_matches=0,
        forgotten_mails=0,
        silent=[],
        silent_count=0,
    )


async def test_alerts_are_counted_by_state_and_cadence(database: Database, subscribe: Subscribe) -> None:
    for number, cadence in enumerate(("at_once", "daily", "daily")):
        await subscribe(email=f"{number}@example.com", cadence=cadence)
    await run(database, "UPDATE alert SET state = 'paused' WHERE id = 3")

    counted = [(each.state, each.cadence, each.count) for each in (await look(database)).alerts]

    assert counted == [("active", "at_once", 1), ("active", "daily", 1), ("paused", "daily", 1)]


async def test_mail_is_counted_as_delivered_and_pending_in_the_last_day_and_week(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await publish()
    await work()
    await days_pass(database, 2)

    async def later(moment: Moment) -> str | None:
        return "451 4.3.2 Not now" if moment.stage == "RCPT" else None

    await publish()
    await work()
    catcher.reply = later
    await publish()
    await work()

    overview = await look(database)
    assert (overview.accepted.last_day, overview.accepted.last_week, overview.pending) == (1, 2, 1)
    assert overview.overdue == []
    await run(database, "UPDATE work SET available_at = now() - interval '5 minutes'")
    ((kind, count),) = [(each.kind, each.count) for each in (await look(database)).overdue]
    assert (kind, count) == ("send_mail", 1)


async def test_what_was_skipped_is_counted_by_reason(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work
) -> None:
    await subscribe()
    await publish()
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('reader@example.com', 'bounced')")
    await work()

    overview = await look(database)

    expected = [SkippedCounted(reason="address suppressed", last_day=1, last_week=1)]
    assert overview.mails_dropped == expected
    assert overview.matches_dropped == expected


@pytest.mark.parametrize(
    ("cadence", "days", "silent"),
    [
        ("at_once", 0.5, False),
        ("at_once", 2, True),
        ("daily", 1, False),
        ("daily", 3, True),
        ("weekly", 7, False),
        ("weekly", 9, True),
        ("weekly", 16, False),
    ],
)
async def test_an_alert_that_found_something_and_told_nothing_is_named_once_its_cadence_would_have_told(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work, cadence: str, days: float, silent: bool
) -> None:
    alert = await subscribe(cadence=cadence)
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('reader@example.com', 'bounced')")
    await publish()
    await work()
    await days_pass(database, days)

    overview = await look(database)

    assert [str(each.id) for each in overview.silent] == ([alert["id"]] if silent else [])
    assert overview.silent_count == int(silent)
    if silent and cadence == "at_once":
        assert (overview.silent[0].found, overview.silent[0].dropped) == (1, 1)
        assert overview.silent[0].reason == "address suppressed"


async def test_an_alert_that_told_something_is_not_silent_whatever_it_left_out(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work
) -> None:
    await subscribe()
    await publish()
    await work()
    await publish()
    await work()
    await run(
        database,
        "UPDATE match SET state = 'dropped', dropped_reason = 'listing closed', announcement_id = NULL WHERE id = 2",
    )
    await days_pass(database, 2)

    assert (await look(database)).silent == []


async def test_a_promise_for_which_no_work_asks_is_told_as_forgotten(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work
) -> None:
    await subscribe(cadence="daily")
    await publish()
    await work()
    assert (await look(database)).forgotten_matches == 0

    await run(database, "DELETE FROM work WHERE kind = 'compose_mail'")

    assert (await look(database)).forgotten_matches == 1


async def test_as_many_questions_are_asked_of_many_alerts_as_of_one(
    database: Database, subscribe: Subscribe, publish: Publish, work: Work
) -> None:
    asked: list[int] = []
    for silent in (1, 5):
        for number in range(silent):
            await subscribe(email=f"{silent}-{number}@example.com")
        await run(
            database,
            "INSERT INTO suppression (folded_address, reason) SELECT folded_address, 'bounced' FROM person"
            " ON CONFLICT DO NOTHING",
        )
        await publish()
        await work()
        await days_pass(database, 2)
        with statements_sent(database) as sent:
            await look(database)
        asked.append(len(sent))

    assert asked[0] == asked[1] < 10
