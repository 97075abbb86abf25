"""What was open when an alert began is told by its first mail, also where the encoder had not read it by then."""

import httpx

from service.alerts.rules import FIRST_MAIL_SHOWS
from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.factories import an_alert
from tests.given import Publish, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import value
from workers.encoding import encode_alerts
from workers.matching import match_alerts
from workers.runtime import Runtime

PORTER = {"title": "Night porter in a hotel", "description": "night porter in a hotel"}


async def test_a_listing_not_read_yet_when_an_alert_was_confirmed_is_told_once_it_is(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, runtime: Runtime,
    catcher: MailCatcher,
) -> None:  # fmt: skip
    await api.post("/v1/alerts", json=an_alert())
    await work()
    await publish(**PORTER)
    token = token_of(mails_to("reader@example.com", catcher.messages)[0], "/alerts/confirm/")
    await client.post("/v1/alerts/confirm", json={"token": token})
    await encode_alerts(runtime)
    await match_alerts(runtime)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert "Night porter in a hotel" in mail.subject


async def test_a_listing_not_read_yet_when_an_alert_was_changed_is_told_once_it_is(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, runtime: Runtime,
    catcher: MailCatcher,
) -> None:  # fmt: skip
    alert = (await api.post("/v1/alerts", json=an_alert(description="astronomer on a mountain"))).json()
    await work()
    token = token_of(mails_to("reader@example.com", catcher.messages)[0], "/alerts/confirm/")
    await client.post("/v1/alerts/confirm", json={"token": token})
    await work()
    await publish(**PORTER)
    await api.patch(f"/v1/alerts/{alert['id']}", json={"description": "night porter in a hotel"})
    await encode_alerts(runtime)
    await match_alerts(runtime)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert "Night porter in a hotel" in mail.subject


async def test_an_alert_that_has_not_looked_yet_tells_no_more_than_the_best_of_a_backlog(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher,
    database: Database,
) -> None:  # fmt: skip
    await api.post("/v1/alerts", json=an_alert())
    await work()
    for _ in range(FIRST_MAIL_SHOWS + 2):
        await publish(**PORTER)
    token = token_of(mails_to("reader@example.com", catcher.messages)[0], "/alerts/confirm/")
    await client.post("/v1/alerts/confirm", json={"token": token})
    await work()

    assert await value(database, "SELECT count(*) FROM announcement") == FIRST_MAIL_SHOWS
