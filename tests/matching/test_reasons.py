"""The reasons of matches over HTTP: shares that sum to the score, weights as applied, deal-breakers with sentences."""

from typing import Any

import httpx
import pytest

from tests.factories import Body, a_candidate
from tests.given import Publish, Work

WANTED = "Look after guests who arrive late. You must have a full driving licence. Night audit is essential."


async def add(api: httpx.AsyncClient, **changes: Any) -> Body:
    answer = await api.post("/v1/candidates", json=a_candidate(**{"external_id": None, "email": None, **changes}))
    assert answer.status_code == 201, answer.text
    candidate: Body = answer.json()
    return candidate


async def ranked(api: httpx.AsyncClient, listing: Body, **params: Any) -> Body:
    answer = await api.get(f"/v1/listings/{listing['id']}/matches", params=params)
    assert answer.status_code == 200, answer.text
    matches: Body = answer.json()
    return matches


async def test_every_result_explains_itself(api: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    listing = await publish(description=WANTED)
    await add(api, skills=["night auditing", "German"], place="York", desired_pay_text="£24,000", hours="part_time")
    await work()

    (result,) = (await ranked(api, listing))["results"]

    factors = {factor["name"]: factor for factor in result["factors"]}
    assert list(factors) == ["relevance", "skills", "place", "pay", "hours", "contract", "seniority"]
    assert sum(factor["share"] for factor in result["factors"]) == pytest.approx(result["score"], abs=1e-9)
    assert factors["place"]["reason"] == "It is about 35 km from home."
    assert factors["pay"]["reason"] == "The pay reaches what is hoped for."
    assert (factors["hours"]["stated"], factors["hours"]["value"]) == (False, None)
    assert factors["hours"]["reason"] == "The listing does not say full or part time."
    assert result["skills"] == {"exact": ["night auditing"], "related": [], "missing": []}
    assert [(each["kind"], each["outcome"], each["sentence"]) for each in result["deal_breakers"]] == [
        ("driving_licence", "not_stated", "You must have a full driving licence."),
        ("hours", "not_stated", "Only part time: the profile says so in a field of its own."),
    ]


async def test_a_broken_pair_is_listed_below_with_its_reason_or_left_out_when_asked(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish(description=WANTED)
    cannot = await add(api, skills=["night audit"], licences=[])
    can = await add(api, headline="Beekeeper", summary="Forty hives of bees.", licences=["driving"])
    await work()

    below, left = await ranked(api, listing), await ranked(api, listing, deal_breakers="exclude")

    assert [each["candidate"]["id"] for each in below["results"]] == [can["id"], cannot["id"]]
    assert below["results"][0]["score"] < below["results"][1]["score"]
    assert below["results"][1]["deal_breakers"][0]["outcome"] == "not_met"
    assert [each["candidate"]["id"] for each in left["results"]] == [can["id"]]


async def test_a_listings_weights_are_applied_echoed_and_taken_back(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish(match_weights={"pay": 0.5, "relevance": 0})
    await add(api, desired_pay_text="£24,000")
    await work()

    own = await ranked(api, listing)
    changed = await api.patch(f"/v1/listings/{listing['id']}", json={"match_weights": None})
    usual = await ranked(api, listing)

    assert listing["match_weights"]["pay"] == 0.5
    assert (own["weights"]["pay"], own["weights"]["relevance"], own["weights"]["skills"]) == (0.5, 0.0, 0.15)
    weights = {factor["name"]: factor["weight"] for factor in own["results"][0]["factors"]}
    assert weights == {name: weight for name, weight in own["weights"].items() if name != "version"}
    assert changed.json()["match_weights"] is None
    assert usual["weights"]["relevance"] == 0.6
    assert usual["results"][0]["score"] != own["results"][0]["score"]


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        ({"charm": 1}, "match_weights/charm"),
        ({"pay": -0.1}, "match_weights/pay"),
        ({"pay": 2}, "match_weights/pay"),
        ({"pay": "much"}, "match_weights/pay"),
        (dict.fromkeys(("relevance", "skills", "place", "pay", "hours", "contract", "seniority"), 0), "match_weights"),
    ],
)
async def test_weights_that_cannot_be_are_refused_by_name(
    api: httpx.AsyncClient, publish: Publish, weights: Body, field: str
) -> None:
    listing = await publish()

    answer = await api.patch(f"/v1/listings/{listing['id']}", json={"match_weights": weights})

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_feed_that_knows_nothing_of_weights_leaves_them(api: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish(match_weights={"pay": 0.5})
    line = '{"source": "api", "external_id": "%s", "title": "Day Porter", "employer": "H", "description": "D"}'

    answer = await api.post(
        "/v1/listings/bulk",
        content=line % listing["external_id"],
        headers={"Content-Type": "application/x-ndjson"},
    )

    assert answer.json()["updated"] == 1
    assert (await api.get(f"/v1/listings/{listing['id']}")).json()["match_weights"]["pay"] == 0.5


async def test_a_candidates_facts_and_limits_are_kept_changed_and_refused_by_name(api: httpx.AsyncClient) -> None:
    given: Body = {
        "hours": "part_time",
        "contracts": ["permanent"],
        "workplaces": ["hybrid", "remote"],
        "within_km": 30,
        "right_to_work": ["GB"],
        "years_of_experience": 6,
        "licences": ["driving"],
    }
    candidate = await add(api, **given)
    address = f"/v1/candidates/{candidate['id']}"

    changed = await api.patch(address, json={"within_km": None, "licences": []})
    refused = await api.patch(address, json={"right_to_work": ["UK"], "within_km": 0})

    assert {name: candidate[name] for name in given} == given
    assert (changed.json()["within_km"], changed.json()["licences"]) == (None, [])
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {"right_to_work/0", "within_km"}


async def test_matches_of_another_organisation_are_not_there(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing, candidate = await publish(), await add(api)
    await work()

    answers = [
        await other_api.get(f"/v1/listings/{listing['id']}/matches"),
        await other_api.get(f"/v1/candidates/{candidate['id']}/matches"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_both_sides_see_the_same_score_of_a_pair(api: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    listing, candidate = await publish(description=WANTED), await add(api, skills=["night audit"], place="Leeds")
    await work()

    offered = (await api.get(f"/v1/candidates/{candidate['id']}/matches")).json()["results"]
    shown = (await ranked(api, listing))["results"]

    assert offered[0]["score"] == shown[0]["score"]
    assert offered[0]["factors"] == shown[0]["factors"]
    assert offered[0]["deal_breakers"] == shown[0]["deal_breakers"]
