"""A real browser over the running application, and one of every page for it to look at."""

import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, Playwright, async_playwright

from service.accounts.actions import create_recruiter_link, put_organisation
from service.accounts.operators import create_operator_link
from service.app import create_app
from service.database import Database
from service.links import Purpose, sign_link
from service.settings import Settings
from tests.factories import Body, a_candidate
from tests.fakes import FakeEncoder
from tests.given import Publish, Subscribe, Work
from tests.tables import run, value

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Of every way to be stuck one, and what is not stuck beside it.
_STUCK_WORK = """
INSERT INTO work (kind, subject_id, owner_id, version, attempts, crashes, last_error, failing_since, set_aside_at,
                  available_at)
SELECT kind, 1, 0, 1, attempts, crashes, reason, now() - interval '3 hours', aside, now() - interval '12 minutes'
FROM (VALUES
    ('encode_listings', 1, 3, 'Its worker died 3 times doing it', now() - interval '2 hours'),
    ('match_alerts', 7, 0, 'sqlalchemy.exc.OperationalError (SQLSTATE 57P01)', NULL),
    ('compose_mail', 0, 0, NULL, NULL)
) AS stuck (kind, attempts, crashes, reason, aside)
"""
_STUCK_MAIL = """
UPDATE delivery SET state = 'failed', reply_code = 550, reply_text = '5.1.1 nobody here', ended_at = now()
WHERE id = (SELECT max(id) FROM delivery WHERE state = 'accepted')
"""
_NO_BROWSER = (
    "These tests need a Chromium and found none. Install one: the system's package 'chromium', "
    "or `.venv/bin/playwright install chromium`."
)


def find_browser(playwright: Playwright) -> str:
    """Where a browser is, the system's before Playwright's own; fails when there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), playwright.chromium.executable_path)
    if not Path(found).exists():
        pytest.fail(_NO_BROWSER)
    return found


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Started once, without a profile; each test opens contexts of its own."""
    async with async_playwright() as playwright:
        # Chromium's sandbox cannot start as root nor in most containers; it only opens our own pages here.
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP *.test 127.0.0.1"]
        started = await playwright.chromium.launch(executable_path=find_browser(playwright), args=arguments)
        yield started
        await started.close()


@pytest.fixture
def site(settings: Settings, database: Database, encoder: FakeEncoder) -> Iterator[str]:
    """The address of the application, served over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app: Any = create_app(settings, encoder)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        while not server.started and serving.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        serving.join()


@dataclass(frozen=True)
class World:
    """A few listings, alerts and candidates, and the address of a page of every kind."""

    pages: dict[str, str]
    entrance: str
    operator_entrance: str


@pytest.fixture
async def world(
    publish: Publish, subscribe: Subscribe, work: Work, api: httpx.AsyncClient, database: Database, settings: Settings
) -> World:
    listing = await _fill(publish, api)
    await work()
    alert, paused = await subscribe(), await subscribe(description="keeper of bees", filters={"place": "Leeds"})
    wish = {"email": "reader@example.com", "description": "driver", "level": "good"}
    asked = (await api.post("/v1/alerts", json=wish)).json()
    await work()

    def token(purpose: Purpose, subject: str) -> str:
        return sign_link(purpose, UUID(subject), keys=settings.secret_keys, now=datetime.now(UTC))

    async with database.transaction() as session:
        link = await create_recruiter_link(session, await put_organisation(session, "Greenwich Council"))
        entrance = f"/recruiter/enter/{token(Purpose.SIGN_IN, str(link.public_id))}"
        operator_entrance = (
            f"/operations/enter/{token(Purpose.OPERATE, str((await create_operator_link(session)).public_id))}"
        )
    await run(database, _STUCK_WORK)
    await run(database, _STUCK_MAIL)
    person = str(await value(database, "SELECT public_id FROM person WHERE address = 'reader@example.com'"))
    preferences = f"/preferences/{token(Purpose.PREFERENCES, person)}"
    await api.post(f"{preferences}/alerts/{paused['id']}/pause")
    pages = {
        "start": "/",
        "results": "/?q=night+porter+in+a+hotel&place=Leeds&hours=full_time",
        "results to narrow": "/?q=porter+in+a+hotel",
        "no results": "/?q=night+porter&place=Atlantis",
        "wrong input": "/?q=night+porter&pay_at_least=lots&unknown=1",
        "listing": f"/listings/{listing['id']}",
        "listing that is not open": f"/listings/{UUID(int=0)}",
        "new alert": "/alerts/new?q=night+porter+in+a+hotel",
        "new alert without a wish": "/alerts/new?q=",
        "confirm": f"/alerts/confirm/{token(Purpose.CONFIRM, asked['id'])}",
        "link that does not work": "/alerts/confirm/AAAA.BBBB",
        "stop": f"/stop/{token(Purpose.STOP, alert['id'])}",
        "preferences": preferences,
        "change alert": f"{preferences}/alerts/{paused['id']}",
        "enter": entrance,
        "recruiter": "/recruiter",
        "ranked candidates": f"/recruiter/listings/{listing['id']}",
        "enter as operator": operator_entrance,
        "operations": "/operations",
        "operations after a retry": "/operations?retried=true",
        "nowhere": "/nowhere",
    }
    return World(pages, entrance, operator_entrance)


async def _fill(publish: Publish, api: httpx.AsyncClient) -> Body:
    listing = await publish(
        pay_text="£24.500 - £26.000",
        hours="full_time",
        contract="permanent",
        workplace="on_site",
        apply_url="https://example.org/apply",
        closes_at="2090-03-01T12:00:00Z",
        description="A night porter in a hotel.\n\n" + "Verylongwordwithoutanyspaceinit" * 8,
    )
    for number in range(5):
        await publish(title=f"Hotel Porter {number}", place="York", description="Carry bags as a porter in a hotel.")
    await publish(title="Porter of Yesterday", state="draft")
    for name, findable in (("Imogen Featherstone", "named"), ("Jonas Albrecht", "blind")):
        candidate = a_candidate(external_id=name, name=name, findable=findable, skills=["night shifts", "first aid"])
        await api.post("/v1/candidates", json=candidate)
    return listing
