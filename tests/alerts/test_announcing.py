"""What is announced and what is not: once per person and opening, and only when something opens or is changed."""

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.listings.kinds import ListingState
from tests.factories import Body, a_listing, an_alert
from tests.given import Publish, PublishMany, Subscribe, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import rows, value


async def test_the_first_mail_shows_the_ten_best_open_listings_and_records_them_as_told(
    publish_many: PublishMany, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(13))
    await work()

    await subscribe()

    (mail,) = alert_mails(catcher.messages)
    assert mail.text.count("/listings/") == 10
    assert await rows(database, "SELECT state, count(*) FROM match GROUP BY state ORDER BY state") == [
        ("announced", 10),
        ("earlier", 3),
    ]
    assert await rows(database, "SELECT DISTINCT state FROM announcement") == [("sent",)]


async def test_an_alert_to_which_nothing_fits_yet_gets_no_first_mail(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await publish(title="Beekeeper", description="Forty hives and much honey.")
    await work()

    await subscribe()

    assert alert_mails(catcher.messages) == []


async def test_a_new_listing_that_fits_is_told_once(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    listing = await publish()
    await work()
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert mail.recipients == ("reader@example.com",)
    assert f"/listings/{listing['id']}" in mail.text
    assert "Night Porter" in mail.subject


async def test_two_alerts_of_one_person_tell_the_same_listing_once(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await subscribe(description="porter at night")
    await publish()
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_two_persons_are_both_told(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe(email="one@example.com")
    await subscribe(email="two@example.com")
    await publish()
    await work()

    told = {mail.recipients[0] for mail in alert_mails(catcher.messages)}
    assert told == {"one@example.com", "two@example.com"}


@pytest.mark.parametrize(
    ("filters", "changes"),
    [
        ({}, {"title": "Night Porter", "description": "night porter in a hotel"}),
        ({"place": "York"}, {"place": "York"}),
        ({"place": "Cornwall"}, {"place_region": "Cornwall"}),
        ({"employer": "Council"}, {"employer": "Council Hotel"}),
        ({"pay_at_least": 50_000}, {"pay_text": "£60,000 a year"}),
        ({"pay_at_least": 20_000, "pay_currency": "EUR"}, {"pay_currency": "EUR"}),
        ({"pay_at_least": 200_000}, {"pay_period": "month"}),
        ({"contracts": ["casual"]}, {"contract": "casual"}),
        ({"hours": "part_time"}, {"hours": "part_time"}),
        ({"workplaces": ["remote"]}, {"workplace": "remote"}),
    ],
    ids=lambda value: next(iter(value), "words"),
)
async def test_an_edit_by_which_a_listing_fits_for_the_first_time_is_announced(
    api: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    filters: Body,
    changes: Body,
) -> None:
    fields = {} if filters else {"title": "Beekeeper", "description": "Forty hives and much honey."}
    pay = {"pay_text": None, "pay_min": 24_500, "pay_max": 24_500, "pay_currency": "GBP", "pay_period": "year"}
    listing = await publish(**fields, **pay)
    await subscribe(filters=filters)
    await work()
    assert alert_mails(catcher.messages) == []

    answer = await api.patch(f"/v1/listings/{listing['id']}", json=changes)
    await work()

    assert answer.status_code == 200, answer.text
    assert len(alert_mails(catcher.messages)) == 1


@pytest.mark.parametrize(
    "changes", [{"apply_text": "Write to us."}, {"closes_at": "2031-01-01"}, {"title": "Night Porter (two posts)"}]
)
async def test_an_edit_of_what_was_told_announces_nothing(
    api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, changes: Body
) -> None:
    await subscribe()
    listing = await publish()
    await work()

    await api.patch(f"/v1/listings/{listing['id']}", json=changes)
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_unchanged_imports_announce_nothing(
    publish_many: PublishMany, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    bodies = [a_listing(external_id=f"p{number}") for number in range(3)]
    await publish_many(bodies)
    await subscribe()
    positions = await value(database, "SELECT max(position) FROM change_log")

    await publish_many(bodies)
    await work()

    assert len(alert_mails(catcher.messages)) == 1
    assert await value(database, "SELECT max(position) FROM change_log") == positions


async def test_a_listing_that_was_told_and_opens_again_is_not_told_again(
    api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    path = f"/v1/listings/{(await publish())['id']}"
    await work()

    await api.post(f"{path}/close", json={})
    await work()
    await api.patch(path, json={"state": ListingState.OPEN})
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_a_level_decides_how_strong_a_match_must_be(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    for level in ("broad", "strong"):
        await subscribe(email=f"{level}@example.com", level=level, description="night porter")
    await publish(title="Night Porter", description="Night porter.")
    await publish(title="Day Porter", description="Day porter, day and day again.")
    await publish(title="Beekeeper", description="Forty hives and much honey.")
    await work()

    broad, strong = (
        mails_to(f"{level}@example.com", alert_mails(catcher.messages))[0] for level in ("broad", "strong")
    )
    assert (broad.text.count("/listings/"), strong.text.count("/listings/")) == (2, 1)


async def test_a_changed_alert_gets_one_mail_of_the_best_it_has_not_told(
    publish_many: PublishMany, api: httpx.AsyncClient, client: httpx.AsyncClient, work: Work, catcher: MailCatcher
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(13))
    await work()
    alert = (await api.post("/v1/alerts", json=an_alert())).json()
    await work()
    await client.post("/v1/alerts/confirm", json={"token": token_of(catcher.messages[0], "/alerts/confirm/")})
    await work()

    await api.patch(f"/v1/alerts/{alert['id']}", json={"description": "night porter of a hotel"})
    await work()

    first, second = alert_mails(catcher.messages)[::-1]
    assert [mail.text.count("/listings/") for mail in (first, second)] == [10, 3]
    assert second.text.count("Look after guests who arrive late") == 3
