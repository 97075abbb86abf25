"""An index follows the change log: it misses nothing, and repairs itself without encoding."""

import asyncio
import shutil
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from service.change_log import Collection, Event, append_recorded, record_change
from service.database import Database
from service.listings.queries import open_listing_ids
from service.search.replica import Replica
from service.settings import Settings
from tests.factories import a_listing
from tests.fakes import FakeEncoder
from tests.given import Publish, PublishMany, Work
from tests.tables import run, value


@pytest.fixture
def replica(settings: Settings, encoder: FakeEncoder) -> Replica:
    return a_replica(settings, encoder)


def a_replica(settings: Settings, encoder: FakeEncoder) -> Replica:
    """As another process would have it."""
    folder = settings.data_folder / "indexes"
    return Replica(Collection.LISTINGS, open_listing_ids, folder=folder, fingerprint=encoder.fingerprint)


async def held(replica: Replica, database: Database, encoder: FakeEncoder) -> set[int]:
    """The listings that it finds, whatever is looked for."""
    async with database.reading() as session:
        index = await replica.catch_up(session)
    (row,) = encoder.encode(["anything"])
    return {hit.document for hit in index.search(row, limit=1_000)}


async def save(replica: Replica, database: Database) -> bool:
    async with database.reading() as session:
        return await replica.save_if_grown(session, least=1)


async def test_of_two_interleaved_writers_the_slow_one_is_not_missed(
    publish_many: PublishMany, work: Work, replica: Replica, database: Database, encoder: FakeEncoder
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(2))
    await work()
    await run(database, "UPDATE listing SET state = 'draft'")
    slow_has_written, quick_has_committed = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with database.transaction() as session:
            await opened(session, 1)
            slow_has_written.set()
            await quick_has_committed.wait()

    async def write_quickly() -> None:
        await slow_has_written.wait()
        async with database.transaction() as session:
            await opened(session, 2)

    async def follow() -> tuple[set[int], set[int]]:
        between = await held(replica, database, encoder)
        quick_has_committed.set()
        await slow
        return between, await held(replica, database, encoder)

    assert await held(replica, database, encoder) == set()
    slow = asyncio.create_task(write_slowly())
    await write_quickly()

    assert await follow() == ({2}, {1, 2})


async def test_a_writer_that_has_its_position_and_not_committed_holds_the_next_one_back(
    publish_many: PublishMany, work: Work, replica: Replica, database: Database, encoder: FakeEncoder
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(2))
    await work()
    await run(database, "UPDATE listing SET state = 'draft'")
    has_its_position, may_commit = asyncio.Event(), asyncio.Event()

    async def write(listing_id: int, *, slowly: bool) -> None:
        async with database.transaction() as session:
            await opened(session, listing_id)
            if slowly:
                await append_recorded(session)
                has_its_position.set()
                await may_commit.wait()

    slow = asyncio.create_task(write(1, slowly=True))
    await has_its_position.wait()
    quick = asyncio.create_task(write(2, slowly=False))
    await asyncio.wait([quick], timeout=0.05)
    between = await held(replica, database, encoder)
    may_commit.set()
    await asyncio.gather(slow, quick)

    assert (between, await held(replica, database, encoder)) == (set(), {1, 2})


async def opened(session: AsyncSession, listing_id: int) -> None:
    await session.execute(text("UPDATE listing SET state = 'open' WHERE id = :id"), {"id": listing_id})
    record_change(session, Collection.LISTINGS, listing_id, Event.OPENED)


async def test_below_the_newest_position_nothing_appears_later_however_many_write(database: Database) -> None:
    before = await value(database, "SELECT coalesce(max(position), 0) FROM change_log")
    holes: list[int] = []

    async def write(number: int) -> None:
        async with database.transaction() as session:
            await asyncio.sleep(0.001 * (number % 5))
            record_change(session, Collection.LISTINGS, number, Event.OPENED)
        read = "SELECT max(position) - :before - count(*) FROM change_log WHERE position > :before"
        holes.append(await value(database, read, before=before))

    await asyncio.gather(*(write(number) for number in range(15)))

    assert holes == [0] * 15


async def test_each_replica_reads_what_was_committed_before_it_was_asked(
    publish: Publish, work: Work, settings: Settings, database: Database, encoder: FakeEncoder
) -> None:
    first, second = a_replica(settings, encoder), a_replica(settings, encoder)
    await publish()
    await work()
    assert await held(first, database, encoder) == await held(second, database, encoder) == {1}

    await run(database, "UPDATE listing SET state = 'closed'")
    async with database.transaction() as session:
        record_change(session, Collection.LISTINGS, 1, Event.LEFT)

    assert await held(first, database, encoder) == await held(second, database, encoder) == set()


@pytest.mark.parametrize("harm", ["folder deleted", "file cut", "byte flipped", "files emptied", "manifest rewritten"])
async def test_a_deleted_or_damaged_index_is_built_again_from_stored_vectors_without_encoding(
    publish_many: PublishMany,
    work: Work,
    replica: Replica,
    settings: Settings,
    database: Database,
    encoder: FakeEncoder,
    harm: str,
) -> None:
    await publish_many(a_listing(external_id=f"p{number}") for number in range(5))
    await work()
    assert await held(replica, database, encoder) == {1, 2, 3, 4, 5}
    await save(replica, database)
    files = [path for path in (settings.data_folder / "indexes").rglob("*") if path.is_file()]
    assert files

    do_harm(harm, settings.data_folder / "indexes", files)
    encoder.encoded.clear()
    again = a_replica(settings, encoder)

    assert await held(again, database, encoder) == {1, 2, 3, 4, 5}
    assert encoder.encoded == ["anything"]


def do_harm(harm: str, folder: Path, files: list[Path]) -> None:
    if harm == "folder deleted":
        shutil.rmtree(folder)
    for path in files if harm != "folder deleted" else ():
        content = path.read_bytes()
        if harm == "file cut":
            path.write_bytes(content[: len(content) // 2])
        elif harm == "byte flipped":
            path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        elif harm == "files emptied":
            path.write_bytes(b"")
        elif path.suffix == ".json":
            path.write_bytes(b'{"format": 1, "files": {}}')


async def test_an_index_folder_deleted_under_a_running_service_is_not_noticed_by_searches(
    publish: Publish, client: httpx.AsyncClient, work: Work, settings: Settings, encoder: FakeEncoder
) -> None:
    await publish()
    await work()
    shutil.rmtree(settings.data_folder, ignore_errors=True)
    await publish(title="Day Porter")
    await work()

    found = await client.post("/v1/search", json={"query": "porter"})

    assert len(found.json()["results"]) == 2


async def test_a_saved_index_goes_on_from_where_it_was_saved(
    publish: Publish, work: Work, replica: Replica, settings: Settings, database: Database, encoder: FakeEncoder
) -> None:
    await publish()
    await work()
    await held(replica, database, encoder)
    await save(replica, database)
    await publish()
    await work()

    again = a_replica(settings, encoder)

    assert await held(again, database, encoder) == {1, 2}


async def test_an_index_that_is_ahead_of_its_database_is_built_again(
    publish: Publish, work: Work, replica: Replica, settings: Settings, database: Database, encoder: FakeEncoder
) -> None:
    await publish()
    await work()
    await held(replica, database, encoder)
    await save(replica, database)
    await run(database, "DELETE FROM listing")
    await run(database, "DELETE FROM change_log")

    again = a_replica(settings, encoder)

    assert await held(again, database, encoder) == set()
