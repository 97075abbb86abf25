"""What the links in mails open: confirm, stop and preferences. Looking changes nothing; one press does one thing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import Body
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import contents, rows, value
from tests.web.reading import forms, links, words

EVERYBODY = "SELECT public_id FROM person"


def token_for(settings: Settings, purpose: Purpose, subject: UUID | str, *, days_ago: float = 0) -> str:
    signed_at = datetime.now(UTC) - timedelta(days=days_ago)
    return sign_link(purpose, UUID(str(subject)), keys=settings.secret_keys, now=signed_at)


async def states(database: Database) -> list[str]:
    return [state for (state,) in await rows(database, "SELECT state::text FROM alert ORDER BY id")]


@pytest.fixture
async def preferences(subscribe: Subscribe, database: Database, settings: Settings) -> str:
    """The address of the preferences of a person with two active alerts."""
    for description in ("night porter in a hotel", "keeper of bees"):
        await subscribe(description=description)
    return f"/preferences/{token_for(settings, Purpose.PREFERENCES, await value(database, EVERYBODY))}"


async def alert_address(database: Database, preferences: str, verb: str) -> str:
    (newest, *_) = await rows(database, "SELECT public_id FROM alert ORDER BY id DESC")
    return f"{preferences}/alerts/{newest[0]}/{verb}"


async def test_confirming_takes_one_press_and_looking_takes_none(
    client: httpx.AsyncClient, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await client.post("/alerts", data={"q": "night porter", "place": "Leeds", "email": "reader@example.com"})
    await work()
    address = f"/alerts/confirm/{token_of(mails_to('reader@example.com', catcher.messages)[0], '/alerts/confirm/')}"
    before = await contents(database)

    shown = await client.get(address)

    assert "night porter" in words(shown.text)
    assert "in Leeds" in words(shown.text)
    assert forms(shown.text) == [("post", "")]
    assert await contents(database) == before
    for _ in range(2):
        done = await client.post(address)
        assert "Your alert has started" in words(done.text)
    assert await states(database) == ["active"]
    assert "This alert is confirmed already" in words((await client.get(address)).text)


@pytest.mark.parametrize(
    ("method", "page"),
    [
        ("GET", "/alerts/confirm/"),
        ("POST", "/alerts/confirm/"),
        ("GET", "/stop/"),
        ("POST", "/stop/"),
        ("GET", "/preferences/"),
    ],
)
async def test_a_link_that_does_not_hold_gets_a_page_that_says_what_to_do(
    client: httpx.AsyncClient, method: str, page: str
) -> None:
    answer = await client.request(method, page + "AAAA.BBBB")

    assert answer.status_code == 422
    assert "This link does not work" in words(answer.text)


async def test_an_expired_confirmation_says_how_to_get_another(
    client: httpx.AsyncClient, subscribe: Subscribe, settings: Settings
) -> None:
    token = token_for(settings, Purpose.CONFIRM, (await subscribe())["id"], days_ago=3)

    answer = await client.post(f"/alerts/confirm/{token}")

    assert answer.status_code == 422
    assert "This link has expired" in words(answer.text)
    assert "search again and save it" in words(answer.text)


async def test_the_link_of_one_purpose_opens_nothing_of_another(
    client: httpx.AsyncClient, subscribe: Subscribe, settings: Settings, database: Database
) -> None:
    token = token_for(settings, Purpose.CONFIRM, (await subscribe())["id"])

    answer = await client.post(f"/stop/{token}")

    assert answer.status_code == 422
    assert await states(database) == ["active"]


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
        {"data": {"List-Unsubscribe": "One-Click"}, "headers": {"Origin": "https://mail.example", "Cookie": "x=y"}},
    ],
    ids=["urlencoded", "multipart", "empty", "from another site"],
)
async def test_one_click_stops_for_good_however_it_is_sent(
    client: httpx.AsyncClient,
    subscribe: Subscribe,
    publish: Publish,
    work: Work,
    catcher: MailCatcher,
    database: Database,
    body: Body,
) -> None:
    await subscribe()
    await publish()
    await work()
    address = f"/stop/{token_of(alert_mails(catcher.messages)[0], '/stop/')}"
    before = await contents(database)

    assert (await client.get(address)).status_code == 200
    await client.head(address)
    assert await contents(database) == before

    for _ in range(2):
        answer = await client.post(address, **body)
        assert answer.status_code == 200
        assert "Stopped" in words(answer.text)
    assert await states(database) == ["stopped"]


async def test_stopping_what_was_deleted_is_no_error(client: httpx.AsyncClient, settings: Settings) -> None:
    address = f"/stop/{token_for(settings, Purpose.STOP, uuid4(), days_ago=4_000)}"

    answer = await client.post(address)

    assert answer.status_code == 200
    assert "This alert is gone" in words(answer.text)
    assert (await client.get(address)).status_code == 404


async def test_preferences_show_the_alerts_and_hide_the_address(
    client: httpx.AsyncClient, preferences: str, publish: Publish, work: Work
) -> None:
    await publish()
    await work()

    page = await client.get(preferences)

    said = words(page.text)
    assert "r…@example.com" in said
    assert "reader@example.com" not in page.text
    assert "keeper of bees Active" in said
    assert "1 found, told you of 1" in said
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("verbs", "state"),
    [(["pause"], "paused"), (["pause", "resume"], "active"), (["stop"], "stopped"), (["pause", "pause"], "paused")],
)
async def test_an_alert_is_changed_by_its_buttons(
    client: httpx.AsyncClient, preferences: str, database: Database, verbs: list[str], state: str
) -> None:
    for verb in verbs:
        answer = await client.post(await alert_address(database, preferences, verb))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(preferences)

    assert await states(database) == ["active", state]


async def test_level_and_cadence_are_changed_and_an_alert_deleted(
    client: httpx.AsyncClient, preferences: str, database: Database
) -> None:
    await client.post(await alert_address(database, preferences, "told"), data={"level": "strong", "cadence": "weekly"})
    told = await rows(database, "SELECT level::text, cadence::text FROM alert ORDER BY id")
    assert told == [("broad", "at_once"), ("strong", "weekly")]

    await client.post(await alert_address(database, preferences, "delete"))
    assert await states(database) == ["active"]


@pytest.mark.parametrize(
    ("verb", "form"), [("explode", {}), ("told", {}), ("told", {"level": "every", "cadence": "daily"})]
)
async def test_a_button_that_is_not_there_changes_nothing(
    client: httpx.AsyncClient, preferences: str, database: Database, verb: str, form: Body
) -> None:
    address = await alert_address(database, preferences, verb)
    before = await contents(database)

    answer = await client.post(address, data=form)

    assert answer.status_code == 404
    assert await contents(database) == before


async def test_nobody_changes_the_alerts_of_another(
    client: httpx.AsyncClient, preferences: str, subscribe: Subscribe, database: Database
) -> None:
    other = await subscribe(email="other@example.com")

    answer = await client.post(f"{preferences}/alerts/{other['id']}/stop")

    assert answer.status_code == 404
    assert await states(database) == ["active"] * 3


async def test_one_button_stops_everything_and_the_page_says_so(
    client: httpx.AsyncClient, preferences: str, database: Database
) -> None:
    answer = await client.post(f"{preferences}/stop")

    assert answer.status_code == 303
    assert await states(database) == ["stopped", "stopped"]
    assert "No alerts are sent to this address" in words((await client.get(preferences)).text)


async def test_a_form_of_another_site_changes_nothing(
    client: httpx.AsyncClient, preferences: str, database: Database
) -> None:
    answer = await client.post(f"{preferences}/stop", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert await states(database) == ["active", "active"]


async def test_a_stopped_alert_can_be_saved_again_with_one_link(
    client: httpx.AsyncClient, subscribe: Subscribe, settings: Settings
) -> None:
    alert = await subscribe(description="night porter", filters={"place": "Leeds"})

    page = await client.post(f"/stop/{token_for(settings, Purpose.STOP, alert['id'])}")

    assert "/alerts/new?q=night+porter&place=Leeds" in links(page.text)
