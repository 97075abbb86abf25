"""Listings flowing through alerts: what is posted, who is therefore due to be told, and what was told in the end."""

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from email import message_from_bytes
from random import Random
from uuid import uuid4

import httpx

from service.database import Database
from service.embedded.caught_mail import CaughtMail
from tests.factories import Body, a_listing
from tests.mails import alert_mails
from tests.tables import rows, value

Pair = tuple[str, str]

ADA, BEN = "ada@example.com", "ben@example.com"
PORTER, NURSE = "night porter in a hotel", "ward nurse for sick children"
# Ada asks for the same twice: she is still to be told once of each opening.
ALERTS = ((ADA, PORTER), (ADA, "porter in a hotel at night"), (BEN, NURSE))
_READERS = {PORTER: ADA, NURSE: BEN}

_LINK = re.compile(r"/listings/([0-9a-f-]{36})")
_ASK_AGAIN_SECONDS = 0.2


class Flow:
    """Posts listings that are each due to one reader, and asks again until each is accepted."""

    def __init__(self, api: httpx.AsyncClient, chance: Random) -> None:
        self.due: set[Pair] = set()
        self.refusals: list[httpx.Response] = []
        self._api = api
        self._chance = chance

    async def post(self) -> Body:
        wanted = self._chance.choice((PORTER, NURSE))
        body = a_listing(title=wanted.title(), description=f"{wanted} {uuid4()}", external_id=None)
        key = {"Idempotency-Key": str(uuid4())}
        while (answer := await self._api.post("/v1/listings", json=body, headers=key)).status_code != 201:
            self.refusals.append(answer)
            await asyncio.sleep(_ASK_AGAIN_SECONDS)
        listing: Body = answer.json()
        self.due.add((_READERS[wanted], listing["id"]))
        return listing

    async def post_many(self, count: int, *, longest_pause: float = 0.2) -> None:
        for _ in range(count):
            await self.post()
            await asyncio.sleep(self._chance.uniform(0, longest_pause))


def told(mails: Iterable[CaughtMail]) -> dict[Pair, Counter[str]]:
    """For each person and listing, how often each message that tells of it arrived."""
    found: dict[Pair, Counter[str]] = defaultdict(Counter)
    for mail in alert_mails(mails):
        message_id = str(mail.parsed()["Message-ID"])
        for listing in set(_LINK.findall(mail.text)):
            found[mail.recipients[0], listing][message_id] += 1
    return found


def repeated(mails: Iterable[CaughtMail]) -> dict[str, int]:
    """The messages that arrived more than once, and how many times too often."""
    times = Counter(str(mail.parsed()["Message-ID"]) for mail in mails)
    return {message_id: count - 1 for message_id, count in times.items() if count > 1}


def assert_told_once(mails: Iterable[CaughtMail], due: set[Pair]) -> None:
    """Every due pair by one message, whatever copies of it there are, and nobody of anything else."""
    found = told(mails)
    assert due - found.keys() == set(), "these were never told"
    assert found.keys() - due == set(), "these were not due"
    assert {pair: ids for pair, ids in found.items() if len(ids) > 1} == {}, "these were told by several messages"


async def until_done(database: Database, *, seconds: float = 60.0) -> float:
    """Wait until no work is left; returns how long that took."""
    started = time.monotonic()
    while waiting := await rows(database, "SELECT kind, count(*), max(last_error) FROM work GROUP BY kind"):
        assert time.monotonic() < started + seconds, f"still to be done: {waiting}"
        await asyncio.sleep(0.1)
    return time.monotonic() - started


async def until(database: Database, question: str, *, seconds: float = 30.0) -> float:
    """Wait until a question that is asked in SQL is answered with yes; returns how long that took."""
    started = time.monotonic()
    while not await value(database, f"SELECT {question}"):
        assert time.monotonic() < started + seconds, f"still not so: {question}"
        await asyncio.sleep(0.01)
    return time.monotonic() - started


def message_id_in(content: bytes) -> str:
    return str(message_from_bytes(content)["Message-ID"])


def public_id_in(message_id: str) -> str:
    """The delivery that a message was made for."""
    return message_id.strip("<>").partition("@")[0]


async def attempts_of(database: Database, message_id: str) -> int:
    attempts: int = await value(
        database, "SELECT attempts FROM delivery WHERE public_id = :id", id=public_id_in(message_id)
    )
    return attempts
