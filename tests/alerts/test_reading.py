"""An alert keeps what its words were read as: filters that its owner can change, and the meaning that is encoded."""

import httpx
import pytest

from service.database import Database
from tests.factories import Body
from tests.fakes import FakeEncoder
from tests.given import Subscribe, Work
from tests.tables import rows

DESCRIPTION = "night porter near York, at least £12 an hour"


async def kept(database: Database) -> tuple[object, ...]:
    ((*found,),) = await rows(
        database, "SELECT description, meaning, place, within_km, pay_at_least, pay_period, hours FROM alert"
    )
    return (*found,)


@pytest.fixture
async def alert(api: httpx.AsyncClient, work: Work) -> Body:
    answer = await api.post("/v1/alerts", json={"email": "reader@example.com", "description": DESCRIPTION})
    assert answer.status_code == 201, answer.text
    created: Body = answer.json()
    return created


async def change(api: httpx.AsyncClient, alert: Body, **changes: object) -> httpx.Response:
    return await api.patch(f"/v1/alerts/{alert['id']}", json=changes)


async def test_words_become_filters_and_the_rest_is_the_meaning(alert: Body, database: Database) -> None:
    assert (alert["description"], alert["meaning"]) == (DESCRIPTION, "night porter")
    assert (alert["filters"]["place"], alert["filters"]["within_km"]) == ("York", 25)
    assert await kept(database) == (DESCRIPTION, "night porter", "York", 25, 12, "hour", None)


async def test_only_the_meaning_is_encoded(subscribe: Subscribe, encoder: FakeEncoder) -> None:
    await subscribe(description=DESCRIPTION)

    assert any("night porter" in text for text in encoder.encoded)
    assert not any("York" in text for text in encoder.encoded)


async def test_a_new_description_brings_its_own_filters(api: httpx.AsyncClient, alert: Body) -> None:
    changed = (await change(api, alert, description="full time beekeeper in Leeds")).json()

    assert (changed["meaning"], changed["filters"]["place"], changed["filters"]["hours"]) == (
        "beekeeper",
        "Leeds",
        "full_time",
    )
    assert (changed["filters"]["within_km"], changed["filters"]["pay_at_least"]) == (None, None)


async def test_filters_that_were_chosen_stay_when_the_words_change(api: httpx.AsyncClient, alert: Body) -> None:
    await change(api, alert, filters={**alert["filters"], "employer": "Harbour", "place": "Leeds", "within_km": 5})

    changed = (await change(api, alert, description="beekeeper")).json()

    assert (changed["filters"]["employer"], changed["filters"]["place"], changed["filters"]["within_km"]) == (
        "Harbour",
        "Leeds",
        5,
    )
    assert changed["filters"]["pay_at_least"] is None


async def test_new_filters_leave_the_meaning_as_it_is(api: httpx.AsyncClient, alert: Body) -> None:
    changed = (await change(api, alert, filters={})).json()

    assert (changed["description"], changed["meaning"], changed["filters"]["place"]) == (
        DESCRIPTION,
        "night porter",
        None,
    )


async def test_a_reading_can_be_undone_with_a_new_description(api: httpx.AsyncClient, alert: Body) -> None:
    changed = (await change(api, alert, description="porter near York", keep_as_words=["near York"])).json()

    assert (changed["meaning"], changed["filters"]["place"]) == ("porter near York", None)


@pytest.mark.parametrize("changes", [{"understand": False}, {"keep_as_words": ["near York"]}])
async def test_how_to_read_says_nothing_without_a_description(
    api: httpx.AsyncClient, alert: Body, changes: Body
) -> None:
    answer = await change(api, alert, **changes)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(changes)))


async def test_the_preview_says_how_it_was_read(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/alerts/preview", json={"description": DESCRIPTION})).json()

    assert [part["words"] for part in answer["understood"]] == ["near York", "at least £12 an hour"]
    assert (answer["meaning"], answer["filters"]["place"]) == ("night porter", "York")
