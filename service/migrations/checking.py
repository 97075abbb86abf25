"""Whether a database can be used by this version, said as a sentence before anything slow begins."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from service.database import Database
from service.errors import Unavailable
from service.migrations.migrate import is_migrated, migrate


class DatabaseUnusable(Unavailable):
    """No answer, or a schema of another version."""

    code = "database"


async def check_database(database: Database) -> None:
    """Raise DatabaseUnusable unless the database answers and has the schema of this version."""
    with _said_as_a_sentence():
        current = await is_migrated(database)
    if not current:
        raise DatabaseUnusable("The database does not have the schema of this version: run `rolecall migrate` first.")


async def migrate_or_say_why(database: Database) -> None:
    with _said_as_a_sentence():
        await migrate(database)


@contextmanager
def _said_as_a_sentence() -> Iterator[None]:
    try:
        yield
    except (OSError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DatabaseUnusable(f"The database cannot be used ({reason}): check ROLECALL_DATABASE_URL.") from error
