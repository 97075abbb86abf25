"""A listing that ends every worker that reads it is set aside after three; all others are encoded and mailed."""

import asyncio
import time

import httpx

from service.database import Database
from service.embedded.catcher import MailCatcher
from tests.factories import Body, a_listing
from tests.faults.conftest import Start
from tests.faults.flow import ADA, PORTER, Flow, assert_told_once, attempts_of, repeated, until, until_done
from tests.faults.processes import LISTENS
from tests.tables import rows, value

POISON = "unspeakable"
# So few that no mail of a reader has to leave any to its page.
BEFORE, MEANWHILE = 4, 12
_ASIDE = "FROM work WHERE set_aside_at IS NOT NULL"
_KILLED = "ended with -9"


async def test_poison_is_set_aside_after_three_crashes_while_the_rest_flows(
    flow: Flow, start: Start, api: httpx.AsyncClient, database: Database, catcher: MailCatcher
) -> None:
    await flow.post_many(BEFORE, longest_pause=0)
    poison = await _post_poison(api)
    await flow.post_many(BEFORE, longest_pause=0)
    worker = start(poison=POISON)
    await asyncio.to_thread(worker.wait_for_log, LISTENS)

    listens_since = time.monotonic()
    await flow.post_many(MEANWHILE, longest_pause=2)
    await until(database, f"EXISTS (SELECT {_ASIDE})", seconds=90)
    print(f"set aside {time.monotonic() - listens_since:.1f} s after the first worker began", end=", ")
    print(f"the rest done {await until(database, 'count(*) = 1 FROM work', seconds=60):.1f} s later")

    id_ = await value(database, "SELECT id FROM listing WHERE public_id = :id", id=poison["id"])
    assert await rows(database, f"SELECT kind, subject_id, crashes {_ASIDE}") == [("encode_listings", id_, 3)]
    assert worker.log.read_text().count(_KILLED) == 3
    assert_told_once(catcher.messages, flow.due)
    # A mail that was on its way when the poison killed its sender: the documented window, and not each time.
    for message_id, copies in repeated(catcher.messages).items():
        assert await attempts_of(database, message_id) >= 1 + copies

    await api.patch(f"/v1/listings/{poison['id']}", json={"description": PORTER})
    await until_done(database)

    flow.due.add((ADA, poison["id"]))
    assert_told_once(catcher.messages, flow.due)
    assert worker.log.read_text().count(_KILLED) == 3


async def _post_poison(api: httpx.AsyncClient) -> Body:
    body = a_listing(title=PORTER.title(), description=f"{PORTER}, {POISON}", external_id=None)
    listing: Body = (await api.post("/v1/listings", json=body)).json()
    return listing
