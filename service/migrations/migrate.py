"""Bringing a database to the newest schema, safely when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from service.database import Database

_LOCK = 0x6D696772


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    command.upgrade(_config(connection), revision)


def _is_newest(connection: Connection) -> bool:
    newest = ScriptDirectory.from_config(_config(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


async def migrate(database: Database, *, revision: str = "head") -> None:
    """Apply every step that this database has not seen, by default up to the newest."""
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)


async def is_migrated(database: Database) -> bool:
    """Whether the database has exactly the steps that this version knows."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_is_newest)


async def schema_differences(database: Database) -> list[object]:
    """What the tables in code say that the migrated database does not; empty when both agree."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_differences)


def write_migration(connection: Connection, message: str, revision: str) -> None:
    """Write the step from the database as it is to the tables in code, for a developer to read and correct."""
    command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)
