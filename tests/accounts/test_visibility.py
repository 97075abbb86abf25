"""What belongs to an organisation or a person is for everybody else exactly as if it were not there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from service.accounts.actions import create_recruiter_link, put_organisation, sign_in_recruiter
from service.accounts.models import Scope
from service.accounts.rules import SESSION_COOKIE
from service.app import create_app
from service.database import Database
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import Body, a_candidate, a_listing, an_alert
from tests.fakes import FakeEncoder
from tests.given import Connect, MakeKey, Work
from tests.tables import contents, run, value

# Every route that names a row by its id: which thing the id is of, and a body that its owner could send.
ROUTES: dict[str, tuple[str, Body | None]] = {
    "readListing": ("listing", None),
    "changeListing": ("listing", {"title": "Changed by somebody else"}),
    "closeListing": ("listing", {}),
    "deleteListing": ("listing", None),
    "matchListing": ("listing", None),
    "readCandidate": ("candidate", None),
    "changeCandidate": ("candidate", {"headline": "Changed by somebody else"}),
    "deleteCandidate": ("candidate", None),
    "matchCandidate": ("candidate", None),
    "readAlert": ("alert", None),
    "changeAlert": ("alert", {"level": "strong"}),
    "pauseAlert": ("alert", None),
    "resumeAlert": ("alert", None),
    "stopAlert": ("alert", None),
    "deleteAlert": ("alert", None),
    "listingPage": ("listing", None),
    "rankedCandidatesPage": ("listing", None),
    "changeAlertByPage": ("alert", None),
    "changeAlertPage": ("alert", None),
    "saveAlertByPage": ("alert", None),
    "listRankings": ("listing", None),
    "listDecisions": ("listing", None),
    "decideOnCandidate": (
        "listing",
        {"candidate_id": str(uuid4()), "decision": "shortlisted", "decided_by": "Somebody else"},
    ),
    "declareGroups": ("candidate", {"sex": "female"}),
    "withdrawGroups": ("candidate", None),
    "weighFactorsByPage": ("listing", None),
    "decideByPage": ("listing", None),
}
STRANGERS = ["public", "other organisation", "other recruiter", "own key without scopes", "revoked key", "no key"]


def routes_with_ids(app: Litestar) -> Iterator[tuple[str, str, str]]:
    """(operation, method, path) of each."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and "_id:uuid}" in route.path:
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    if method != "OPTIONS":
                        yield str(handler.operation_id), str(method), route.path


@pytest.fixture
async def ids(connect: Connect, make_key: MakeKey, work: Work) -> dict[str, str]:
    """A draft, a candidate and an alert of one organisation."""
    owner = connect(key=await make_key("Owner"))
    bodies = {"listing": a_listing(state="draft"), "candidate": a_candidate(), "alert": an_alert()}
    created = {thing: await owner.post(f"/v1/{thing}s", json=body) for thing, body in bodies.items()}
    await work()
    return {thing: answer.json()["id"] for thing, answer in created.items()}


@pytest.fixture(params=STRANGERS)
async def stranger(
    request: pytest.FixtureRequest, ids: object, connect: Connect, make_key: MakeKey, database: Database
) -> httpx.AsyncClient:
    if request.param == "other organisation":
        return connect(key=await make_key("Other"))
    if request.param == "own key without scopes":
        return connect(key=await make_key("Owner", scopes=()))
    if request.param == "no key":
        return connect(key="rc_guessed")
    if request.param == "revoked key":
        revoked = connect(key=await make_key("Owner"))
        await run(database, "UPDATE api_key SET revoked_at = now() WHERE id = (SELECT max(id) FROM api_key)")
        return revoked
    client = connect()
    if request.param == "other recruiter":
        client.cookies.set(SESSION_COOKIE, await recruiter_of("Other", database))
    return client


async def recruiter_of(organisation: str, database: Database) -> str:
    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, organisation))
        return await sign_in_recruiter(session, link.public_id, now=datetime.now(UTC))


def test_every_route_with_an_id_is_in_the_table(settings: Settings) -> None:
    operations = {operation for operation, _, _ in routes_with_ids(create_app(settings, FakeEncoder()))}

    assert operations == ROUTES.keys()


async def test_a_stranger_cannot_tell_what_is_there_from_what_is_not(
    stranger: httpx.AsyncClient, ids: dict[str, str], settings: Settings, database: Database
) -> None:
    token = sign_link(
        Purpose.PREFERENCES, await some_person(database), keys=settings.secret_keys, now=datetime.now(UTC)
    )
    before = await contents(database)

    for operation, method, path in routes_with_ids(create_app(settings, FakeEncoder())):
        thing, body = ROUTES[operation]
        told = []
        for id_ in (ids[thing], str(uuid4())):
            url = path.replace("{token:str}", token).replace("{verb:str}", "stop")
            url = url.replace(f"{{{thing}_id:uuid}}", id_)
            answer = await stranger.request(method, url, json=body)
            told.append((answer.status_code, answer.text.replace(id_, "ID")))
        assert told[0] == told[1], operation
        assert told[0][0] in (401, 403, 404), operation

    assert await contents(database) == before


async def some_person(database: Database) -> UUID:
    """Somebody who has no alert."""
    await run(
        database,
        "INSERT INTO person (public_id, address, folded_address, time_zone, locale)"
        " VALUES (gen_random_uuid(), 'nobody@example.com', 'nobody@example.com', 'Europe/London', 'en_GB')",
    )
    found = await value(database, "SELECT public_id FROM person WHERE address = 'nobody@example.com'")
    assert isinstance(found, UUID)
    return found


async def test_lists_and_searches_hold_nothing_of_another_organisation(
    ids: dict[str, str], connect: Connect, make_key: MakeKey
) -> None:
    other = connect(key=await make_key("Other"))

    for path in ("/v1/listings", "/v1/listings?own=true", "/v1/candidates", "/v1/alerts"):
        assert (await other.get(path)).json() == {"items": [], "next_cursor": None}
    assert (await other.post("/v1/search", json={"query": "night porter"})).json()["results"] == []


async def test_a_key_without_scopes_lists_only_what_is_public(
    ids: dict[str, str], connect: Connect, make_key: MakeKey
) -> None:
    weak = connect(key=await make_key("Owner", scopes=()))

    assert (await weak.get("/v1/listings")).json()["items"] == []
    answers = [await weak.get(path) for path in ("/v1/listings?own=true", "/v1/candidates", "/v1/alerts")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("header", ["Basic cm9sZTpjYWxs", "Bearer", "Bearer ", "rc_something", "bearer\t"])
async def test_credentials_that_do_not_hold_are_refused_also_where_none_are_needed(
    client: httpx.AsyncClient, header: str
) -> None:
    answer = await client.get("/v1/listings", headers={"Authorization": header})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="rolecall"')


async def test_a_key_is_stored_as_its_hash_alone(make_key: MakeKey, database: Database) -> None:
    secret = await make_key("Owner")

    assert await value(database, "SELECT count(*) FROM api_key k WHERE k::text LIKE :part", part=f"%{secret[3:]}%") == 0


async def test_a_candidate_named_in_a_body_needs_the_scope_to_read_candidates(
    connect: Connect, make_key: MakeKey, api: httpx.AsyncClient
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()["id"]
    narrow = connect(key=await make_key("Greenwich Council", scopes=(Scope.LISTINGS_WRITE, Scope.ALERTS_WRITE)))

    preview = await narrow.post("/v1/alerts/preview", json={"candidate_id": candidate})
    alert = await narrow.post("/v1/alerts", json=an_alert(candidate_id=candidate))

    assert (preview.status_code, alert.status_code) == (403, 403)


async def test_a_candidate_of_others_named_in_a_body_is_not_there(
    api: httpx.AsyncClient, other_api: httpx.AsyncClient
) -> None:
    candidate = (await api.post("/v1/candidates", json=a_candidate())).json()["id"]

    preview = await other_api.post("/v1/alerts/preview", json={"candidate_id": candidate})
    alert = await other_api.post("/v1/alerts", json=an_alert(candidate_id=candidate))

    assert (preview.status_code, alert.status_code) == (404, 404)
