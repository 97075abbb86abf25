"""Index files deleted or damaged: what is found stays the same, and nothing is encoded again."""

import asyncio
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, cast

import httpx

from embeddings.generations import IDS, MANIFEST, VECTORS
from service.alerts.queries import active_alert_ids
from service.app import create_app
from service.change_log import Collection
from service.database import Database
from service.embedded.catcher import MailCatcher
from service.listings.queries import open_listing_ids
from service.search.replica import Replica
from service.settings import Settings
from tests.fakes import FakeEncoder
from tests.faults.conftest import Start
from tests.faults.flow import NURSE, PORTER, Flow, assert_told_once, until_done
from tests.given import Work

Damage = Callable[[Path, Random], object]
Answers = list[tuple[str, float]]


async def test_the_index_folder_can_be_deleted_while_everything_runs(
    flow: Flow, start: Start, client: httpx.AsyncClient, database: Database, settings: Settings, catcher: MailCatcher,
    chance: Random,
) -> None:  # fmt: skip
    worker = start()
    for _ in range(3):
        posting = asyncio.create_task(flow.post_many(5, longest_pause=0.1))
        await asyncio.sleep(chance.uniform(0, 0.5))
        _delete_indexes(settings)
        await posting
        await until_done(database)
        assert {listing for listing, _ in await _answers(client)} == {listing for _, listing in flow.due}
    worker.stop()
    _delete_indexes(settings)
    again = start()
    await flow.post()
    await until_done(database)

    assert_told_once(catcher.messages, flow.due)
    assert len(worker.texts_read()) == len(set(worker.texts_read()))
    # Only what the last listing brought.
    assert not set(again.texts_read()) & set(worker.texts_read())


async def test_a_damaged_index_file_is_never_served(
    flow: Flow, start: Start, work: Work, client: httpx.AsyncClient, database: Database, settings: Settings,
    catcher: MailCatcher, chance: Random, tmp_path: Path,
) -> None:  # fmt: skip
    await _make_two_generations(flow, work, database, settings)
    expected = await _answers(client)
    indexes = settings.data_folder / "indexes"
    pristine = shutil.copytree(indexes, tmp_path / "pristine")

    for damage in DAMAGES:
        _delete_indexes(settings)
        shutil.copytree(pristine, indexes)
        for collection in indexes.glob("*/*"):
            damage(collection, chance)
        encoder = FakeEncoder()
        assert await _answers_of_a_new_process(settings, encoder) == expected
        assert set(encoder.encoded) == {"warm", PORTER, NURSE}
    worker = start()
    await flow.post()
    await until_done(database)

    assert_told_once(catcher.messages, flow.due)
    assert len(worker.texts_read()) <= _PASSAGES_OF_A_LISTING


async def test_where_no_index_file_can_be_written_everything_works_from_memory(
    flow: Flow, work: Work, client: httpx.AsyncClient, settings: Settings
) -> None:
    (settings.data_folder / "indexes").write_text("a file where a folder is needed")

    await flow.post_many(3, longest_pause=0)
    await work()

    assert await _answers_of_a_new_process(settings, FakeEncoder()) == await _answers(client)


def _flip_a_byte(name: str, generation: str, collection: Path, chance: Random) -> None:
    file = collection / generation / name
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _cut_off(collection: Path, chance: Random) -> None:
    file = collection / _NEWEST / VECTORS
    file.write_bytes(file.read_bytes()[: chance.randrange(file.stat().st_size)])


def _give_ids_of_the_other(collection: Path, _chance: Random) -> None:
    shutil.copy(collection / _OLDER / IDS, collection / _NEWEST / IDS)


def _flip_in_both(collection: Path, chance: Random) -> None:
    for generation in (_OLDER, _NEWEST):
        _flip_a_byte(VECTORS, generation, collection, chance)


_OLDER, _NEWEST = "generation-1", "generation-2"
_PASSAGES_OF_A_LISTING = 4
DAMAGES: list[Damage] = [
    *(partial(_flip_a_byte, name, _NEWEST) for name in (VECTORS, IDS, MANIFEST)),
    _cut_off,
    _give_ids_of_the_other,
    _flip_in_both,
]


async def _make_two_generations(flow: Flow, work: Work, database: Database, settings: Settings) -> None:
    folder, fingerprint = settings.data_folder / "indexes", FakeEncoder().fingerprint
    listings = Replica(Collection.LISTINGS, open_listing_ids, folder=folder, fingerprint=fingerprint)
    alerts = Replica(Collection.ALERTS, active_alert_ids, folder=folder, fingerprint=fingerprint)
    for least in (1, 0):
        await flow.post_many(3, longest_pause=0)
        await work()
        for replica in (listings, alerts):
            async with database.reading() as session:
                # The first time it is built, and thereby saved.
                await replica.save_if_grown(session, least=least)


def _delete_indexes(settings: Settings) -> None:
    shutil.rmtree(settings.data_folder / "indexes", ignore_errors=True)


async def _answers_of_a_new_process(settings: Settings, encoder: FakeEncoder) -> Answers:
    app = create_app(settings, encoder)
    transport = httpx.ASGITransport(cast(Any, app))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
        return await _answers(client)


async def _answers(client: httpx.AsyncClient) -> Answers:
    found: Answers = []
    for query in (PORTER, NURSE):
        answer = await client.post("/v1/search", json={"query": query, "limit": 200, "weaker": True})
        found += [(result["listing"]["id"], result["score"]) for result in answer.json()["results"]]
    return found
