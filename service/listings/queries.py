"""All SQL about listings. Open listings are public; everything else belongs to its organisation."""

from collections.abc import Collection as Ids
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, cast, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.database import among
from service.errors import NotFound
from service.listings.kinds import ListingState
from service.listings.models import Employer, Listing, ListingWords, Opening
from service.listings.rules import SCHEDULED
from service.paging import PageRequest


def is_open() -> ColumnElement[bool]:
    """Open now, to whoever looks: the clock that expires listings can be late, their closing date cannot."""
    return and_(is_running(), ~col(Listing.canary))


def is_running() -> ColumnElement[bool]:
    """Open now, be it to the canary's alert alone: whoever asks this compares `canary` of the two sides."""
    return and_(
        col(Listing.state) == ListingState.OPEN,
        or_(col(Listing.closes_at).is_(None), col(Listing.closes_at) > func.now()),
    )


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """Open to the public, in every state to the system and to its own organisation where that may read listings."""
    if principal.system:
        return col(Listing.id).is_not(None)
    if principal.organisation_id is None or Scope.LISTINGS_READ not in principal.scopes:
        return is_open()
    return or_(is_open(), col(Listing.organisation_id) == principal.organisation_id)


async def get_listing(session: AsyncSession, principal: Principal, public_id: UUID) -> Listing:
    """A listing that the principal may see; NotFound for any other."""
    found = await session.scalar(select(Listing).where(col(Listing.public_id) == public_id, visible_to(principal)))
    if found is None:
        raise NotFound("There is no such listing, or it is no longer open.")
    return found


async def get_own_listing(session: AsyncSession, principal: Principal, public_id: UUID) -> Listing:
    """A listing of the principal's organisation, whatever its state; NotFound for any other."""
    found = await session.scalar(
        select(Listing).where(
            col(Listing.public_id) == public_id, col(Listing.organisation_id) == principal.organisation()
        )
    )
    if found is None:
        raise NotFound("There is no such listing in your organisation.")
    return found


async def lock_own_listing(session: AsyncSession, principal: Principal, public_id: UUID) -> Listing:
    """A listing of the principal's organisation, locked until the transaction ends; NotFound for any other."""
    found = await session.scalar(
        select(Listing)
        .where(col(Listing.public_id) == public_id, col(Listing.organisation_id) == principal.organisation())
        .with_for_update()
    )
    if found is None:
        raise NotFound("There is no such listing in your organisation.")
    return found


async def find_by_external_id(
    session: AsyncSession, principal: Principal, source: str, external_id: str
) -> Listing | None:
    """The organisation's listing that this source calls so, locked until the transaction ends."""
    return await session.scalar(
        select(Listing)
        .where(col(Listing.organisation_id) == principal.organisation())
        .where(col(Listing.source) == source, col(Listing.external_id) == external_id)
        .with_for_update()
    )


async def list_listings(
    session: AsyncSession, principal: Principal, page: PageRequest, *, state: ListingState | None, own: bool
) -> list[Listing]:
    """One more than the page holds, newest first, so that the caller sees whether there is a next page."""
    query = select(Listing).where(visible_to(principal)).order_by(col(Listing.id).desc()).limit(page.limit + 1)
    if own:
        query = query.where(col(Listing.organisation_id) == principal.organisation())
    if state is not None:
        query = query.where(col(Listing.state) == state)
    if page.before is not None:
        query = query.where(col(Listing.id) < page.before)
    return list(await session.scalars(query))


async def listings_by_id(session: AsyncSession, principal: Principal, ids: Ids[int]) -> dict[int, Listing]:
    """Those of the listings that the principal may see."""
    found = await session.scalars(select(Listing).where(among(col(Listing.id), ids), visible_to(principal)))
    return {listing.id: listing for listing in found}


async def hold_listings(session: AsyncSession, ids: Ids[int]) -> set[int]:
    """Which of these are still there; they cannot be deleted before the transaction ends."""
    query = select(col(Listing.id)).where(among(col(Listing.id), ids)).order_by(col(Listing.id))
    return set(await session.scalars(query.with_for_update(read=True, key_share=True)))


async def open_listing_ids(session: AsyncSession, ids: Ids[int] | None = None) -> set[int]:
    """Which listings are open, of all or of these: what an index of listings may hold."""
    query = select(col(Listing.id)).where(col(Listing.state) == ListingState.OPEN, ~col(Listing.canary))
    return set(await session.scalars(query if ids is None else query.where(among(col(Listing.id), ids))))


async def employer_names(session: AsyncSession, listings: Ids[Listing]) -> dict[int, str]:
    """The employer's name for each listing, by the listing's id."""
    rows = await session.execute(
        select(col(Employer.id), col(Employer.name)).where(
            among(col(Employer.id), {listing.employer_id for listing in listings})
        )
    )
    names = {id_: value for id_, value in rows}
    return {listing.id: names[listing.employer_id] for listing in listings}


async def opening_ids(session: AsyncSession, listings: Ids[Listing]) -> dict[int, UUID]:
    """The public id of each listing's opening, by the listing's id."""
    rows = await session.execute(
        select(col(Opening.id), col(Opening.public_id)).where(
            among(col(Opening.id), {listing.opening_id for listing in listings})
        )
    )
    ids = {id_: value for id_, value in rows}
    return {listing.id: ids[listing.opening_id] for listing in listings}


async def put_employer(session: AsyncSession, organisation_id: int, name: str) -> int:
    """The employer's id, made when this organisation has none of that name."""
    folded = " ".join(name.casefold().split())
    await session.execute(
        insert(Employer)
        .values(organisation_id=organisation_id, name=name, folded_name=folded, public_id=uuid4())
        .on_conflict_do_nothing()
    )
    return (
        await session.scalars(
            select(col(Employer.id)).where(
                col(Employer.organisation_id) == organisation_id, col(Employer.folded_name) == folded
            )
        )
    ).one()


async def put_words(session: AsyncSession, listing_id: int, vector: str) -> None:
    """Keep the words of a listing, as a tsvector literal of service.words."""
    words = cast(literal(vector), TSVECTOR)
    await session.execute(
        insert(ListingWords)
        .values(listing_id=listing_id, words=words)
        .on_conflict_do_update(index_elements=[col(ListingWords.listing_id)], set_={"words": words})
    )


async def new_opening(session: AsyncSession) -> int:
    opening = Opening()
    session.add(opening)
    await session.flush()
    return opening.id


async def lock_expired(session: AsyncSession, *, now: datetime, limit: int) -> list[Listing]:
    """Open listings whose closing date has passed, skipping those that another worker is expiring."""
    return list(
        await session.scalars(
            select(Listing)
            .where(col(Listing.state) == ListingState.OPEN, col(Listing.closes_at) <= now)
            .order_by(col(Listing.closes_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


async def lock_scheduled(session: AsyncSession, *, now: datetime, limit: int) -> list[Listing]:
    """Drafts that wait for an opening date which has come, skipping those that another worker is opening."""
    return list(
        await session.scalars(
            select(Listing)
            .where(col(Listing.state) == ListingState.DRAFT, col(Listing.state_reason) == SCHEDULED)
            .where(col(Listing.opens_at) <= now)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


async def mark_matched(session: AsyncSession, revisions: dict[int, int]) -> None:
    """Note up to which revision each listing was matched against all alerts."""
    for listing_id, revision in sorted(revisions.items()):
        await session.execute(
            update(Listing)
            .where(col(Listing.id) == listing_id, col(Listing.matched_revision) < revision)
            .values(matched_revision=revision)
        )


async def count_listings(session: AsyncSession) -> dict[str, int]:
    query = select(col(Listing.state), func.count()).where(~col(Listing.canary)).group_by(col(Listing.state))
    return {state.value: count for state, count in await session.execute(query)}


async def hold_revisions(session: AsyncSession, ids: Ids[int]) -> dict[int, int]:
    """The revision of each listing that is still there; none can be edited before the transaction ends."""
    query = select(col(Listing.id), col(Listing.revision)).where(among(col(Listing.id), ids)).order_by(col(Listing.id))
    return {id_: revision for id_, revision in await session.execute(query.with_for_update(read=True))}
