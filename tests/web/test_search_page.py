"""The search page: its form, its results, what it says when there are none, and that nothing written breaks out."""

from typing import Any

import httpx
import pytest

from tests.factories import Body
from tests.given import Publish, Work
from tests.web.reading import links, words

HOSTILE = "<script>alert(1)</script>\"'{{ 7*7 }}"


@pytest.fixture
async def porter(publish: Publish, work: Work) -> Body:
    listing = await publish(hours="full_time", contract="permanent", closes_at="2090-03-01T12:00:00Z")
    await work()
    return listing


async def test_the_first_page_offers_three_searches_to_try(client: httpx.AsyncClient) -> None:
    page = await client.get("/")

    assert page.status_code == 200
    assert "Describe the work you want" in words(page.text)
    assert sum(link.startswith("/?q=") for link in links(page.text)) == 3


async def test_a_result_says_what_is_written_and_why_it_is_there(client: httpx.AsyncClient, porter: Body) -> None:
    page = await client.get("/", params={"q": "night porter for hotel guests"})

    said = words(page.text)
    assert f"/listings/{porter['id']}" in links(page.text)
    for part in ("Night Porter", "Harbour Hotel", "Leeds", "£24,500 per annum", "Full time", "Permanent"):
        assert part in said
    assert "Closes Wed 1 Mar 2090" in said
    assert "match" in said
    assert "Look after guests who arrive late" in said


async def test_pay_that_is_not_stated_is_said_to_be(client: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    await publish(pay_text=None)
    await work()

    page = await client.get("/", params={"q": "night porter"})

    assert "Pay not stated" in words(page.text)


async def test_a_search_can_be_saved_with_its_filters(client: httpx.AsyncClient, porter: Body) -> None:
    page = await client.get("/", params={"q": "night porter", "place": "Leeds", "employer": ""})

    assert "/alerts/new?q=night+porter&place=Leeds" in links(page.text)


async def test_a_filter_in_the_way_is_named_with_what_is_behind_it(client: httpx.AsyncClient, porter: Body) -> None:
    page = await client.get("/", params={"q": "night porter", "place": "Atlantis", "hours": "full_time"})

    said = words(page.text)
    assert "No listing passes these filters" in said
    assert "Without “In Atlantis” 1 listing" in said
    assert "Without “Full time”" not in said
    assert "/?q=night+porter&hours=full_time" in links(page.text)


async def test_a_filter_that_keeps_all_that_fits_away_is_named(
    client: httpx.AsyncClient, porter: Body, publish: Publish, work: Work
) -> None:
    await publish(external_id="b", title="Beekeeper", description="Harvest honey from hives of bees.", place="York")
    await work()

    page = await client.get("/", params={"q": "night porter", "place": "York"})

    said = words(page.text)
    assert "Nothing fits closely" in said
    assert "Something fits where one of the filters is left out" in said
    assert "Without “In York” 1 listing" in said


async def test_without_any_listing_the_page_says_so(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "night porter"})

    assert "No listings are open at the moment" in words(page.text)


async def test_wrong_input_is_said_at_its_field_and_kept(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "night porter", "pay_at_least": "lots"})

    assert page.status_code == 422
    assert "Write an amount in numbers" in words(page.text)
    assert 'value="lots" aria-invalid="true" aria-describedby="pay_at_least-error"' in page.text
    assert ">night porter</textarea>" in page.text


async def test_parameters_that_are_none_of_ours_are_named(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "night porter", "pay_min": "30000"})

    assert page.status_code == 200
    assert "left out of this search: pay_min" in words(page.text)


async def test_what_is_typed_or_advertised_is_shown_and_never_run(
    client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    await publish(title=HOSTILE, employer=HOSTILE, place=HOSTILE, pay_text=HOSTILE, description=HOSTILE)
    await work()

    found = await client.get("/", params={"q": HOSTILE})
    wrong = await client.get("/", params={"q": HOSTILE, "pay_at_least": HOSTILE, HOSTILE: "x"})

    assert words(found.text).count(HOSTILE) >= 5
    assert words(wrong.text).count(HOSTILE) >= 2
    assert "<script>" not in found.text + wrong.text


async def test_more_can_be_asked_for_until_there_are_no_more(
    client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    for number in range(21):
        await publish(title=f"Night Porter {number}")
    await work()

    first = await client.get("/", params={"q": "night porter"})
    (more,) = [link for link in links(first.text) if "limit=40" in link]
    second = await client.get(more)

    assert "21 listings fit: the closest 20" in words(first.text)
    assert "21 listings fit, closest first" in words(second.text)
    assert "Show more" not in words(second.text)


class TestLimited:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"searches_per_minute": 2}

    async def test_too_many_searches_from_one_source_get_a_page_that_says_so(self, client: httpx.AsyncClient) -> None:
        answers = [await client.get("/", params={"q": "bees"}, headers={"Accept": "text/html"}) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert "Too many requests" in words(answers[2].text)
        assert (await client.get("/")).status_code == 200
