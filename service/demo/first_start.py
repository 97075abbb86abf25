"""What a database needs before people come: its schema, and once the samples, under an organisation of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import create_key, put_organisation
from service.accounts.entering import make_entrance, make_operator_entrance
from service.accounts.models import ORGANISATION_SCOPES
from service.accounts.principal import Principal
from service.accounts.queries import find_organisation
from service.backlog import count_work
from service.database import Database
from service.demo.progress import Advance
from service.errors import ServiceError
from service.listings.importing import put_listings
from service.migrations.checking import migrate_or_say_why
from service.samples.loading import load_candidates, read_sample_listings, save_candidate
from service.settings import Settings
from service.work import WorkKind

SAMPLES = "Rolecall sample data"


_SAVED_AT_ONCE = 20


class SamplesRefused(ServiceError):
    code = "samples-refused"


async def prepare(settings: Settings, *, advance: Advance) -> bool:
    """Bring the schema up to date and import the samples unless they are here; returns whether they were not."""
    async with _opened(settings) as database:
        await migrate_or_say_why(database)
        async with database.transaction() as session:
            if await find_organisation(session, SAMPLES) is not None:
                return False
            await _import_samples(session, settings, advance=advance)
            return True


async def count_waiting(settings: Settings) -> int | None:
    """How many documents wait to be encoded; None while the database does not answer."""
    try:
        async with _opened(settings) as database, database.reading() as session:
            waiting = await count_work(session)
    except (OSError, SQLAlchemyError):
        return None
    kinds = (WorkKind.ENCODE_LISTINGS, WorkKind.ENCODE_CANDIDATES)
    return sum(waiting.get(kind.value, 0) for kind in kinds)


async def make_key(settings: Settings) -> str:
    """An API key that may do everything with the samples."""
    async with _opened(settings) as database, database.transaction() as session:
        organisation = await put_organisation(session, SAMPLES)
        return await create_key(session, organisation, name="first start", scopes=ORGANISATION_SCOPES)


async def make_entrance_to_samples(settings: Settings) -> str:
    """A link that lets a recruiter of the samples in."""
    async with _opened(settings) as database, database.transaction() as session:
        organisation = await put_organisation(session, SAMPLES)
        return await make_entrance(session, organisation, settings, now=datetime.now(UTC))


async def make_entrance_to_operations(settings: Settings) -> str:
    """A link that lets in whoever started this."""
    async with _opened(settings) as database, database.transaction() as session:
        return await make_operator_entrance(session, settings, now=datetime.now(UTC))


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url, pool_size=1)
    try:
        yield database
    finally:
        await database.close()


async def _import_samples(session: AsyncSession, settings: Settings, *, advance: Advance) -> None:
    now = datetime.now(UTC)
    organisation = await put_organisation(session, SAMPLES)
    principal = Principal(organisation.id, frozenset(ORGANISATION_SCOPES))
    listings, candidates = read_sample_listings(settings.zone, now=now), load_candidates()
    total = len(listings) + len(candidates)
    for start in range(0, len(listings), _SAVED_AT_ONCE):
        rows = await put_listings(session, principal, listings[start : start + _SAVED_AT_ONCE], now=now)
        refused = next((row.refused for row in rows if row.refused), None)
        if refused:
            raise SamplesRefused(f"Sample listing {refused.external_id} was refused: {refused.reason}")
        advance(start + len(rows), total)
    for number, candidate in enumerate(candidates, start=len(listings) + 1):
        await save_candidate(session, principal, candidate, settings)
        advance(number, total)
