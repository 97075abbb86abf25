"""What a mail of news says of each listing, by the way that it really goes: found, told, sent."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.factories import a_candidate, an_alert
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, mails_to, token_of


async def the_mail(catcher: MailCatcher) -> str:
    """The text of the one mail of news, on one line."""
    (mail,) = alert_mails(catcher.messages)
    return " ".join(mail.text.split())


async def test_a_listing_says_which_filters_it_meets_and_which_it_leaves_open(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    filters = {"place": "Leeds", "within_km": 30, "pay_at_least": 20_000, "hours": "full_time"}
    await subscribe(filters=filters)
    await publish(place="Wakefield", hours="full_time", pay_text=None)
    await work()

    mail = await the_mail(catcher)
    assert "Wakefield · about 8 miles from Leeds" in mail
    assert "Pay not stated" in mail
    assert "Meets: within 30 km (19 miles) of Leeds, full time" in mail
    assert "Not stated: pay" in mail
    assert "match, why it fits:" in mail


async def test_an_alert_without_filters_says_only_why(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await publish()
    await work()

    mail = await the_mail(catcher)
    assert "£24,500 per annum" in mail
    assert "“Look after guests who arrive late" in mail
    assert "Meets:" not in mail


@pytest.mark.parametrize(("days", "soon"), [(1, True), (3, True), (5, False)])
async def test_what_closes_within_three_days_is_marked(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, days: int, soon: bool
) -> None:
    await subscribe()
    await publish(closes_at=(datetime.now(UTC) + timedelta(days=days)).isoformat())
    await work()

    assert ("Closing soon:" in await the_mail(catcher)) is soon


async def test_pay_given_in_numbers_is_written_as_the_reader_writes_it(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe(locale="de_DE")
    await publish(pay_text=None, pay_min=24_500, pay_max=30_000, pay_currency="EUR", pay_period="year")
    await work()

    assert "24.500 € to 30.000 € a year" in await the_mail(catcher)


async def test_a_mail_for_several_alerts_says_which_each_listing_answers(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await subscribe(description="porter at night", filters={"place": "Leeds"})
    await publish()
    await work()

    mail = await the_mail(catcher)
    assert "for “night porter in a hotel” (1)" in mail
    assert "for “porter at night” (1)" in mail
    assert "Meets: in Leeds" in mail
    assert mail.count("Stop this alert:") == 2


async def test_an_alert_on_a_profile_says_what_is_shared_and_what_is_asked_for_beside_it(
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    publish: Publish,
    work: Work,
    catcher: MailCatcher,
    database: Database,
) -> None:
    body = a_candidate(place="Leeds", skills=["dementia care"], contracts=["permanent"])
    candidate = (await api.post("/v1/candidates", json=body)).json()["id"]
    await work()
    wish = {**an_alert(), "candidate_id": candidate}
    del wish["description"]
    assert (await api.post("/v1/alerts", json=wish)).status_code == 201
    await work()
    await client.post("/v1/alerts/confirm", json={"token": token_of(catcher.messages[0], "/alerts/confirm/")})
    await work()
    about = "Night Porter at the doors of a hotel, looking after guests."
    await publish(description=f"{about} You need dementia care and a full UK driving licence.", place="Wakefield")
    await work()

    (mail,) = alert_mails(mails_to("reader@example.com", catcher.messages))
    said = " ".join(mail.text.split())
    assert "for jobs that fit your profile" in said
    assert "Wakefield · about 8 miles from home" in said
    assert "Skills shared: dementia care" in said
    assert "driving licence (in your profile)" in said
    assert "kind of contract (in the listing)" in said


async def test_a_confirmation_says_how_often_it_would_come(
    client: httpx.AsyncClient, work: Work, catcher: MailCatcher
) -> None:
    await client.post("/v1/alerts", json=an_alert(cadence="weekly"))
    await work()

    said = " ".join(catcher.messages[0].text.split())
    assert "How often: once a week, on Monday at about 08:00." in said
    assert "The link works for 48 hours, until " in said
