"""One transaction on the configured database for a command, or a sentence that says why there is none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Organisation
from service.accounts.queries import find_organisation, list_organisations
from service.database import Database
from service.errors import NotFound
from service.migrations.checking import check_database
from service.poking import Poker
from service.settings import Settings


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database of the settings; its workers are poked after each transaction."""
    poker = Poker(settings.redis_url)
    database = Database(settings.database_url, poke=poker.poke, pool_size=2)
    try:
        yield database
    finally:
        await database.close()
        await poker.close()


@asynccontextmanager
async def opened_session(settings: Settings) -> AsyncIterator[AsyncSession]:
    async with opened_database(settings) as database:
        await check_database(database)
        async with database.transaction() as session:
            yield session


async def organisation_named(session: AsyncSession, name: str | None) -> Organisation:
    """The organisation of this name; without a name the first that there is."""
    if name is None:
        organisations = await list_organisations(session)
        if organisations:
            return organisations[0]
        raise NotFound("There is no organisation yet: make one with `rolecall key create NAME`.")
    found = await find_organisation(session, name)
    if found is None or found.canary:
        raise NotFound(f"No organisation is called {name!r}: make it with `rolecall key create`, or look at the name.")
    return found
