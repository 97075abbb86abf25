"""Candidates ranked for a listing, and listings for a candidate: only the findable, and blind where they say so."""

import httpx

from service.database import Database
from tests.factories import Body, a_candidate
from tests.given import Publish, Work
from tests.tables import rows


async def add(api: httpx.AsyncClient, **changes: object) -> Body:
    answer = await api.post("/v1/candidates", json=a_candidate(**{"external_id": None, "email": None, **changes}))
    assert answer.status_code == 201, answer.text
    candidate: Body = answer.json()
    return candidate


async def ranked(api: httpx.AsyncClient, listing: Body, **params: int) -> list[Body]:
    answer = await api.get(f"/v1/listings/{listing['id']}/matches", params=params)
    assert answer.status_code == 200, answer.text
    results: list[Body] = answer.json()["results"]
    return results


def ids(results: list[Body]) -> list[str]:
    return [result["candidate"]["id"] for result in results]


async def test_candidates_are_ranked_by_what_they_can_do(api: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    listing = await publish()
    keeper = await add(api, headline="Beekeeper", summary="Forty hives of bees and much honey every summer.")
    porter = await add(api, headline="Night Porter", summary="Look after hotel guests who arrive late at night.")
    await work()

    results = await ranked(api, listing)

    assert ids(results) == [porter["id"], keeper["id"]]
    assert results[0]["passage"]["text"] == "Look after hotel guests who arrive late at night."


async def test_who_is_findable_by_nobody_is_in_no_ranking_from_that_moment_on(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing, hidden, shown = await publish(), await add(api, findable="nobody"), await add(api, findable="blind")
    await work()
    assert ids(await ranked(api, listing)) == [shown["id"]]

    await api.patch(f"/v1/candidates/{hidden['id']}", json={"findable": "named"})
    await api.patch(f"/v1/candidates/{shown['id']}", json={"findable": "nobody"})

    assert ids(await ranked(api, listing)) == [hidden["id"]]


async def test_a_name_is_shown_for_the_named_and_stands_nowhere_for_the_blind(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish()
    telling = {
        "headline": "Night Porter, I. Featherstone",
        "summary": "Imogen Featherstone looks after hotel guests. Imogen's number is +44 7700 900123,"
        " write to imogen.featherstone@example.com or see https://featherstone.example/imogen",
        "skills": ["Featherstone method", "carrying bags"],
        "place": "Featherstone",
    }
    blind = await add(api, findable="blind", **telling)
    await work()

    answer = await api.get(f"/v1/listings/{listing['id']}/matches")

    result = answer.json()["results"][0]["candidate"]
    assert (result["id"], result["name"]) == (blind["id"], None)
    for telling_part in ("imogen", "featherstone", "7700", "900123", "@"):
        assert telling_part not in answer.text.casefold()
    await api.patch(f"/v1/candidates/{blind['id']}", json={"findable": "named"})
    assert (await ranked(api, listing))[0]["candidate"]["name"] == "Imogen Featherstone"


async def test_another_organisations_candidates_never_appear(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing, mine = await publish(), await add(api)
    await add(other_api)
    await work()

    assert ids(await ranked(api, listing)) == [mine["id"]]


async def test_another_name_and_address_change_neither_vectors_nor_ranking(
    api: httpx.AsyncClient, publish: Publish, work: Work, database: Database
) -> None:
    def profile(name: str) -> Body:
        first = name.split(maxsplit=1)[0]
        return {"name": name, "summary": f"{first} looks after guests. Ask {name}, {first.lower()}@example.com."}

    listing = await publish()
    one = await add(api, **profile("Imogen Featherstone"))
    two = await add(api, **profile("Mohammed Al-Farsi"))
    await work()

    by_candidate = "SELECT array_agg(vector ORDER BY passage) FROM stored_vector WHERE collection = 'candidates'"
    vectors = [vectors for (vectors,) in await rows(database, f"{by_candidate} GROUP BY document_id")]
    scores = [result["score"] for result in await ranked(api, listing)]
    assert ids(await ranked(api, listing)) == [one["id"], two["id"]]
    assert scores[0] == scores[1]
    assert vectors[0] == vectors[1]


async def test_a_changed_name_leaves_the_stored_vectors_as_they_were(
    api: httpx.AsyncClient, work: Work, database: Database
) -> None:
    stored = "SELECT passage, text_hash, vector FROM stored_vector ORDER BY passage"
    candidate = await add(api, summary="Looks after guests who arrive late.")
    await work()
    before = await rows(database, stored)

    await api.patch(f"/v1/candidates/{candidate['id']}", json={"name": "Somebody Else"})
    await work()

    assert await rows(database, stored) == before


async def test_open_listings_are_ranked_for_a_candidate(api: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    porter, _, draft = (
        await publish(),
        await publish(title="Beekeeper", description="Hives"),
        await publish(state="draft"),
    )
    candidate = await add(api)
    await work()

    answer = await api.get(f"/v1/candidates/{candidate['id']}/matches")

    found = [result["listing"]["id"] for result in answer.json()["results"]]
    assert (found[0], len(found), draft["id"] in found) == (porter["id"], 2, False)


async def test_as_many_matches_are_given_as_asked_for(api: httpx.AsyncClient, publish: Publish, work: Work) -> None:
    listing = await publish()
    for number in range(130):
        await add(api, headline=f"Porter {number}")
    await work()

    assert [len(await ranked(api, listing, limit=limit)) for limit in (1, 120, 200)] == [1, 120, 130]


async def test_before_it_is_encoded_a_document_says_that_it_is_being_read(
    api: httpx.AsyncClient, publish: Publish
) -> None:
    listing, candidate = await publish(), await add(api)

    answers = [
        await api.get(f"/v1/listings/{listing['id']}/matches"),
        await api.get(f"/v1/candidates/{candidate['id']}/matches"),
    ]

    assert [answer.json()["type"] for answer in answers] == ["urn:rolecall:problem:not-encoded-yet"] * 2


async def test_what_a_profile_states_of_a_person_is_neither_ranked_nor_shown(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    work_of = "Looks after hotel guests who arrive late at night."
    listing = await publish()
    plain = await add(api, name="Imogen Featherstone", summary=work_of, skills=["Polish", "carrying bags"])
    telling = await add(
        api,
        name="Mohammed Al-Farsi",
        headline="Night Porter, aged 54, Nigerian",
        summary=f"I am a Muslim and a father of three. {work_of} I took a career break to care for my mother.",
        skills=["native Polish", "carrying bags", "married"],
        findable="blind",
    )
    await api.patch(f"/v1/candidates/{plain['id']}", json={"headline": "Night Porter, aged 27, Irish"})
    await work()

    results = await ranked(api, listing)

    assert ids(results) == [plain["id"], telling["id"]]
    assert results[0]["score"] == results[1]["score"]
    assert results[0]["passage"] == results[1]["passage"]
    assert results[1]["candidate"]["skills"] == ["Polish", "carrying bags"]
    shown = str(results[1]).casefold()
    assert not any(word in shown for word in ("nigerian", "muslim", "father", "mother", "career break", "married"))
