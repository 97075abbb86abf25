"""Looking into the tables from a test, and putting time forward where a test cannot wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlmodel import SQLModel

from service.database import Database

Row = tuple[Any, ...]


async def rows(database: Database, sql: str, **values: Any) -> list[Row]:
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(text(sql), values)]


async def value(database: Database, sql: str, **values: Any) -> Any:
    """The one value of the one row."""
    ((found,),) = await rows(database, sql, **values)
    return found


async def run(database: Database, sql: str, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(text(sql), values)


@contextmanager
def statements_sent(database: Database) -> Iterator[list[str]]:
    """What is sent to the database while the block lasts."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def contents(database: Database) -> dict[str, str]:
    """A digest of every table: equal before and after means that nothing was changed."""
    digests = " UNION ALL ".join(
        f"SELECT '{table.name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table.name}\" t"
        for table in SQLModel.metadata.sorted_tables
    )
    return dict(await rows(database, digests))
