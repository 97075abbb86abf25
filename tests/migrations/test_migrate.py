"""Migrations: what they make is what the tables in code say, also when several processes start at once."""

import asyncio

from service.database import Database
from service.migrations.migrate import migrate, schema_differences
from tests.tables import contents, run


async def test_the_migrated_schema_is_that_of_the_tables_in_code(empty: Database) -> None:
    await migrate(empty)

    assert await schema_differences(empty) == []


async def test_several_processes_may_migrate_at_once_and_again(empty: Database) -> None:
    await asyncio.gather(*(migrate(empty) for _ in range(4)))
    await migrate(empty)

    assert await schema_differences(empty) == []


async def test_migrating_what_is_migrated_changes_no_row(database: Database) -> None:
    await run(database, "INSERT INTO opening (public_id) VALUES (gen_random_uuid())")
    before = await contents(database)

    await migrate(database)

    assert await contents(database) == before
