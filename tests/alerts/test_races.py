"""What is changed between two steps of the workers is told as it is, and not as it was."""

from datetime import UTC, datetime, timedelta

import httpx

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from tests.factories import an_alert
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import rows, run
from workers.encoding import encode_alerts, encode_listings
from workers.matching import match_alerts, match_listings
from workers.runtime import Runtime

PORTER = {"title": "Night porter in a hotel", "description": "night porter in a hotel"}
WELDER = {"title": "Welder", "description": "Weld steel frames in a workshop all day."}


async def test_a_listing_edited_between_encoding_and_matching_is_told_for_its_new_words(
    api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, runtime: Runtime, catcher: MailCatcher
) -> None:
    await subscribe(description="night porter in a hotel")
    listing = await publish(**WELDER)
    await encode_listings(runtime)

    await api.patch(f"/v1/listings/{listing['id']}", json=PORTER)
    await match_listings(runtime)
    await work()

    assert [mail.subject.partition(" at ")[0] for mail in alert_mails(catcher.messages)] == ["Night porter in a hotel"]


async def test_an_alert_changed_between_encoding_and_matching_tells_what_its_new_words_find(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, runtime: Runtime,
    catcher: MailCatcher,
) -> None:  # fmt: skip
    await publish(**WELDER)
    await publish(**PORTER)
    await work()
    alert = (await api.post("/v1/alerts", json=an_alert(description="astronomer on a mountain"))).json()
    await work()
    token = token_of(mails_to("reader@example.com", catcher.messages)[0], "/alerts/confirm/")
    await client.post("/v1/alerts/confirm", json={"token": token})
    await encode_alerts(runtime)

    await api.patch(f"/v1/alerts/{alert['id']}", json={"description": "night porter in a hotel"})
    await match_alerts(runtime)
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert "Night porter in a hotel" in mail.subject


async def test_a_listing_past_its_closing_date_is_not_mailed_though_no_clock_has_expired_it(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database,
    client: httpx.AsyncClient,
) -> None:  # fmt: skip
    await subscribe()
    listing = await publish(closes_at=(datetime.now(UTC) + timedelta(days=2)).isoformat())
    await run(database, "UPDATE listing SET closes_at = now() - interval '1 minute'")

    await work()

    assert alert_mails(catcher.messages) == []
    assert (await client.get(f"/v1/listings/{listing['id']}")).status_code == 404


async def test_a_mail_that_was_refused_for_good_told_nothing(
    publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    async def refuse(moment: Moment) -> str | None:
        return "550 5.2.1 closed" if moment.stage == "RCPT" else None

    await subscribe()
    catcher.reply = refuse
    await publish()
    await work()

    assert await rows(database, "SELECT state FROM match") == [("dropped",)]
    assert await rows(database, "SELECT state FROM announcement") == [("dropped",)]
