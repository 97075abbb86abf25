"""A database in which nothing was migrated."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from service.database import Database
from service.embedded.stack import Stack


@pytest.fixture
async def empty(stack: Stack) -> AsyncIterator[Database]:
    administrator = Database(stack.database_url)
    async with administrator.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS empty WITH (FORCE)"))
        await connection.execute(text("CREATE DATABASE empty"))
    await administrator.close()
    url = make_url(stack.database_url).set(database="empty")
    database = Database(url.render_as_string(hide_password=False))
    yield database
    await database.close()
