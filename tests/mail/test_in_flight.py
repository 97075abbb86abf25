"""Mail as a server receives it: what its headers say, and what becomes of it when the server refuses."""

import re
from email.message import EmailMessage

import pytest

from service.database import Database
from service.embedded.catcher import CUT, KEEP_AND_CUT, MailCatcher, Moment
from service.embedded.caught_mail import CaughtMail
from service.mail.return_path import delivery_of
from service.settings import Settings
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails
from tests.tables import rows, run, value

HOSTILE = [
    "Porter =?utf-8?B?QmNjOiBhbGxAZXhhbXBsZS5jb20=?=",
    "Porter <script>alert(1)</script>",
    'Porter" <all@example.com>, "',
    "Porter \u202egnp.exe",
    "Porter {{ 7 * 7 }} {% raw %} ${7*7}",
    "Porter " + "x" * 190,
    "Portër 🚪 für Nächte",
    ". Porter",
]


async def told_of(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, **changes: str
) -> CaughtMail:
    await subscribe()
    words = "night porter in a hotel"
    await publish(**{"title": words, "description": words, **changes})
    await work()
    (mail,) = alert_mails(catcher.messages)
    return mail


async def test_an_alert_says_who_sends_it_what_it_is_and_how_to_stop_it(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, settings: Settings
) -> None:
    mail = await told_of(publish, subscribe, work, catcher)

    headers = mail.parsed()
    delivery = await value(database, "SELECT public_id FROM delivery WHERE kind = 'alert'")
    alert = await value(database, "SELECT public_id FROM alert")
    assert headers["Message-ID"] == f"<{delivery}@example.org>"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/stop/[\w.-]+>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(alert) in headers["List-Id"]
    assert headers["Auto-Submitted"] == "auto-generated"
    assert delivery_of(mail.sender, keys=settings.secret_keys) == delivery
    assert mail.sender.endswith("@example.org")
    assert headers["From"] == "Rolecall <alerts@example.org>"
    assert headers["X-Rolecall-Delivery"] in mail.sender
    assert re.fullmatch(r"alert:rolecall:[0-9a-f]{12}", headers["Feedback-ID"])
    assert headers.get_content_type() == "multipart/alternative"


async def test_a_confirmation_is_no_list_mail(subscribe: Subscribe, catcher: MailCatcher) -> None:
    await subscribe()

    headers = catcher.messages[0].parsed()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert (headers["List-Unsubscribe"], headers["List-Id"]) == (None, None)


async def test_a_mail_names_what_a_reader_needs(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    mail = await told_of(
        publish, subscribe, work, catcher, closes_at="2031-05-01", pay_text="£24.500 - £26.000", place="Quay, Leeds"
    )

    for shown in (mail.text, mail.html):
        for part in ("Harbour Hotel", "£24.500 - £26.000", "Quay, Leeds", "1 May 2031", "night porter in a hotel"):
            assert part in shown


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_title_breaks_out_of_nothing(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, title: str
) -> None:
    mail = await told_of(publish, subscribe, work, catcher, title=title)

    parsed = mail.parsed()
    assert mail.recipients == ("reader@example.com",)
    assert isinstance(parsed, EmailMessage)
    assert sorted(set(parsed.keys())) == sorted(parsed.keys())
    assert (parsed["To"], parsed["Bcc"], parsed.defects) == ("reader@example.com", None, [])
    assert all(len(line) <= 998 for line in mail.raw.split(b"\r\n"))
    assert b"\n" not in mail.raw.replace(b"\r\n", b"")
    assert "\u202e" not in mail.subject + mail.text + mail.html
    assert "<script>" not in mail.html
    assert "49" not in mail.subject


@pytest.mark.parametrize("reply", ["451 4.3.0 Later", "452 4.2.2 Full", CUT])
@pytest.mark.parametrize("stage", ["RCPT", "END"])
async def test_what_a_server_refuses_for_now_is_tried_later_as_the_same_message(
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    reply: str,
    stage: str,
) -> None:
    seen: list[bytes] = []

    async def refuse_once(moment: Moment) -> str | None:
        seen.append(moment.content)
        return reply if moment.stage == stage else None

    await subscribe()
    catcher.reply = refuse_once
    await publish()
    await work()
    assert alert_mails(catcher.messages) == []
    assert await value(database, "SELECT available_at > now() + interval '30 seconds' FROM work") is True

    catcher.reply = None
    await run(database, "UPDATE work SET available_at = now()")
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert await rows(database, "SELECT state, attempts FROM delivery WHERE kind = 'alert'") == [("accepted", 2)]
    assert all(mail.parsed()["Message-ID"].encode() in content for content in seen if content)


@pytest.mark.parametrize("stage", ["RCPT", "END"])
async def test_what_a_server_refuses_for_good_is_not_tried_again_and_counts_as_untold(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database, stage: str
) -> None:
    async def refuse(moment: Moment) -> str | None:
        return "550 5.1.1 No such mailbox" if moment.stage == stage else None

    await subscribe()
    catcher.reply = refuse
    await publish()
    await work()
    catcher.reply = None
    await work()

    assert alert_mails(catcher.messages) == []
    assert await rows(database, "SELECT state, attempts, reply_code FROM delivery WHERE kind = 'alert'") == [
        ("failed", 1, 550)
    ]
    assert await rows(database, "SELECT state FROM announcement") == [("dropped",)]
    assert await rows(database, "SELECT * FROM work") == []


async def test_a_refusal_for_one_person_does_not_hold_up_the_others(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    async def refuse_one(moment: Moment) -> str | None:
        return "451 4.3.0 Later" if "one@example.com" in moment.recipients else None

    for name in ("one", "two", "three"):
        await subscribe(email=f"{name}@example.com")
    catcher.reply = refuse_one
    await publish()
    await work()

    told = {mail.recipients[0] for mail in alert_mails(catcher.messages)}
    assert told == {"two@example.com", "three@example.com"}


async def test_a_message_accepted_in_the_last_moment_comes_again_with_the_same_message_id(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    async def accept_and_die(moment: Moment) -> str | None:
        return KEEP_AND_CUT if moment.stage == "END" else None

    await subscribe()
    catcher.reply = accept_and_die
    await publish()
    await work()
    catcher.reply = None
    await run(database, "UPDATE work SET available_at = now()")
    await work()

    twice = alert_mails(catcher.messages)
    assert len(twice) == 2
    assert len({mail.parsed()["Message-ID"] for mail in twice}) == 1


async def test_a_mail_server_that_is_away_costs_nothing_but_time(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await subscribe()
    catcher.stop()
    await publish()
    await work()
    catcher.start()
    await run(database, "UPDATE work SET available_at = now()")
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_what_was_sent_is_kept_as_it_was_sent(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    mail = await told_of(publish, subscribe, work, catcher)

    assert await rows(database, "SELECT message, subject FROM delivery WHERE kind = 'alert'") == [
        (mail.raw, mail.subject)
    ]
