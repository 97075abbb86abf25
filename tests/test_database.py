"""Transactions end with their process, also when it stands still: nobody's rows are held for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.database import Database
from service.work import WorkKind
from tests.tables import run, value
from tests.working import ask_for


async def test_a_transaction_that_stands_still_lets_its_rows_go_and_is_not_kept(database: Database) -> None:
    await ask_for(database, WorkKind.SEND_MAIL, 1)
    standing_still = Database(database.engine.url.render_as_string(hide_password=False), idle_seconds=1)

    async def hold_for_ever() -> None:
        async with standing_still.transaction() as session:
            await session.execute(text("UPDATE work SET attempts = 7"))
            # Waits for the row above: nobody but the server can let it go.
            await run(database, "UPDATE work SET attempts = attempts + 1")

    with pytest.raises(DBAPIError):
        await hold_for_ever()
    await standing_still.close()

    assert await value(database, "SELECT attempts FROM work") == 1
