"""A document of which too little was read: no score for it anywhere, and why in every place where its owner looks."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from service.accounts.actions import create_recruiter_link, put_organisation
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import Body, a_candidate
from tests.given import Connect, Publish, Subscribe, Work
from tests.legibility.texts import ENGLISH, GERMAN, WELSH
from tests.mails import alert_mails, token_of
from tests.tables import run, value
from tests.web.reading import words
from tests.working import run_all_work
from workers.runtime import Runtime
from workers.upkeep import ask_for_missing_vectors

IN_WELSH: Body = {
    "outcome": "other_language",
    "share": 0.0,
    "language": "cy",
    "says": "Written in Welsh, which is not read here, so it gets no score.",
}
LONG = " ".join(f"Guest {number} of the hotel is looked after every night by the porter." for number in range(900))


async def read_of(api: httpx.AsyncClient, document: Body, kind: str = "listings") -> Body:
    answer = await api.get(f"/v1/{kind}/{document['id']}")
    assert answer.status_code == 200, answer.text
    read: Body = answer.json()["read"]
    return read


async def found(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.post("/v1/search", json={"query": query, "weaker": True})
    return [result["listing"]["id"] for result in answer.json()["results"]]


async def add(api: httpx.AsyncClient, **changes: object) -> Body:
    answer = await api.post("/v1/candidates", json=a_candidate(**{"external_id": None, "email": None, **changes}))
    assert answer.status_code == 201, answer.text
    candidate: Body = answer.json()
    return candidate


@pytest.fixture
async def recruiter(connect: Connect, database: Database, settings: Settings) -> httpx.AsyncClient:
    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
        public_id = link.public_id
    token = sign_link(Purpose.SIGN_IN, public_id, keys=settings.secret_keys, now=datetime.now(UTC))
    client = connect()
    await client.post(f"/recruiter/enter/{token}")
    return client


async def test_how_much_was_read_is_said_of_a_listing_once_it_is_read(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    whole, long, short = await publish(), await publish(description=LONG), await publish(title="Job", description="-")
    assert await read_of(api, whole) is None

    await work()

    assert (await read_of(api, whole))["outcome"] == "whole"
    assert (await read_of(api, short))["outcome"] == "too_short"
    partly = await read_of(api, long)
    assert partly["outcome"] == "partly"
    assert 0.1 < partly["share"] < 0.9
    assert f"The first {partly['share']:.0%} of the text was read" in partly["says"]


async def test_a_listing_in_another_language_is_found_by_no_search_and_shown_to_all(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    english, welsh = await publish(), await publish(description=WELSH)
    await work()

    assert await found(client, f"night porter {WELSH}") == [english["id"]]
    assert await read_of(client, welsh) == IN_WELSH
    assert IN_WELSH["says"] in words((await client.get(f"/listings/{welsh['id']}")).text)
    assert "read here" not in words((await client.get(f"/listings/{english['id']}")).text)


async def test_it_is_told_to_no_alert_until_its_owner_writes_it_in_english(
    api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await subscribe(description=f"night porter {WELSH}")
    await subscribe(email="other@example.com", description=ENGLISH)
    welsh = await publish(description=WELSH)
    await work()
    assert alert_mails(catcher.messages) == []

    await api.patch(f"/v1/listings/{welsh['id']}", json={"description": ENGLISH})
    await work()

    assert [mail.recipients for mail in alert_mails(catcher.messages)] == [("other@example.com",)]
    assert (await read_of(api, welsh))["outcome"] == "whole"


async def test_a_listing_edited_into_another_language_leaves_every_search(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, database: Database
) -> None:
    listing = await publish()
    await work()
    assert await found(client, "night porter") == [listing["id"]]

    await api.patch(f"/v1/listings/{listing['id']}", json={"description": WELSH})
    await work()

    assert await found(client, "night porter") == []
    assert await value(database, "SELECT count(*) FROM stored_vector") == 0


async def test_a_stated_language_counts_where_the_text_tells_none_and_can_be_corrected(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish(description="Nights.", language="cy")
    await work()
    assert await read_of(api, listing) == IN_WELSH

    await api.patch(f"/v1/listings/{listing['id']}", json={"language": "en"})
    await work()

    assert await found(client, "night porter") == [listing["id"]]


async def test_candidates_who_could_not_be_scored_are_listed_apart_with_why(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing, ranked = await publish(), await add(api)
    named = await add(api, summary=WELSH)
    blind = await add(api, summary=WELSH, findable="blind", name="Gwen Pritchard")
    await add(api, summary=WELSH, findable="nobody")
    await add(other_api, summary=WELSH)
    await work()

    answer = (await api.get(f"/v1/listings/{listing['id']}/matches")).json()

    assert [each["candidate"]["id"] for each in answer["results"]] == [ranked["id"]]
    told = [(each["candidate"]["id"], each["candidate"]["name"], each["read"]) for each in answer["unscored"]]
    assert told == [(blind["id"], None, IN_WELSH), (named["id"], "Imogen Featherstone", IN_WELSH)]
    assert "score" not in answer["unscored"][0]
    assert await read_of(api, named, "candidates") == IN_WELSH


async def test_what_cannot_be_scored_is_matched_with_nothing_and_says_why(
    api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing, candidate = await publish(description=WELSH), await add(api, summary=WELSH)
    await work()

    answers = [
        await api.get(f"/v1/listings/{listing['id']}/matches"),
        await api.get(f"/v1/candidates/{candidate['id']}/matches"),
        await api.post("/v1/alerts/preview", json={"candidate_id": candidate["id"]}),
    ]

    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [(409, IN_WELSH["says"])] * 3


async def test_an_alert_on_a_profile_tells_nothing_before_the_profile_can_be_read(
    api: httpx.AsyncClient, client: httpx.AsyncClient, publish: Publish, work: Work, catcher: MailCatcher
) -> None:
    candidate = await add(api, summary=WELSH)
    await api.post(
        "/v1/alerts", json={"email": "reader@example.com", "candidate_id": candidate["id"], "cadence": "at_once"}
    )
    await work()
    await client.post("/v1/alerts/confirm", json={"token": token_of(catcher.messages[0], "/alerts/confirm/")})
    await publish(description=ENGLISH)
    await work()
    assert alert_mails(catcher.messages) == []

    await api.patch(f"/v1/candidates/{candidate['id']}", json={"summary": ENGLISH})
    await work()
    await publish(description=ENGLISH, employer="Another Hotel")
    await work()

    assert len(alert_mails(catcher.messages)) == 1


async def test_an_alert_on_a_profile_that_is_not_read_holds_up_no_other_alert(
    api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher, database: Database
) -> None:
    candidate = await add(api, summary=WELSH)
    await api.post(
        "/v1/alerts", json={"email": "welsh@example.com", "candidate_id": candidate["id"], "cadence": "at_once"}
    )
    await work()
    (asked,) = catcher.messages
    await api.post("/v1/alerts/confirm", json={"token": token_of(asked, "/alerts/confirm/")})
    await work()
    await subscribe()

    await publish()
    await work()

    assert [mail.recipients for mail in alert_mails(catcher.messages)] == [("reader@example.com",)]
    assert await value(database, "SELECT count(*) FROM listing WHERE matched_revision < revision") == 0


async def test_a_search_for_any_job_shows_all_and_an_alert_on_it_is_refused(
    client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    await publish()
    await work()

    answer = (await client.post("/v1/search", json={"query": "any job"})).json()
    preview = await client.post("/v1/alerts/preview", json={"description": "any job in Leeds"})
    sign_up = await client.get("/alerts/new", params={"q": "any job in Leeds"})

    assert (answer["query_read"]["outcome"], len(answer["results"])) == ("too_short", 1)
    assert (preview.status_code, preview.json()["type"]) == (422, "urn:rolecall:problem:names-no-work")
    assert "This names no work" in words(sign_up.text)


async def test_a_search_in_another_language_is_made_and_says_so(
    client: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    await publish()
    await work()

    for query, outcome in (("night porter", "whole"), (GERMAN, "other_language")):
        answer = (await client.post("/v1/search", json={"query": query, "weaker": True})).json()
        preview = (await client.post("/v1/alerts/preview", json={"description": query})).json()
        page = await client.get("/", params={"q": query})
        sign_up = await client.get("/alerts/new", params={"q": query})

        assert (answer["query_read"]["outcome"], preview["read"]["outcome"]) == (outcome, outcome)
        assert len(answer["results"]) == 1
        for shown in (page, sign_up):
            assert (answer["query_read"]["says"] in words(shown.text)) is (outcome != "whole")


async def test_recruiters_see_what_was_read_of_their_listings_and_who_is_not_ranked(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    welsh, long = await publish(description=WELSH), await publish(description=LONG)
    await add(api)
    await add(api, summary=WELSH, findable="blind", headline="Gofalwr nos")
    await work()

    listings = words((await recruiter.get("/recruiter")).text)
    of_welsh = words((await recruiter.get(f"/recruiter/listings/{welsh['id']}")).text)
    of_long = words((await recruiter.get(f"/recruiter/listings/{long['id']}")).text)

    assert IN_WELSH["says"] in listings
    assert "of the text was read; the rest is too long" in listings
    assert f"Nobody can be ranked for this listing. {IN_WELSH['says']}" in of_welsh
    assert "of the text was read; the rest is too long" in of_long
    assert of_long.index("Imogen Featherstone") < of_long.index("Could not be scored") < of_long.index("Gofalwr nos")


async def test_what_was_encoded_before_is_judged_by_the_workers_without_encoding_again(
    api: httpx.AsyncClient, publish: Publish, work: Work, runtime: Runtime, database: Database
) -> None:
    listing, candidate = await publish(), await add(api, summary=WELSH)
    await work()
    await run(database, "DELETE FROM legibility")
    encoder = (await runtime.model()).encoder
    before = list(getattr(encoder, "encoded"))  # noqa: B009

    await ask_for_missing_vectors(runtime)
    await work()

    assert (await read_of(api, listing))["outcome"] == "whole"
    assert await read_of(api, candidate, "candidates") == IN_WELSH
    assert getattr(encoder, "encoded") == before  # noqa: B009


async def test_another_language_of_the_model_judges_everything_again_and_announces_nothing(
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    publish: Publish,
    subscribe: Subscribe,
    work: Work,
    runtime: Runtime,
    catcher: MailCatcher,
) -> None:
    await subscribe(description=f"night porter {WELSH}")
    welsh = await publish(description=WELSH)
    await work()
    reading_welsh = replace(
        runtime, settings=runtime.settings.model_copy(update={"model_languages": ("cy", "en")}), _model=None
    )

    await ask_for_missing_vectors(reading_welsh)
    await run_all_work(reading_welsh)

    assert (await read_of(api, welsh))["outcome"] == "whole"
    assert await found(client, WELSH) == [welsh["id"]]
    assert alert_mails(catcher.messages) == []


async def test_what_was_judged_goes_with_the_document(
    api: httpx.AsyncClient, publish: Publish, work: Work, database: Database
) -> None:
    listing, candidate = await publish(), await add(api)
    await work()
    assert await value(database, "SELECT count(*) FROM legibility") == 2

    await api.delete(f"/v1/listings/{listing['id']}")
    await api.delete(f"/v1/candidates/{candidate['id']}")

    assert await value(database, "SELECT count(*) FROM legibility") == 0
