"""What comes back about real mail: whom it silences, what it pauses, and that a forged report changes nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from service.accounts.models import ORGANISATION_SCOPES, Scope
from service.alerts.returns import receive_report
from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from service.embedded.caught_mail import CaughtMail
from service.mail.reports import Report, Verdict
from service.mail.return_path import delivery_token
from service.mail.streams.actions import paused_streams, resume_stream
from service.mail.streams.models import Stream
from service.settings import Settings
from tests.factories import an_alert
from tests.given import Connect, MakeKey, Publish, Subscribe, Work
from tests.mail.reports.complaints import complaint
from tests.mail.reports.ours import RETURN_PATH
from tests.mail.reports.standard_reports import postfix
from tests.mails import alert_mails, mails_to
from tests.tables import contents, rows, run, value
from workers.runtime import Runtime

UNKNOWN = "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"
REFUSED = "550 5.7.26 This mail has been blocked because the sender is unauthenticated"
MESSAGE = {"Content-Type": "message/rfc822"}
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SUPPRESSED = "SELECT folded_address, reason FROM suppression"
DELIVERIES = "SELECT state, attempts FROM delivery WHERE kind = 'alert' ORDER BY id"


async def post(api: httpx.AsyncClient, raw: bytes) -> None:
    answer = await api.post("/v1/mail/reports", content=raw, headers=MESSAGE)
    assert (answer.status_code, answer.json()) == (202, {"message": "Received."})


def about(mail: CaughtMail, raw: bytes) -> bytes:
    """A sample, as it would come back about this mail."""
    return raw.replace(RETURN_PATH.encode(), mail.sender.encode())


@pytest.fixture
async def api(connect: Connect, make_key: MakeKey) -> httpx.AsyncClient:
    """An organisation whose key may also hand on reports."""
    return connect(key=await make_key("Greenwich Council", scopes=(*ORGANISATION_SCOPES, Scope.MAIL_REPORT)))


@pytest.fixture
async def told(publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher) -> CaughtMail:
    """A reader and the mail that told them of a listing."""
    await subscribe()
    await publish()
    await work()
    return alert_mails(catcher.messages)[0]


async def told_again(publish: Publish, work: Work, catcher: MailCatcher) -> list[CaughtMail]:
    """The mails that another listing brings."""
    catcher.clear()
    await publish(title="Night porter of another hotel")
    await work()
    return alert_mails(catcher.messages)


async def test_an_unknown_mailbox_gets_no_mail_any_more(
    told: CaughtMail, api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await post(api, about(told, postfix(UNKNOWN)))

    assert await rows(database, SUPPRESSED) == [("reader@example.com", "bounced")]
    assert await rows(database, "SELECT verdict, status FROM delivery_report") == [("mailbox_unknown", "5.1.1")]
    assert await told_again(publish, work, catcher) == []


async def test_a_complaint_silences_every_alert_of_the_person(
    told: CaughtMail, api: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await post(api, complaint("abuse", told.raw))

    assert await rows(database, SUPPRESSED) == [("reader@example.com", "complained")]
    assert await rows(database, "SELECT DISTINCT state FROM alert") == [("stopped",)]
    assert await told_again(publish, work, catcher) == []


async def test_a_report_that_comes_twice_changes_nothing_the_second_time(
    told: CaughtMail, api: httpx.AsyncClient, database: Database
) -> None:
    raw = about(told, postfix("452 4.2.2 Mailbox full"))
    await post(api, raw)
    before = await contents(database)

    await asyncio.gather(*(post(api, raw) for _ in range(4)))

    assert await contents(database) == before
    assert await rows(database, "SELECT days FROM bounce_count") == [(1,)]


@pytest.mark.parametrize(
    "forge",
    [
        lambda told: postfix(UNKNOWN),
        lambda told: about(told, postfix(UNKNOWN)).replace(told.sender.encode(), _changed(told.sender).encode()),
        lambda told: postfix(UNKNOWN).replace(b"rfc822;reader@", f"rfc822;{told.sender}, reader@".encode()),
        lambda told: complaint("abuse", b"Subject: x\r\n\r\n", more="Original-Rcpt-To: reader@example.com\n"),
        lambda told: complaint("abuse", f"X-Rolecall-Delivery: {'a' * 45}\r\nTo: reader@example.com\r\n\r\n".encode()),
        lambda told: complaint("not-spam", told.raw),
        lambda told: about(told, postfix(UNKNOWN, action="delivered")),
        lambda told: told.raw,
        lambda told: b"",
        lambda told: b"\xff\x00" * 1000,
    ],
    ids=range(10),
)  # fmt: skip
async def test_what_is_forged_or_reports_nothing_changes_nothing(
    told: CaughtMail, api: httpx.AsyncClient, database: Database, forge: Any
) -> None:
    before = await contents(database)

    await post(api, forge(told))

    assert await contents(database) == before


async def test_a_delay_is_noted_and_nothing_else(told: CaughtMail, api: httpx.AsyncClient, database: Database) -> None:
    await post(api, about(told, postfix("451 4.4.1 Connection timed out", action="delayed")))

    assert await rows(database, "SELECT verdict FROM delivery_report") == [("delayed",)]
    assert await rows(database, "SELECT days FROM bounce_count") == []


async def test_reports_need_a_key_of_their_scope_and_are_messages(
    connect: Connect, make_key: MakeKey, client: httpx.AsyncClient
) -> None:
    key = await make_key("Relay", scopes=(Scope.MAIL_REPORT,))
    other = await make_key("Somebody", scopes=(Scope.LISTINGS_WRITE,))

    async def status(asked: httpx.AsyncClient, content: bytes, kind: str) -> int:
        return (await asked.post("/v1/mail/reports", content=content, headers={"Content-Type": kind})).status_code

    assert await status(connect(key=key), b"x", "message/rfc822") == 202
    assert await status(connect(key=other), b"x", "message/rfc822") == 403
    assert await status(client, b"x", "message/rfc822") == 401
    assert await status(connect(key=key), b"{}", "application/json") == 415
    assert await status(connect(key=key), b"x" * 3_000_001, "message/rfc822") == 413


async def test_failures_of_the_moment_suppress_after_seven_days_and_not_after_fifty_in_one(
    told: CaughtMail, database: Database, settings: Settings
) -> None:
    tokens = await deliveries_more(database, settings, 60)

    async def fail(token: str, at: datetime) -> None:
        async with database.transaction() as session:
            report = Report(Verdict.TEMPORARY, "4.2.2", "full", (token,))
            assert await receive_report(session, report, keys=settings.secret_keys, now=at)

    for token in tokens[:50]:
        await fail(token, NOW)
    for day in range(1, 6):
        await fail(tokens[50 + day], NOW + timedelta(days=day))
    assert (await rows(database, SUPPRESSED), await rows(database, "SELECT days FROM bounce_count")) == ([], [(6,)])

    await fail(tokens[59], NOW + timedelta(days=6))

    assert await rows(database, SUPPRESSED) == [("reader@example.com", "bounced")]


@pytest.mark.parametrize("stage", ["RCPT", "END"])
async def test_a_server_that_knows_no_such_mailbox_suppresses_at_once(
    subscribe: Subscribe, publish: Publish, work: Work, catcher: MailCatcher, database: Database, stage: str
) -> None:
    await subscribe()
    await publish()
    catcher.reply = answering(UNKNOWN, stage)

    await work()

    catcher.reply = None
    assert await rows(database, SUPPRESSED) == [("reader@example.com", "bounced")]
    assert await told_again(publish, work, catcher) == []


async def test_a_refusal_by_policy_pauses_alerts_but_no_person_and_no_confirmation(
    subscribe: Subscribe,
    publish: Publish,
    client: httpx.AsyncClient,
    work: Work,
    catcher: MailCatcher,
    database: Database,
) -> None:
    await subscribe()
    await publish()
    catcher.reply = answering(REFUSED, "END")
    await work()
    catcher.reply = None

    assert await told_again(publish, work, catcher) == []
    await client.post("/v1/alerts", json=an_alert(email="other@example.net"))
    await work()

    assert await rows(database, SUPPRESSED) == []
    assert await rows(database, DELIVERIES) == [("failed", 1), ("pending", 0)]
    assert len(mails_to("other@example.net", catcher.messages)) == 1
    (problem,) = [each for each in (await client.get("/health")).json()["problems"] if "paused" in each]
    assert "5.7.26" in problem
    assert "rolecall mail resume alerts" in problem
    assert "example.com" not in problem


async def test_a_paused_stream_goes_on_by_itself_and_waits_longer_while_it_is_refused(
    subscribe: Subscribe, publish: Publish, work: Work, catcher: MailCatcher, database: Database, runtime: Runtime
) -> None:
    ahead, lasted = [timedelta()], []
    runtime.now = lambda: datetime.now(UTC) + ahead[0]
    await subscribe()
    catcher.reply = answering(REFUSED, "END")
    for number in range(4):
        await publish(title=f"Night porter of hotel {number}")
        await work()
        paused_at, until = (await rows(database, "SELECT paused_at, paused_until FROM stream_pause"))[0]
        lasted.append((until - paused_at) / timedelta(hours=1))
        ahead[0] = until - datetime.now(UTC)
        await run(database, "UPDATE work SET available_at = now()")

    catcher.reply = None
    assert len(await told_again(publish, work, catcher)) == 1
    assert lasted == [1, 2, 4, 8]
    assert await rows(database, SUPPRESSED) == []


async def test_a_refusal_of_mail_that_left_before_the_pause_does_not_lengthen_it(
    told: CaughtMail, api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    (token,) = await deliveries_more(database, settings, 1)
    await post(api, about(told, postfix(REFUSED)))
    before = await rows(database, "SELECT paused_until, pauses FROM stream_pause")
    late = datetime.now(UTC) + timedelta(hours=2)

    async with database.transaction() as session:
        report = Report(Verdict.POLICY, "5.7.1", "no", (token,))
        assert await receive_report(session, report, keys=settings.secret_keys, now=late)

    assert await rows(database, "SELECT paused_until, pauses FROM stream_pause") == before


async def test_too_many_complaints_pause_alerts_until_an_operator_resumes_them(
    told: CaughtMail,
    api: httpx.AsyncClient,
    publish: Publish,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    settings: Settings,
    client: httpx.AsyncClient,
    subscribe: Subscribe,
) -> None:
    await deliveries_more(database, settings, 999)
    await post(api, complaint("abuse", told.raw))
    await subscribe(email="other@example.net")
    assert await told_again(publish, work, catcher) == []
    assert "called it junk" in " ".join((await client.get("/health")).json()["problems"])

    async with database.transaction() as session:
        assert await resume_stream(session, Stream.ALERTS, now=datetime.now(UTC))
    await work()

    assert {mail.recipients for mail in alert_mails(catcher.messages)} == {("other@example.net",)}
    assert await value(database, "SELECT count(*) FROM suppression") == 1


async def test_both_streams_can_be_paused_and_end_at_their_own_times(
    told: CaughtMail, database: Database, settings: Settings
) -> None:
    await run(
        database,
        "INSERT INTO stream_pause (stream, reason, status, pauses, paused_until) VALUES"
        " ('alerts', 'policy', '', 1, :soon), ('account', 'complaints', '', 1, NULL)",
        soon=NOW + timedelta(hours=1),
    )

    async with database.reading() as session:
        now = await paused_streams(session, NOW)
        later = await paused_streams(session, NOW + timedelta(hours=1))

    assert now[Stream.ALERTS] == NOW + timedelta(hours=1)
    assert set(later) == {Stream.ACCOUNT}


def answering(reply: str, stage: str) -> Any:
    async def answer(moment: Moment) -> str | None:
        return reply if moment.stage == stage else None

    return answer


def _changed(sender: str) -> str:
    at = len("bounce+") + 30
    return sender[:at] + ("a" if sender[at] != "a" else "b") + sender[at + 1 :]


async def deliveries_more(database: Database, settings: Settings, count: int) -> list[str]:
    """Other accepted alert mails of the same person, of just now; returns the tokens of their return paths."""
    made = await rows(database, "SELECT gen_random_uuid() FROM generate_series(1, :count)", count=count)
    for (public_id,) in made:
        await run(
            database,
            "INSERT INTO delivery (public_id, person_id, kind, mailbox_key, domain, state, attempts, attempted_at,"
            " ended_at) SELECT :id, person_id, kind, mailbox_key, domain, 'accepted', 1, now(), now() FROM delivery"
            " WHERE kind = 'alert' ORDER BY id LIMIT 1",
            id=public_id,
        )
    return [delivery_token(public_id, keys=settings.secret_keys) for (public_id,) in made]
