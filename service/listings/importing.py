"""Many listings at once: each row saved or refused on its own, the rest untouched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.change_log import count_recorded, forget_changes
from service.errors import ServiceError
from service.listings.actions import Saved, put_listing
from service.listings.sources.imported import Refused, SourcedListing


@dataclass(frozen=True)
class Row:
    """What became of one entry: exactly one of `saved` and `refused` is set."""

    line: int | None
    saved: Saved | None = None
    refused: Refused | None = None


async def put_listings(
    session: AsyncSession, principal: Principal, entries: Iterable[SourcedListing], *, now: datetime
) -> list[Row]:
    """Save entries that were read, each in a savepoint of its own."""
    return [await _put(session, principal, entry, now=now) for entry in entries]


async def _put(session: AsyncSession, principal: Principal, entry: SourcedListing, *, now: datetime) -> Row:
    recorded = count_recorded(session)
    try:
        async with session.begin_nested():
            return Row(entry.line, saved=await put_listing(session, principal, entry.understood, now=now))
    except ServiceError as error:
        forget_changes(session, keep=recorded)
        return Row(entry.line, refused=Refused(entry.line, entry.listing.external_id, None, error.message))
