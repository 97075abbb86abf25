"""What is done with listings: saved, edited, closed, expired, deleted; each records its change and its work."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.accounts.queries import forget_answers_about
from service.change_log import Collection, Event, record_change
from service.errors import Conflict
from service.kinds import Period
from service.listings import queries
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.listings.pay import annual
from service.listings.rules import (
    EXPIRED,
    check_can_close,
    check_removals,
    matched_text,
    opened_at,
    standing,
    words_of,
    written_forms,
)
from service.listings.schemas import ListingInput
from service.listings.understanding import UnderstoodListing, understand
from service.vectors import delete_vectors
from service.work import WorkKind, add_work

MOVED_AT_ONCE = 200
_NOT_COLUMNS = {"employer", "state"}


class ListingExists(Conflict):
    code = "listing-exists"


@dataclass(frozen=True)
class Saved:
    """A listing and what saving it did."""

    listing: Listing
    outcome: Literal["created", "updated", "unchanged"]


async def create_listing(
    session: AsyncSession, principal: Principal, given: ListingInput, *, now: datetime, zone: ZoneInfo
) -> Listing:
    """Save a new listing; raises ListingExists when its source already has one of this external id."""
    understood = understand(given, now=now, zone=zone)
    if understood.external_id is not None:
        known = await queries.find_by_external_id(session, principal, understood.source, understood.external_id)
        if known is not None:
            raise ListingExists(
                f"A listing {understood.external_id!r} of source {understood.source!r} is here already: "
                f"change it with PATCH /v1/listings/{known.public_id}."
            )
    return await _insert(session, principal, understood, now=now)


async def put_listing(
    session: AsyncSession, principal: Principal, listing: UnderstoodListing, *, now: datetime
) -> Saved:
    """Save a listing that arrives again and again: known by source and external id, changed only where it differs."""
    known = (
        await queries.find_by_external_id(session, principal, listing.source, listing.external_id)
        if listing.external_id is not None
        else None
    )
    if known is None:
        return Saved(await _insert(session, principal, listing, now=now), "created")
    # A feed that knows nothing of weights leaves those that were set here.
    arrived = replace(listing, match_weights=listing.match_weights or known.match_weights)
    changed = await _apply(session, known, arrived, now=now, reopen=False)
    return Saved(known, "updated" if changed else "unchanged")


async def edit_listing(
    session: AsyncSession,
    principal: Principal,
    public_id: UUID,
    changes: dict[str, Any],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Listing:
    """Change what the owner names and leave the rest (RFC 7396). A closed listing opens again when `state` says so."""
    listing = await queries.lock_own_listing(session, principal, public_id)
    check_removals(changes)
    employer = (await queries.employer_names(session, [listing]))[listing.id]
    given = ListingInput.model_validate({**written_forms(listing, employer, changes), **changes})
    understood = understand(given, now=now, zone=zone)
    reopen = "state" in changes
    await _apply(session, listing, understood, now=now, reopen=reopen)
    return listing


async def close_listing(
    session: AsyncSession, principal: Principal, public_id: UUID, *, reason: str | None, now: datetime
) -> Listing:
    listing = await queries.lock_own_listing(session, principal, public_id)
    check_can_close(listing)
    await _move(session, listing, ListingState.CLOSED, reason=reason or "closed by its owner", now=now)
    return listing


async def delete_listing(session: AsyncSession, principal: Principal, public_id: UUID) -> None:
    """Remove a listing and everything found for it; what was sent of it stays as it was sent."""
    listing = await queries.lock_own_listing(session, principal, public_id)
    await delete_vectors(session, Collection.LISTINGS, [listing.id])
    await forget_answers_about(session, listing.public_id)
    record_change(session, Collection.LISTINGS, listing.id, Event.LEFT)
    await session.delete(listing)


async def expire_listings(session: AsyncSession, *, now: datetime) -> int:
    """End listings whose closing date has passed, some at a time; returns how many."""
    due = await queries.lock_expired(session, now=now, limit=MOVED_AT_ONCE)
    for listing in due:
        await _move(session, listing, ListingState.EXPIRED, reason=EXPIRED, now=now)
    return len(due)


async def open_scheduled_listings(session: AsyncSession, *, now: datetime) -> int:
    """Open listings that waited for their opening date, some at a time; returns how many."""
    due = await queries.lock_scheduled(session, now=now, limit=MOVED_AT_ONCE)
    for listing in due:
        await _move(session, listing, ListingState.OPEN, reason=None, now=now)
    return len(due)


async def _insert(
    session: AsyncSession, principal: Principal, understood: UnderstoodListing, *, now: datetime
) -> Listing:
    organisation_id = principal.organisation()
    stand = standing(understood, now=now)
    listing = Listing(
        **{**columns_of(understood), "opens_at": opened_at(understood.opens_at, now=now)},
        organisation_id=organisation_id,
        employer_id=await queries.put_employer(session, organisation_id, understood.employer),
        opening_id=await queries.new_opening(session),
        state=stand.state,
        state_reason=stand.reason,
        state_at=now,
    )
    if understood.external_id is None:
        listing.external_id = str(listing.public_id)
    session.add(listing)
    try:
        await session.flush()
    except IntegrityError as error:
        raise ListingExists(
            f"A listing {listing.external_id!r} of source {listing.source!r} was saved a moment ago: read it first."
        ) from error
    await queries.put_words(session, listing.id, words_of(listing, understood.employer))
    if listing.state is ListingState.OPEN:
        await _announce(session, [listing], Event.OPENED)
    return listing


async def _apply(
    session: AsyncSession, listing: Listing, understood: UnderstoodListing, *, now: datetime, reopen: bool
) -> bool:
    """Write what differs; returns whether anything did."""
    employer = (await queries.employer_names(session, [listing]))[listing.id]
    before, was = matched_text(listing, employer), listing.state
    changed = _write_columns(listing, understood, now=now)
    if employer != understood.employer:
        listing.employer_id = await queries.put_employer(session, listing.organisation_id, understood.employer)
        changed = True
    stand = standing(understood, now=now)
    if stand.state is not was and (reopen or was is not ListingState.CLOSED):
        await _move(session, listing, stand.state, reason=stand.reason, now=now)
        changed = True
    elif was is ListingState.OPEN and matched_text(listing, understood.employer) != before:
        listing.revision += 1
        await _announce(session, [listing], Event.EDITED)
    if changed:
        listing.updated_at = now
        await session.flush()
        await queries.put_words(session, listing.id, words_of(listing, understood.employer))
    return changed


async def _move(
    session: AsyncSession, listing: Listing, state: ListingState, *, reason: str | None, now: datetime
) -> None:
    listing.state, listing.state_reason, listing.state_at = state, reason, now
    if state is ListingState.OPEN:
        listing.revision += 1
        listing.opens_at = now
        await session.flush()
        await _announce(session, [listing], Event.OPENED)
    else:
        record_change(session, Collection.LISTINGS, listing.id, Event.LEFT)


async def _announce(session: AsyncSession, listings: Sequence[Listing], event: Event) -> None:
    for listing in listings:
        record_change(session, Collection.LISTINGS, listing.id, event)
        await add_work(session, WorkKind.ENCODE_LISTINGS, [listing.id], owner_id=listing.organisation_id, edited=True)


def columns_of(understood: UnderstoodListing) -> dict[str, Any]:
    """The columns of a listing that come from what was written and understood of it."""
    columns: dict[str, Any] = {name: value for name, value in asdict(understood).items() if name not in _NOT_COLUMNS}
    columns["pay_min_yearly"] = _yearly(understood.pay_min, understood.pay_period)
    columns["pay_max_yearly"] = _yearly(understood.pay_max, understood.pay_period)
    return columns


def _yearly(amount: Decimal | None, period: Period | None) -> Decimal | None:
    return None if amount is None or period is None else annual(amount, period)


def _write_columns(listing: Listing, understood: UnderstoodListing, *, now: datetime) -> bool:
    # An opening long past counted as the moment of arrival, and does so still.
    arrived_open = opened_at(understood.opens_at, now=now) == now
    kept = {"source", "external_id"} | ({"opens_at"} if arrived_open else set())
    wanted = {name: value for name, value in columns_of(understood).items() if name not in kept}
    different = {name: value for name, value in wanted.items() if getattr(listing, name) != value}
    for name, value in different.items():
        setattr(listing, name, value)
    return bool(different)
