"""The page of one listing: as written, as understood, as search engines read it; and when it is not open."""

import json
import re
from typing import Any
from uuid import uuid4

import httpx

from service.settings import Settings
from tests.given import Publish
from tests.web.reading import links, words


def posting_of(html: str) -> dict[str, Any]:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    posting: dict[str, Any] = json.loads(data)
    return posting


async def test_everything_is_shown_as_written_and_inferences_as_such(
    client: httpx.AsyncClient, publish: Publish
) -> None:
    listing = await publish(
        pay_text="£34.884 - £37.722",
        contract_text="2 years' fixed term",
        closes_text="by noon on 1 March 2090",
        closes_at="2090-03-01T12:00:00Z",
        apply_text="Write to the hotel.\n\nTell them why.",
        apply_url="https://example.org/apply",
        description="First part.\n\nSecond part.",
    )

    page = await client.get(f"/listings/{listing['id']}")

    said = words(page.text)
    assert page.status_code == 200
    for part in ("Night Porter", "Harbour Hotel", "Leeds", "First part.", "Second part.", "Tell them why."):
        assert part in said
    assert "£34.884 - £37.722 read as £34,884 to £37,722 a year" in said
    assert "Wed 1 Mar 2090 written as by noon on 1 March 2090" in said
    assert "https://example.org/apply" in links(page.text)


async def test_search_engines_read_a_job_posting(
    client: httpx.AsyncClient, publish: Publish, settings: Settings
) -> None:
    listing = await publish(
        pay_text="£30,000 to £32,000 per annum",
        hours="part_time",
        contract="temporary",
        workplace="remote",
        description="Mind <b>doors</b>.\n\nCarry bags.",
        closes_at="2090-03-01T12:00:00Z",
    )

    posting = posting_of((await client.get(f"/listings/{listing['id']}")).text)

    assert posting["@type"] == "JobPosting"
    assert posting["description"] == "<p>Mind &lt;b&gt;doors&lt;/b&gt;.</p><p>Carry bags.</p>"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 30_000,
        "maxValue": 32_000,
        "unitText": "YEAR",
    }
    assert posting["employmentType"] == ["PART_TIME", "TEMPORARY"]
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["validThrough"] == "2090-03-01T12:00:00+00:00"
    assert posting["url"] == f"{settings.public_url}/listings/{listing['id']}"


async def test_what_is_unknown_is_not_told_to_search_engines(client: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(pay_text="Competitive", place=None)

    posting = posting_of((await client.get(f"/listings/{listing['id']}")).text)

    assert posting.keys().isdisjoint({"baseSalary", "jobLocation", "validThrough", "employmentType"})


async def test_an_advert_cannot_break_out_of_the_page_or_its_data(client: httpx.AsyncClient, publish: Publish) -> None:
    hostile = "</script><script>alert(1)</script>"
    listing = await publish(title=hostile, employer=hostile, description=hostile, apply_text=hostile)

    page = await client.get(f"/listings/{listing['id']}")

    assert page.text.count("<script") == 1
    assert posting_of(page.text)["title"] == hostile


async def test_closed_draft_and_unknown_listings_get_the_same_kind_page(
    client: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish
) -> None:
    closed, draft = await publish(), await publish(state="draft")
    await api.post(f"/v1/listings/{closed['id']}/close", json={})

    pages = [await client.get(f"/listings/{id_}") for id_ in (closed["id"], draft["id"], uuid4())]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len({page.text for page in pages}) == 1
    assert "This listing is not open" in words(pages[0].text)
