"""One transaction on the configured database for a command, or a sentence that says why there is none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Organisation
from service.accounts.queries import find_organisation, list_organisations
from service.database import Database
from service.errors import NotFound, Unavailable
from service.migrations.migrate import is_migrated
from service.poking import Poker
from service.settings import Settings


class DatabaseUnusable(Unavailable):
    """No answer, or a schema that this version does not know."""

    code = "database"


@asynccontextmanager
async def opened_database(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The database of the settings once it has answered; its workers are poked after each transaction."""
    poker = Poker(settings.redis_url)
    database = Database(settings.database_url, poke=poker.poke, pool_size=2)
    try:
        await _check(database, migrated=migrated)
        yield database
    finally:
        await database.close()
        await poker.close()


@asynccontextmanager
async def opened_session(settings: Settings) -> AsyncIterator[AsyncSession]:
    async with opened_database(settings) as database, database.transaction() as session:
        yield session


async def organisation_named(session: AsyncSession, name: str | None) -> Organisation:
    """The organisation of this name; without a name the first that there is."""
    if name is None:
        organisations = await list_organisations(session)
        if organisations:
            return organisations[0]
        raise NotFound("There is no organisation yet: make one with `rolecall key create NAME`.")
    found = await find_organisation(session, name)
    if found is None:
        raise NotFound(f"No organisation is called {name!r}: make it with `rolecall key create`, or look at the name.")
    return found


async def _check(database: Database, *, migrated: bool) -> None:
    try:
        current = await is_migrated(database)
    except (OSError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise DatabaseUnusable(f"The database does not answer ({reason}): check ROLECALL_DATABASE_URL.") from error
    if migrated and not current:
        raise DatabaseUnusable("The database does not have the schema of this version: run `rolecall migrate` first.")
