"""A recruiter's pages: in by a link that works once, and only what is the organisation's own."""

from datetime import UTC, datetime

import httpx
import pytest

from service.accounts.actions import create_recruiter_link, put_organisation
from service.accounts.rules import SESSION_COOKIE
from service.database import Database
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import a_candidate
from tests.given import Connect, Publish, Work
from tests.tables import contents
from tests.web.reading import forms, links, words


@pytest.fixture
async def entrance(database: Database, settings: Settings) -> str:
    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
        public_id = link.public_id
    return f"/recruiter/enter/{sign_link(Purpose.SIGN_IN, public_id, keys=settings.secret_keys, now=datetime.now(UTC))}"


@pytest.fixture
async def recruiter(connect: Connect, entrance: str) -> httpx.AsyncClient:
    client = connect()
    answer = await client.post(entrance)
    assert answer.status_code == 303
    return client


async def test_the_link_lets_in_once_by_its_button(
    connect: Connect, client: httpx.AsyncClient, entrance: str, database: Database
) -> None:
    before = await contents(database)

    shown = await client.get(entrance)

    assert forms(shown.text) == [("post", "")]
    assert await contents(database) == before
    entered = await client.post(entrance)
    assert entered.headers["Location"] == "/recruiter"
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert (await client.get("/recruiter")).status_code == 200
    again = await connect().post(entrance)
    assert again.status_code == 409
    assert "Set-Cookie" not in again.headers


async def test_without_a_sign_in_the_pages_say_how_to_get_one(client: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish()

    for address in ("/recruiter", f"/recruiter/listings/{listing['id']}"):
        page = await client.get(address)
        assert page.status_code == 401
        assert "rolecall link recruiter" in words(page.text)


async def test_the_organisations_listings_are_shown_with_their_states(
    recruiter: httpx.AsyncClient, publish: Publish, api: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    closed = await publish(title="Night Porter")
    await api.post(f"/v1/listings/{closed['id']}/close", json={})
    await publish(title="Day Porter", state="draft")
    await other_api.post("/v1/listings", json={"title": "Elsewhere", "employer": "E", "description": "D"})

    page = await recruiter.get("/recruiter")

    said = words(page.text)
    assert "Night Porter Harbour Hotel · Leeds Closed" in said
    assert "Day Porter Harbour Hotel · Leeds Draft" in said
    assert "Elsewhere" not in said
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_long_list_is_paged(recruiter: httpx.AsyncClient, publish: Publish) -> None:
    for number in range(51):
        await publish(title=f"Porter number {number}")

    first = await recruiter.get("/recruiter")
    (older,) = [link for link in links(first.text) if "cursor=" in link]
    second = await recruiter.get(older)

    assert "Porter number 50" in words(first.text)
    assert "Porter number 0 " not in words(first.text)
    assert "Porter number 0 " in words(second.text)


async def test_candidates_are_ranked_and_named_only_by_their_own_choice(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish()
    for findable, name, headline in (
        ("named", "Imogen Featherstone", "Night Porter"),
        ("blind", "Jonas Albrecht", "Beekeeper"),
        ("nobody", "Kate Secret", "Night Porter in Leeds"),
    ):
        candidate = a_candidate(
            external_id=name, name=name, findable=findable, headline=headline, skills=["late shifts"]
        )
        await api.post("/v1/candidates", json=candidate)
    await work()

    page = await recruiter.get(f"/recruiter/listings/{listing['id']}")

    said = words(page.text)
    assert said.index("Imogen Featherstone") < said.index("Blind profile")
    assert "Jonas" not in page.text
    assert "Kate" not in page.text
    assert "late shifts" in said
    assert "match" in said


async def test_a_decision_is_kept_with_its_name_and_moves_nobody(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish()
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()
    await work()
    ranked = f"/recruiter/listings/{listing['id']}"
    await recruiter.get(ranked)

    for verdict in ("shortlisted", "dismissed"):
        decided = await recruiter.post(
            f"{ranked}/decisions", data={"decided_by": "Ann Recruiter", verdict: candidate["id"]}
        )
        assert decided.headers["Location"] == f"{ranked}#decide-{candidate['id']}"
        page = await recruiter.get(ranked)
        assert f"{verdict.capitalize()} by Ann Recruiter" in words(page.text)
        assert 'value="Ann Recruiter"' in page.text
    kept = (await api.get(f"/v1/listings/{listing['id']}/decisions")).json()["items"]
    assert [each["decision"] for each in kept] == ["dismissed", "shortlisted"]


@pytest.mark.parametrize(
    "sent",
    [{}, {"decided_by": "Ann"}, {"decided_by": "", "shortlisted": "ID"}, {"decided_by": "A", "shortlisted": "x"}],
)
async def test_a_decision_without_a_name_or_a_candidate_is_refused(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work, sent: dict[str, str]
) -> None:
    listing = await publish()
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()
    await work()
    await recruiter.get(f"/recruiter/listings/{listing['id']}")

    form = {name: value.replace("ID", candidate["id"]) for name, value in sent.items()}
    answer = await recruiter.post(f"/recruiter/listings/{listing['id']}/decisions", data=form)

    assert answer.status_code == 422
    assert (await api.get(f"/v1/listings/{listing['id']}/decisions")).json()["items"] == []


async def test_a_listing_that_is_not_read_yet_says_so(recruiter: httpx.AsyncClient, publish: Publish) -> None:
    listing = await publish()

    page = await recruiter.get(f"/recruiter/listings/{listing['id']}")

    assert page.status_code == 200
    assert "is still being read" in words(page.text)


async def test_another_organisations_listing_is_not_there(
    recruiter: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    body = {"title": "Elsewhere", "employer": "E", "description": "D"}
    other = (await other_api.post("/v1/listings", json=body)).json()

    page = await recruiter.get(f"/recruiter/listings/{other['id']}", headers={"Accept": "text/html"})

    assert page.status_code == 404
    assert "Elsewhere" not in page.text


async def test_signing_out_ends_the_session_itself(recruiter: httpx.AsyncClient, connect: Connect) -> None:
    secret = recruiter.cookies[SESSION_COOKIE]

    answer = await recruiter.post("/recruiter/leave")

    assert answer.status_code == 303
    kept = connect()
    kept.cookies.set(SESSION_COOKIE, secret)
    assert (await kept.get("/recruiter")).status_code == 401


async def test_each_candidate_is_explained_and_a_broken_limit_stands_below_with_its_sentence(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish(description="Look after guests at night. You must have a full driving licence.")
    for number, licences in enumerate(([], ["driving"])):
        candidate = a_candidate(external_id=f"c{number}", email=None, name=f"Person {number}", licences=licences)
        await api.post("/v1/candidates", json=candidate)
    await work()

    said = words((await recruiter.get(f"/recruiter/listings/{listing['id']}")).text)

    assert said.index("Person 1") < said.index("Something that must be so is not met") < said.index("Person 0")
    assert "Driving: not met. You must have a full driving licence." in said
    assert "The profile does not say what pay is hoped for." in said
    assert "Driving: met" in said


async def test_what_counts_is_set_by_a_form_and_taken_back(
    recruiter: httpx.AsyncClient, api: httpx.AsyncClient, publish: Publish, work: Work
) -> None:
    listing = await publish()
    await api.post("/v1/candidates", json=a_candidate())
    await work()
    address = f"/recruiter/listings/{listing['id']}"

    set_now = await recruiter.post(f"{address}/weights", data={"pay": "0.4", "relevance": "0.6"})
    own = (await api.get(f"/v1/listings/{listing['id']}")).json()["match_weights"]
    shown = words((await recruiter.get(address)).text)
    await recruiter.post(f"{address}/weights", data={"usual": ""})
    usual = (await api.get(f"/v1/listings/{listing['id']}")).json()["match_weights"]

    assert (set_now.status_code, set_now.headers["Location"]) == (303, address)
    assert (own["pay"], own["relevance"]) == (0.4, None)
    assert "What counts for this listing (changed)" in shown
    assert usual is None


@pytest.mark.parametrize("sent", [{"pay": "9"}, {"pay": "much"}, {"charm": "1"}])
async def test_weights_that_cannot_be_are_refused_on_the_page(
    recruiter: httpx.AsyncClient, publish: Publish, sent: dict[str, str]
) -> None:
    listing = await publish()

    answer = await recruiter.post(f"/recruiter/listings/{listing['id']}/weights", data=sent)

    assert answer.status_code == 422


async def test_weights_of_another_organisations_listing_cannot_be_set(
    recruiter: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    body = {"title": "Elsewhere", "employer": "E", "description": "D"}
    other = (await other_api.post("/v1/listings", json=body)).json()

    answer = await recruiter.post(f"/recruiter/listings/{other['id']}/weights", data={"pay": "0.4"})

    assert answer.status_code == 404
