"""Paused, resumed, stopped, deleted: what leaves and what does not, up to the last moment."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.work import WorkKind
from tests.factories import Body, a_candidate, an_alert
from tests.given import Publish, Work
from tests.mails import alert_mails, mails_to, token_of
from tests.tables import rows, run, value
from tests.working import ask_for, work_up_to
from workers.runtime import Runtime

Own = Callable[..., Awaitable[Body]]


@pytest.fixture
def own(api: httpx.AsyncClient, client: httpx.AsyncClient, work: Work, catcher: MailCatcher) -> Own:
    """An active alert that the first organisation made and may change."""

    async def ask_and_confirm(**changes: object) -> Body:
        wish = an_alert(**changes)
        alert: Body = (await api.post("/v1/alerts", json=wish)).json()
        await work()
        token = token_of(mails_to(wish["email"], catcher.messages)[0], "/alerts/confirm/")
        await client.post("/v1/alerts/confirm", json={"token": token})
        await work()
        return alert

    return ask_and_confirm


async def test_a_paused_alert_tells_nothing_and_does_not_make_up_for_its_pause(
    api: httpx.AsyncClient, own: Own, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    path = f"/v1/alerts/{(await own())['id']}"
    paused = await api.post(f"{path}/pause")
    await publish()
    await work()

    resumed = await api.post(f"{path}/resume")
    await work()
    assert (paused.json()["state"], resumed.json()["state"]) == ("paused", "active")
    assert alert_mails(catcher.messages) == []

    await publish(employer="Mill Hotel")
    await work()
    assert [mail.text.count("/listings/") for mail in alert_mails(catcher.messages)] == [1]


async def test_a_change_during_a_pause_is_not_told_by_encoding_again(
    api: httpx.AsyncClient, own: Own, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    path = f"/v1/alerts/{(await own())['id']}"
    await publish()
    await api.post(f"{path}/pause")
    await work()
    await api.patch(path, json={"description": "porter in a hotel at night"})
    await work()
    await api.post(f"{path}/resume")

    await ask_for(database, WorkKind.ENCODE_ALERTS, 1)
    await work()

    assert alert_mails(catcher.messages) == []


@pytest.mark.parametrize("ending", ["stop", "delete"])
async def test_a_stopped_or_deleted_alert_tells_nothing(
    api: httpx.AsyncClient, own: Own, publish: Publish, work: Work, catcher: MailCatcher, ending: str
) -> None:
    path = f"/v1/alerts/{(await own())['id']}"
    await (api.post(f"{path}/stop") if ending == "stop" else api.delete(path))

    await publish()
    await work()

    assert alert_mails(catcher.messages) == []


async def test_a_stopped_alert_stays_stopped(api: httpx.AsyncClient, own: Own) -> None:
    path = f"/v1/alerts/{(await own())['id']}"
    await api.post(f"{path}/stop")

    answers = [await api.post(f"{path}/resume"), await api.patch(path, json={"level": "good"})]
    again = await api.post(f"{path}/stop")

    assert [answer.json()["type"] for answer in answers] == ["urn:rolecall:problem:alert-stopped"] * 2
    assert (again.status_code, again.json()["state"]) == (200, "stopped")


Change = Callable[[httpx.AsyncClient, Body, Body, Database], Awaitable[object]]
LATE_CHANGES: dict[str, Change] = {
    "alert paused": lambda api, alert, _, __: api.post(f"/v1/alerts/{alert['id']}/pause"),
    "alert stopped": lambda api, alert, _, __: api.post(f"/v1/alerts/{alert['id']}/stop"),
    "alert deleted": lambda api, alert, _, __: api.delete(f"/v1/alerts/{alert['id']}"),
    "listing closed": lambda api, _, listing, __: api.post(f"/v1/listings/{listing['id']}/close", json={}),
    "listing deleted": lambda api, _, listing, __: api.delete(f"/v1/listings/{listing['id']}"),
    "address suppressed": lambda _, __, ___, database: run(
        database, "INSERT INTO suppression (folded_address, reason) VALUES ('reader@example.com', 'bounced')"
    ),
}


@pytest.mark.parametrize("reason", LATE_CHANGES)
@pytest.mark.parametrize("last", [WorkKind.MATCH_LISTINGS, WorkKind.COMPOSE_MAIL])
async def test_what_changes_between_match_and_sending_keeps_the_mail_back_and_is_recorded(
    api: httpx.AsyncClient,
    own: Own,
    publish: Publish,
    work: Work,
    runtime: Runtime,
    catcher: MailCatcher,
    database: Database,
    last: WorkKind,
    reason: str,
) -> None:
    alert, listing = await own(), await publish()
    await work_up_to(runtime, last)

    await LATE_CHANGES[reason](api, alert, listing, database)
    await work()

    assert alert_mails(catcher.messages) == []
    reasons = {text for (text,) in await rows(database, "SELECT dropped_reason FROM delivery WHERE kind = 'alert'")}
    if last is WorkKind.COMPOSE_MAIL or reason == "address suppressed":
        assert reasons == {reason}
    elif "deleted" not in reason:
        assert await value(database, "SELECT dropped_reason FROM match") == reason


async def test_of_a_mail_with_several_listings_only_the_closed_one_is_left_out(
    api: httpx.AsyncClient, own: Own, publish: Publish, runtime: Runtime, work: Work, catcher: MailCatcher
) -> None:
    await own()
    gone, kept = await publish(employer="Quay Hotel"), await publish(employer="Mill Hotel")
    await work_up_to(runtime, WorkKind.COMPOSE_MAIL)

    await api.post(f"/v1/listings/{gone['id']}/close", json={})
    await work()

    (mail,) = alert_mails(catcher.messages)
    assert (kept["id"] in mail.text, gone["id"] in mail.text) == (True, False)
    assert "Quay" not in mail.subject


async def test_a_listing_kept_back_because_it_closed_is_told_when_it_opens_again(
    api: httpx.AsyncClient, own: Own, publish: Publish, runtime: Runtime, work: Work, catcher: MailCatcher
) -> None:
    await own()
    path = f"/v1/listings/{(await publish())['id']}"
    await work_up_to(runtime, WorkKind.COMPOSE_MAIL)
    await api.post(f"{path}/close", json={})
    await work()

    await api.patch(path, json={"state": "open"})
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_a_listing_dropped_for_a_stopped_alert_is_still_told_by_another_of_the_same_person(
    api: httpx.AsyncClient, own: Own, publish: Publish, runtime: Runtime, work: Work, catcher: MailCatcher
) -> None:
    first = await own()
    await own(description="porter at night")
    await publish()
    await work_up_to(runtime, WorkKind.COMPOSE_MAIL)

    await api.post(f"/v1/alerts/{first['id']}/stop")
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_an_alert_on_a_profile_tells_what_fits_the_candidate(
    api: httpx.AsyncClient, own: Own, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate(findable="nobody"))).json()["id"]
    await work()
    await own(description="", candidate_id=candidate)
    await publish()
    await work()

    assert len(alert_mails(catcher.messages)) == 1
