"""Asking for an alert and confirming it: the same answer for everybody, and not a word before consent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import Body, a_candidate, an_alert
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, token_of
from tests.tables import contents, rows, run, value

COUNTS = "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM delivery), (SELECT count(*) FROM work)"


async def test_a_known_and_an_unknown_address_get_the_same_answer_and_the_same_rows(
    client: httpx.AsyncClient, subscribe: Subscribe, database: Database
) -> None:
    await subscribe(email="known@example.com")
    answers, added = [], []

    for email in ("known@example.com", "never-seen@example.com"):
        before = (await rows(database, COUNTS))[0]
        answers.append(await client.post("/v1/alerts", json=an_alert(email=email)))
        after = (await rows(database, COUNTS))[0]
        added.append([now - then for now, then in zip(after, before, strict=True)])

    assert (answers[0].status_code, answers[0].content) == (202, answers[1].content)
    assert answers[0].headers == answers[1].headers
    assert added == [[1, 1, 1], [1, 1, 1]]


async def test_nothing_but_the_request_to_confirm_leaves_before_an_alert_is_confirmed(
    client: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    await work()
    await publish()
    await work()

    assert [mail.subject for mail in catcher.messages] == ["Confirm your alert: night porter in a hotel"]


async def test_confirming_twice_is_confirming_once(
    client: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    await publish()
    await client.post("/v1/alerts", json=an_alert())
    await work()
    token = {"token": token_of(catcher.messages[0], "/alerts/confirm/")}

    answers = []
    for _ in range(2):
        answers.append(await client.post("/v1/alerts/confirm", json=token))
        await work()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(alert_mails(catcher.messages)) == 1


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose is not Purpose.CONFIRM])
async def test_a_link_of_another_purpose_confirms_nothing(
    client: httpx.AsyncClient, database: Database, settings: Settings, purpose: Purpose
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    alert = await value(database, "SELECT public_id FROM alert")
    before = await contents(database)

    answer = await client.post("/v1/alerts/confirm", json={"token": signed(purpose, alert, settings)})

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:rolecall:problem:link-invalid")
    assert await contents(database) == before


async def test_a_confirmation_link_ends_after_two_days(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    alert = await value(database, "SELECT public_id FROM alert")

    answer = await client.post(
        "/v1/alerts/confirm", json={"token": signed(Purpose.CONFIRM, alert, settings, hours_ago=49)}
    )

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:rolecall:problem:link-expired")
    assert await value(database, "SELECT state FROM alert") == "unconfirmed"


async def test_a_link_to_what_is_gone_says_so(client: httpx.AsyncClient, settings: Settings) -> None:
    answer = await client.post("/v1/alerts/confirm", json={"token": signed(Purpose.CONFIRM, uuid4(), settings)})

    assert answer.status_code == 404


async def test_a_link_that_another_key_signed_confirms_nothing(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    alert = await value(database, "SELECT public_id FROM alert")
    stranger = settings.model_copy(update={"secret_key": "y" * 40})

    answer = await client.post("/v1/alerts/confirm", json={"token": signed(Purpose.CONFIRM, alert, stranger)})

    assert answer.json()["type"] == "urn:rolecall:problem:link-invalid"


@pytest.mark.parametrize("address", ["reader@example.com", "READER@Example.COM"])
async def test_a_suppressed_address_gets_nothing_and_its_asker_the_same_answer(
    client: httpx.AsyncClient, database: Database, work: Work, catcher: MailCatcher, address: str
) -> None:
    asked = await client.post("/v1/alerts", json=an_alert(email="somebody@example.com"))
    await work()
    await run(database, "INSERT INTO suppression (folded_address, reason) VALUES ('reader@example.com', 'asked')")

    suppressed = await client.post("/v1/alerts", json=an_alert(email=address))
    await work()

    assert (suppressed.status_code, suppressed.content) == (asked.status_code, asked.content)
    assert [mail.recipients for mail in catcher.messages] == [("somebody@example.com",)]
    assert await value(database, "SELECT dropped_reason FROM delivery ORDER BY id DESC LIMIT 1") == "address suppressed"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"cadence": "hourly"}, "cadence", "'at_once', 'daily' or 'weekly'"),
        ({"description": ""}, "", "needs a description"),
        ({"description": "... !"}, "", "needs a description"),
        ({"email": "reader"}, "email", "cannot be used"),
        ({"email": "reader@example.com\r\nBcc: all@example.com"}, "email", "one line"),
        ({"email": "Reader <reader@example.com>"}, "email", "cannot be used"),
        ({"level": "best"}, "level", "broad"),
        ({"locale": "../etc"}, "locale", ""),
        ({"frequency": "daily"}, "frequency", "not a field"),
        ({"filters": {"town": "York"}}, "filters/town", "not a field"),
        ({"candidate_id": str(uuid4())}, "", "API key"),
    ],
)
async def test_a_wrong_alert_is_refused_with_the_reason_and_nothing_is_kept(
    client: httpx.AsyncClient, database: Database, changes: Body, field: str, words: str
) -> None:
    before = await contents(database)

    answer = await client.post("/v1/alerts", json=an_alert(**changes))

    problem = answer.json()
    assert answer.status_code in (401, 422), answer.text
    assert words in answer.text
    assert [error["field"] for error in problem.get("errors", [])] in ([field], [])
    assert await contents(database) == before


async def test_an_alert_in_a_time_zone_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/alerts", json=an_alert(time_zone="Europe/Atlantis"))

    assert answer.status_code == 422
    assert "time_zone" in answer.text


async def test_an_alert_may_watch_a_candidate_of_ones_own_organisation_alone(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()["id"]

    answers = [
        await each.post("/v1/alerts", json={"email": "reader@example.com", "candidate_id": candidate})
        for each in (api, other_api)
    ]

    assert [answer.status_code for answer in answers] == [201, 404]


def signed(purpose: Purpose, subject: UUID, settings: Settings, *, hours_ago: int = 0) -> str:
    return sign_link(purpose, subject, keys=settings.secret_keys, now=datetime.now(UTC) - timedelta(hours=hours_ago))
