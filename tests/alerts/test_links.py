"""What the links in mails do: opening one changes nothing, one click stops, and neither leads further."""

from urllib.parse import urlsplit

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.work import WorkKind
from tests.factories import an_alert
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, link_to, links_in, token_of
from tests.tables import contents, rows, value
from tests.working import work_up_to
from workers.runtime import Runtime

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


async def test_opening_every_link_of_every_mail_changes_nothing_and_burns_no_token(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
) -> None:
    await subscribe()
    await publish()
    await work()
    await client.post("/v1/alerts", json=an_alert(description="day porter"))
    await work()
    links = {link for mail in catcher.messages for link in links_in(mail)}
    before = await contents(database)

    answers = [
        await client.request(method, path_of(link), headers={"Accept": "text/html"})
        for link in sorted(links)
        for method in ("GET", "HEAD", "OPTIONS", "GET")
    ]

    assert {link.split("/")[3] for link in links} >= {"alerts", "stop", "preferences", "listings"}
    assert {
        answer.url.path for answer in answers if answer.request.method == "GET" and answer.status_code != 200
    } == set()
    assert await contents(database) == before
    token = token_of(catcher.messages[0], "/alerts/confirm/")
    assert (await client.post("/v1/alerts/confirm", json={"token": token})).json()["state"] == "active"


async def test_the_page_behind_a_confirmation_confirms_by_its_button(
    client: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await client.post("/v1/alerts", json=an_alert())
    await work()
    link = path_of(link_to(catcher.messages[0], "/alerts/confirm/"))

    answers = [await client.post(link, data={}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert await value(database, "SELECT state FROM alert") == "active"


@pytest.mark.parametrize("body", [{"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}, {}])
async def test_one_click_stops_without_cookie_origin_or_redirect_and_as_often_as_one_likes(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    body: dict[str, dict[str, str]],
) -> None:
    await subscribe()
    await publish()
    await work()
    header = alert_mails(catcher.messages)[0].parsed()["List-Unsubscribe"]
    link = path_of(header.strip("<>"))

    answers = [await client.post(link, **body) for _ in range(3)]  # type: ignore[arg-type]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert not any(name in answer.headers for answer in answers for name in ("location", "set-cookie"))
    assert await rows(database, "SELECT state FROM alert") == [("stopped",)]


async def test_one_click_works_from_a_mail_providers_own_page(
    client: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await publish()
    await work()
    link = path_of(link_to(alert_mails(catcher.messages)[0], "/stop/"))
    foreign = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}

    assert (await client.post(link, data=ONE_CLICK, headers=foreign)).status_code == 200


@pytest.mark.parametrize("path", ["/alerts/confirm/", "/preferences/"])
async def test_nothing_else_is_taken_from_another_sites_page(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    path: str,
) -> None:
    await subscribe()
    await publish()
    await work()
    (link,) = {link for mail in catcher.messages for link in links_in(mail) if path in link}
    before = await contents(database)

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        for target in (path_of(link), f"{path_of(link)}/stop"):
            assert (await client.post(target, data={}, headers=headers)).status_code in (403, 404, 405)

    assert await contents(database) == before


async def test_stopping_also_stops_what_is_already_on_its_way(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    runtime: Runtime,
    work: Work,
    catcher: MailCatcher,
) -> None:
    await subscribe()
    await publish()
    await work()
    (mail,) = alert_mails(catcher.messages)
    await publish(employer="Mill Hotel")
    await work_up_to(runtime, WorkKind.COMPOSE_MAIL)

    await client.post(path_of(link_to(mail, "/stop/")), data=ONE_CLICK)
    await work()

    assert alert_mails(catcher.messages) == [mail]


async def test_a_stop_link_stops_one_alert_and_opens_nothing_else(
    client: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await publish()
    await work()
    token = token_of(alert_mails(catcher.messages)[0], "/stop/")

    assert (await client.get(f"/preferences/{token}")).status_code == 422
    assert (await client.post(f"/alerts/confirm/{token}")).status_code == 422
    assert (await client.post("/v1/alerts/confirm", json={"token": token})).status_code == 422


async def test_the_preference_page_stops_everything_and_lets_nobody_start_again(
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    catcher: MailCatcher,
    database: Database,
) -> None:
    await subscribe()
    await publish()
    await work()
    link = path_of(link_to(alert_mails(catcher.messages)[0], "/preferences/"))

    answer = await client.post(f"{link}/stop", data={})

    assert (answer.status_code, answer.headers["Location"]) == (303, link)
    assert await rows(database, "SELECT state FROM alert") == [("stopped",)]
    caught = len(catcher.messages)
    await client.post("/v1/alerts", json=an_alert())
    await work()
    assert len(catcher.messages) == caught


async def test_the_preference_page_shows_no_whole_address(
    client: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe()
    await publish()
    await work()

    shown = await client.get(path_of(link_to(alert_mails(catcher.messages)[0], "/preferences/")))

    assert "reader@example.com" not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
