"""All SQL about candidates. Everything is scoped: a candidate of another organisation is not there."""

from collections.abc import Collection as Ids
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, column, null, select, table, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.principal import Principal
from service.candidates.models import Candidate, Findable, Profile
from service.database import among
from service.errors import NotFound
from service.paging import PageRequest


@dataclass(frozen=True)
class Whole:
    """A candidate with their profile."""

    candidate: Candidate
    profile: Profile


def _visible_to(principal: Principal) -> ColumnElement[bool]:
    return true() if principal.system else col(Candidate.organisation_id) == principal.organisation()


async def get_candidate(session: AsyncSession, principal: Principal, public_id: UUID, *, lock: bool = False) -> Whole:
    """A candidate of the principal's organisation; NotFound for any other."""
    query = (
        select(Candidate, Profile)
        .join(Profile, col(Profile.candidate_id) == col(Candidate.id))
        .where(col(Candidate.public_id) == public_id, _visible_to(principal))
    )
    row = (await session.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound("There is no such candidate in your organisation.")
    return Whole(*row)


async def find_by_external_id(session: AsyncSession, principal: Principal, external_id: str) -> Candidate | None:
    return await session.scalar(
        select(Candidate).where(
            col(Candidate.organisation_id) == principal.organisation(), col(Candidate.external_id) == external_id
        )
    )


async def list_candidates(session: AsyncSession, principal: Principal, page: PageRequest) -> list[Whole]:
    """One more than the page holds, newest first."""
    query = (
        select(Candidate, Profile)
        .join(Profile, col(Profile.candidate_id) == col(Candidate.id))
        .where(_visible_to(principal))
        .order_by(col(Candidate.id).desc())
        .limit(page.limit + 1)
    )
    if page.before is not None:
        query = query.where(col(Candidate.id) < page.before)
    return [Whole(candidate, profile) for candidate, profile in await session.execute(query)]


async def candidates_by_id(
    session: AsyncSession, principal: Principal, ids: Ids[int], *, findable_only: bool
) -> dict[int, Whole]:
    """Those of the candidates that the principal may see, and who let themselves be found if that is asked."""
    query = (
        select(Candidate, Profile)
        .join(Profile, col(Profile.candidate_id) == col(Candidate.id))
        .where(among(col(Candidate.id), ids), _visible_to(principal))
    )
    if findable_only:
        query = query.where(col(Candidate.findable) != Findable.NOBODY)
    return {candidate.id: Whole(candidate, profile) for candidate, profile in await session.execute(query)}


async def hold_candidates(session: AsyncSession, ids: Ids[int]) -> set[int]:
    """Which of these are still there; they cannot be erased before the transaction ends."""
    query = select(col(Candidate.id)).where(among(col(Candidate.id), ids)).order_by(col(Candidate.id))
    return set(await session.scalars(query.with_for_update(read=True, key_share=True)))


async def watching_alert_ids(session: AsyncSession, candidate_id: int) -> list[int]:
    """The alerts on a candidate's profile. They are made above this package, and erased with the candidate."""
    alert = table("alert", column("id", BigInteger), column("candidate_id", BigInteger))
    return list(await session.scalars(select(alert.c.id).where(alert.c.candidate_id == candidate_id)))


async def forget_places_of(session: AsyncSession, candidate_id: int) -> None:
    """Take a candidate out of stored rankings, which are kept above this package; their places stay, empty."""
    entry = table("ranking_entry", column("candidate_id", BigInteger), column("input_hash"), column("shown_hash"))
    await session.execute(
        update(entry)
        .where(entry.c.candidate_id == candidate_id)
        .values(candidate_id=null(), input_hash=null(), shown_hash=null())
    )


async def note_rankable_version(session: AsyncSession, ids: Ids[int], version: str) -> None:
    """Keep by which version of the rankable text these candidates were encoded."""
    await session.execute(update(Profile).where(among(col(Profile.candidate_id), ids)).values(rankable_version=version))


async def read_by_another_version(session: AsyncSession, version: str) -> set[int]:
    """Candidates whose vectors are of a rankable text that is made otherwise now."""
    return set(await session.scalars(select(col(Profile.candidate_id)).where(col(Profile.rankable_version) != version)))


async def findable_ids(session: AsyncSession, ids: Ids[int] | None = None) -> set[int]:
    """Who lets themselves be found, of all or of these: whom an index may hold."""
    query = select(col(Candidate.id)).where(col(Candidate.findable) != Findable.NOBODY)
    return set(await session.scalars(query if ids is None else query.where(among(col(Candidate.id), ids))))


async def findable_ids_of(session: AsyncSession, principal: Principal) -> set[int]:
    """Whom this principal's rankings may hold."""
    return set(
        await session.scalars(
            select(col(Candidate.id)).where(_visible_to(principal), col(Candidate.findable) != Findable.NOBODY)
        )
    )


async def all_candidate_ids(session: AsyncSession) -> set[int]:
    return set(await session.scalars(select(col(Candidate.id))))
