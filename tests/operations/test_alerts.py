"""What an operator is told of alerts and canaries, by page and by key."""

import httpx
import pytest

from service.database import Database
from tests.given import Publish, Subscribe, Work
from tests.tables import contents, run
from tests.web.reading import words

RUN = (
    "INSERT INTO canary_run (started_at, give_up_at, scheduled, state, stages, missing, error, ended_at) VALUES"
    ' (now(), now(), true, \'arrived\', \'{"ready": 0.2, "posted": 0.3, "arrived": 2.5}\', NULL, NULL, now()),'
    " (now() - interval '1 hour', now(), false, 'late', '{\"ready\": 0.2}', 'posted', 'Look at it.', now())"
)


async def test_the_overview_is_the_same_by_key_and_on_the_page(
    operator: httpx.AsyncClient,
    operations: httpx.AsyncClient,
    subscribe: Subscribe,
    publish: Publish,
    work: Work,
    database: Database,
) -> None:
    await subscribe()
    await subscribe(email="other@example.com", cadence="weekly")
    await publish()
    await work()
    await run(database, "UPDATE work SET available_at = now() - interval '5 minutes'")
    before = await contents(database)

    answer = await operations.get("/v1/operations/alerts")
    said = words((await operator.get("/operations")).text)

    overview = answer.json()
    assert answer.status_code == 200
    assert (overview["accepted"], overview["pending"]) == ({"last_day": 1, "last_week": 1}, 0)
    assert [(each["kind"], each["count"]) for each in overview["overdue"]] == [("compose_mail", 1)]
    assert "Active At once 1 Daily 0 Weekly 1 All 2" in said
    assert "1 person's news waits beyond the time it was due, the first for 5 minutes." in said
    assert await contents(database) == before


async def test_silent_alerts_and_what_was_left_out_are_shown_by_id_and_reason(
    operator: httpx.AsyncClient, subscribe: Subscribe, publish: Publish, work: Work, database: Database
) -> None:
    alert = await subscribe()
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('reader@example.com', 'bounced')")
    await publish()
    await work()
    await run(database, "UPDATE match SET created_at = created_at - interval '2 days'")

    page = await operator.get("/operations")

    assert alert["id"] in page.text
    assert "0 waiting, 1 dropped, most of them for: address suppressed" in words(page.text)
    assert "Mails: address suppressed In a day 1 In a week 1" in words(page.text)
    assert [word for word in ("@", "porter", "Porter") if word in page.text] == []


async def test_canaries_are_listed_with_how_they_ended(
    operator: httpx.AsyncClient, operations: httpx.AsyncClient, database: Database
) -> None:
    assert "No canary was sent off yet" in words((await operator.get("/operations")).text)
    await run(database, RUN)

    arrived, late = (await operations.get("/v1/operations/canaries")).json()
    said = words((await operator.get("/operations")).text)

    assert (arrived["state"], arrived["seconds"], arrived["missing"]) == ("arrived", 2.2, None)
    assert (late["state"], late["seconds"], late["missing"], late["look_at"]) == ("late", None, "posted", "Look at it.")
    assert "Late, not posted" in said


@pytest.mark.parametrize("path", ["/v1/operations/alerts", "/v1/operations/canaries"])
async def test_nobody_else_is_told(client: httpx.AsyncClient, api: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 401
    assert (await api.get(path)).status_code == 404
