"""What is stuck is listed with its reason and nothing of a person, and is tried again when an operator says so."""

from typing import Any

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import KEEP_AND_CUT, MailCatcher, Moment
from service.operations.queries import ABOUT
from service.work import WorkKind
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails
from tests.operations.conftest import Crash
from tests.tables import contents, rows, run, value

LETTERS = "/v1/operations/dead-letters"
READER = "reader@example.com"
Letter = dict[str, Any]


async def letters(operations: httpx.AsyncClient, **params: Any) -> list[Letter]:
    found: list[Letter] = (await operations.get(LETTERS, params=params)).json()["items"]
    return found


async def retry(operations: httpx.AsyncClient, letter: Letter) -> httpx.Response:
    return await operations.post(f"{LETTERS}/{letter['id']}/retry")


async def refuse(moment: Moment) -> str | None:
    return f"552 5.2.3 the message to <{READER}> is too large" if moment.stage == "RCPT" else None


@pytest.fixture
async def refused(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, operations: httpx.AsyncClient
) -> Letter:
    """A mail of an alert that its server refused for good."""
    await subscribe()
    await publish()
    catcher.reply = refuse
    await work()
    catcher.reply = None
    (letter,) = await letters(operations)
    return letter


async def test_work_set_aside_is_listed_with_what_it_is_about(
    publish: Publish, crash: Crash, operations: httpx.AsyncClient
) -> None:
    listing = await publish()
    await crash(WorkKind.ENCODE_LISTINGS)

    (letter,) = await letters(operations)

    assert letter.pop("since")
    assert letter == {
        "id": "work-1",
        "kind": "encode_listings",
        "about": "listing",
        "subject": listing["id"],
        "state": "set_aside",
        "reason": "Its worker died 3 times doing it",
        "attempts": 1,
        "crashes": 3,
    }


async def test_work_set_aside_is_done_when_it_is_asked_for_again(
    publish: Publish, crash: Crash, operations: httpx.AsyncClient, work: Work, database: Database
) -> None:
    await publish()
    await crash(WorkKind.ENCODE_LISTINGS)
    (letter,) = await letters(operations)

    answer = await retry(operations, letter)

    assert (answer.status_code, answer.json()["id"]) == (200, letter["id"])
    assert await rows(database, "SELECT attempts, crashes, last_error, failing_since FROM work") == [(0, 0, None, None)]
    assert await letters(operations) == []
    await work()
    assert await value(database, "SELECT count(*) FROM stored_vector") > 0
    assert (await retry(operations, letter)).status_code == 404


async def test_work_that_failed_often_is_listed_and_due_at_once_when_asked_for(
    publish: Publish, operations: httpx.AsyncClient, database: Database
) -> None:
    await publish()
    failing = "UPDATE work SET attempts = {}, last_error = 'builtins.ZeroDivisionError', failing_since = now()"
    await run(database, failing.format(4) + ", available_at = now() + interval '1 hour'")
    assert await letters(operations) == []
    await run(database, failing.format(5))

    (letter,) = await letters(operations)
    answer = await retry(operations, letter)

    assert (letter["state"], letter["reason"]) == ("failing", "builtins.ZeroDivisionError")
    assert answer.status_code == 200
    assert await rows(database, "SELECT attempts, available_at <= now() FROM work") == [(0, True)]


async def test_what_is_being_done_at_this_moment_is_left_alone(
    publish: Publish, operations: httpx.AsyncClient, database: Database
) -> None:
    await publish()
    await run(database, "UPDATE work SET attempts = 6, failing_since = now(), leased_until = now() + interval '9 s'")
    (letter,) = await letters(operations)
    before = await contents(database)

    answer = await retry(operations, letter)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rolecall:problem:dead-letter-busy")
    assert await contents(database) == before


async def test_a_refused_mail_is_listed_without_a_word_of_the_server_or_a_person(
    refused: Letter, operations: httpx.AsyncClient, database: Database
) -> None:
    delivery = await value(database, "SELECT public_id FROM delivery WHERE state = 'failed'")

    assert refused["id"] == f"delivery-{delivery}"
    assert (refused["kind"], refused["state"], refused["attempts"]) == ("alert_mail", "failed", 1)
    assert refused["reason"] == "Refused: 552 5.2.3, the message is too large"
    said = (await operations.get(LETTERS)).text
    assert [word for word in ("@", "nobody", "porter", "Porter", "hotel") if word in said] == []


async def test_a_refused_mail_is_sent_again_as_the_same_message_and_tells_what_it_was_to_tell(
    refused: Letter, operations: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    answer = await retry(operations, refused)

    assert answer.status_code == 200
    assert await rows(database, "SELECT state FROM announcement") == [("pending",)]
    assert await rows(database, "SELECT state, dropped_reason FROM match") == [("announced", None)]
    await work()
    (mail,) = alert_mails(catcher.messages)
    assert str(mail.parsed()["Message-ID"]).startswith("<" + refused["id"].removeprefix("delivery-"))
    assert await rows(database, "SELECT state, attempts FROM delivery WHERE kind = 'alert'") == [("accepted", 1)]
    assert await rows(database, "SELECT state FROM announcement") == [("sent",)]
    assert await letters(operations) == []


async def test_a_mail_to_a_suppressed_address_is_not_sent_again(
    refused: Letter, operations: httpx.AsyncClient, database: Database
) -> None:
    await run(database, f"INSERT INTO suppression (folded_address, reason) VALUES ('{READER}', 'bounced')")
    before = await contents(database)

    answer = await retry(operations, refused)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rolecall:problem:recipient-suppressed")
    assert "bounced" in answer.json()["detail"]
    assert READER not in answer.text
    assert await contents(database) == before


async def test_a_mail_whose_openings_were_told_since_is_not_sent_again(
    refused: Letter, operations: httpx.AsyncClient, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe(description="porter in a hotel at night")
    await work()
    told = len(alert_mails(catcher.messages))

    answer = await retry(operations, refused)

    assert told == 1
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rolecall:problem:nothing-left-to-tell")
    await work()
    assert len(alert_mails(catcher.messages)) == told


async def test_what_was_stopped_since_is_not_told_after_all(
    refused: Letter, operations: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await run(database, "UPDATE alert SET state = 'stopped'")

    assert (await retry(operations, refused)).status_code == 200
    await work()

    assert alert_mails(catcher.messages) == []
    assert await rows(database, "SELECT state, dropped_reason FROM delivery WHERE kind = 'alert'") == [
        ("dropped", "alert stopped")
    ]


async def test_a_confirmation_that_was_refused_can_be_sent_again(
    client: httpx.AsyncClient, operations: httpx.AsyncClient, work: Work, catcher: MailCatcher
) -> None:
    catcher.reply = refuse
    await client.post("/v1/alerts", json={"email": READER, "description": "keeper of bees", "level": "broad"})
    await work()
    catcher.reply = None
    (letter,) = await letters(operations)

    await retry(operations, letter)
    await work()

    assert letter["kind"] == "confirmation_mail"
    assert [mail.recipients for mail in catcher.messages] == [(READER,)]


async def test_a_mail_put_off_five_times_is_listed_and_tried_at_once_when_asked_for(
    client: httpx.AsyncClient, operations: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    async def put_off(moment: Moment) -> str | None:
        return f"452 4.2.2 {READER} has no room" if moment.stage == "RCPT" else None

    catcher.reply = put_off
    await client.post("/v1/alerts", json={"email": READER, "description": "keeper of bees", "level": "broad"})
    for _ in range(5):
        assert await letters(operations) == []
        await run(database, "UPDATE work SET available_at = now()")
        await work()
    catcher.reply = None

    (letter,) = await letters(operations)
    answer = await retry(operations, letter)
    await work()

    assert (letter["state"], letter["attempts"]) == ("deferred", 5)
    assert letter["reason"] == "Put off again and again: 452 4.2.2, the mailbox is full"
    assert answer.status_code == 200
    assert [mail.recipients for mail in catcher.messages] == [(READER,)]
    assert await letters(operations) == []


async def test_a_mail_whose_answer_was_never_heard_says_that_it_may_have_arrived(
    refused: Letter, operations: httpx.AsyncClient, database: Database
) -> None:
    await run(
        database, "UPDATE delivery SET unanswered = true, reply_code = NULL, attempts = 10 WHERE state = 'failed'"
    )

    (letter,) = await letters(operations)

    assert letter["reason"] == (
        "Given up after 10 attempts: no answer from the mail server; "
        "what became of the last attempt is not known, so that the mail may have arrived"
    )


async def test_an_attempt_is_unanswered_until_the_server_has_said_what_becomes_of_it(
    client: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    heard: list[bool] = []

    async def keep_and_cut(moment: Moment) -> str | None:
        return KEEP_AND_CUT if moment.stage == "END" else None

    catcher.reply = keep_and_cut
    await client.post("/v1/alerts", json={"email": READER, "description": "keeper of bees", "level": "broad"})
    await work()
    heard.append(await value(database, "SELECT unanswered FROM delivery"))
    catcher.reply = None
    await run(database, "UPDATE work SET available_at = now()")
    await work()
    heard.append(await value(database, "SELECT unanswered FROM delivery"))

    assert heard == [True, False]


async def test_the_list_is_paged_from_the_newest_and_holds_each_once(
    operations: httpx.AsyncClient, database: Database
) -> None:
    await run(
        database,
        "INSERT INTO work (kind, subject_id, owner_id, version, attempts, failing_since, last_error)"
        " SELECT 'encode_listings', number, 0, 1, 5, now() - (number / 2) * interval '1 minute', 'it failed'"
        " FROM generate_series(1, 7) number",
    )

    seen, cursor = [], None
    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await operations.get(LETTERS, params=params)).json()
        seen += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break

    assert [each["since"] for each in seen] == sorted((each["since"] for each in seen), reverse=True)
    assert len({each["id"] for each in seen}) == len(seen) == 7
    assert {each["subject"] for each in seen} == {None}


@pytest.mark.parametrize("cursor", ["x", "MTIz", "4pyT", "MTIzIHdvcmsgeA"])
async def test_a_cursor_of_another_list_is_refused(operations: httpx.AsyncClient, cursor: str) -> None:
    answer = await operations.get(LETTERS, params={"cursor": cursor})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize(
    "id_",
    [
        "work-1",
        "work-0",
        "work-99999999999999999999",
        "delivery-04fa5704-d154-4f89-9583-63cc2b2c6d62",
        "delivery-1",
        "alert-1",
        "x",
    ],
)
async def test_what_is_no_dead_letter_is_not_there(operations: httpx.AsyncClient, id_: str) -> None:
    answer = await operations.post(f"{LETTERS}/{id_}/retry")

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:rolecall:problem:dead-letter-gone")


def test_every_kind_of_work_says_what_it_is_about() -> None:
    assert set(ABOUT) == set(WorkKind)
