"""Migrations: what they make is what the tables in code say, also when several processes start at once."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from service.database import Database
from service.embedded.stack import Stack
from service.migrations.migrate import migrate, schema_differences
from tests.tables import contents, run


@pytest.fixture
async def empty(stack: Stack) -> Database:
    """A database in which nothing was migrated."""
    administrator = Database(stack.database_url)
    async with administrator.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS empty WITH (FORCE)"))
        await connection.execute(text("CREATE DATABASE empty"))
    await administrator.close()
    url = make_url(stack.database_url).set(database="empty")
    return Database(url.render_as_string(hide_password=False))


async def test_the_migrated_schema_is_that_of_the_tables_in_code(empty: Database) -> None:
    await migrate(empty)

    assert await schema_differences(empty) == []
    await empty.close()


async def test_several_processes_may_migrate_at_once_and_again(empty: Database) -> None:
    await asyncio.gather(*(migrate(empty) for _ in range(4)))
    await migrate(empty)

    assert await schema_differences(empty) == []
    await empty.close()


async def test_migrating_what_is_migrated_changes_no_row(database: Database) -> None:
    await run(database, "INSERT INTO opening (public_id) VALUES (gen_random_uuid())")
    before = await contents(database)

    await migrate(database)

    assert await contents(database) == before
