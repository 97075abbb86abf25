"""Signing up for an alert: the preview before, and the same answer for every address after."""

from typing import Any

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.factories import Body
from tests.given import Publish, Subscribe, Work
from tests.mails import mails_to
from tests.tables import contents, rows
from tests.web.reading import hidden_fields, words

WISH = {"q": "night porter in a hotel", "place": "Leeds", "contract": ["casual", "permanent"]}


async def test_the_preview_shows_what_last_week_would_have_brought(
    client: httpx.AsyncClient, publish: Publish, work: Work, database: Database
) -> None:
    for number in range(7):
        await publish(title=f"Night Porter {number}", description="A night porter in a hotel.")
    await work()
    before = await contents(database)

    page = await client.get("/alerts/new", params={"q": "night porter in a hotel"})

    said = words(page.text)
    assert page.status_code == 200
    assert "Possible matches and better about 7 a week" in said
    assert "the closest 5 of the past seven days" in said
    assert said.count("Harbour Hotel") == 5
    assert await contents(database) == before


async def test_without_openings_the_preview_says_so(client: httpx.AsyncClient) -> None:
    page = await client.get("/alerts/new", params={"q": "night porter", "level": "strong"})

    assert "Nothing that opened in the past seven days comes close" in words(page.text)
    assert 'value="strong" checked' in page.text


async def test_the_form_sends_the_search_that_was_shown(
    client: httpx.AsyncClient, database: Database, work: Work, catcher: MailCatcher
) -> None:
    shown = await client.get("/alerts/new", params=WISH)
    sent = [*hidden_fields(shown.text), ("level", "broad"), ("email", "reader@example.com")]
    form: dict[str, list[str]] = {}
    for name, value in sent:
        form.setdefault(name, []).append(value)

    page = await client.post("/alerts", data=form)
    await work()

    assert page.status_code == 200
    assert "Check your mail" in words(page.text)
    saved = await rows(database, "SELECT description, place, contracts, level::text, state::text FROM alert")
    assert saved == [("night porter in a hotel", "Leeds", ["casual", "permanent"], "broad", "unconfirmed")]
    assert len(mails_to("reader@example.com", catcher.messages)) == 1


async def test_the_answer_is_the_same_for_every_address(
    client: httpx.AsyncClient, subscribe: Subscribe, work: Work
) -> None:
    await subscribe(email="known@example.com")

    pages = [
        await client.post("/alerts", data={"q": "bees", "email": address})
        for address in ("known@example.com", "new@example.com", *["known@example.com"] * 5)
    ]

    assert len({(page.status_code, page.text) for page in pages}) == 1


@pytest.mark.parametrize(
    "email", ["", "nobody", "a b@example.com", "x" * 400 + "@example.com", "a@example.com\nBcc: b@example.com"]
)
async def test_an_address_that_cannot_be_used_is_said_at_its_field(
    client: httpx.AsyncClient, database: Database, email: str
) -> None:
    before = await contents(database)

    page = await client.post("/alerts", data={"q": "bees", "level": "strong", "email": email})

    assert page.status_code == 422
    assert 'aria-describedby="email-error"' in page.text
    assert 'value="strong" checked' in page.text
    assert await contents(database) == before


@pytest.mark.parametrize("form", [{"email": "a@example.com"}, {"q": "?!", "email": "a@example.com"}])
async def test_an_alert_without_content_is_refused(client: httpx.AsyncClient, database: Database, form: Body) -> None:
    before = await contents(database)

    page = await client.post("/alerts", data=form)

    assert "What should the alert look for?" in words(page.text)
    assert await contents(database) == before


async def test_a_level_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    page = await client.post("/alerts", data={"q": "bees", "level": "every", "email": "a@example.com"})

    assert page.status_code == 422
    assert "Level: Choose one of those offered." in words(page.text)


class TestLimited:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"sign_ups_per_hour": 1}

    async def test_sign_ups_from_one_source_are_limited(self, client: httpx.AsyncClient) -> None:
        answers = [await client.post("/alerts", data={"q": "bees", "email": "a@example.com"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [200, 429]
