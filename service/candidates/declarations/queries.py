"""All SQL about declared groups."""

from collections.abc import Collection as Ids
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.candidates.declarations.models import Declaration, Ethnicity, Sex
from service.database import among


@dataclass(frozen=True)
class Declared:
    """The groups of one candidate; None is unknown."""

    sex: Sex | None = None
    ethnicity: Ethnicity | None = None


async def put_declaration(session: AsyncSession, candidate_id: int, declared: Declared, *, now: datetime) -> None:
    values = {"sex": declared.sex, "ethnicity": declared.ethnicity, "declared_at": now}
    await session.execute(
        insert(Declaration)
        .values(candidate_id=candidate_id, **values)
        .on_conflict_do_update(index_elements=["candidate_id"], set_=values)
    )


async def forget_declaration(session: AsyncSession, candidate_id: int) -> None:
    await session.execute(delete(Declaration).where(col(Declaration.candidate_id) == candidate_id))


async def declared_by(session: AsyncSession, candidate_ids: Ids[int]) -> dict[int, Declared]:
    """What these candidates declared; those who did not are left out."""
    rows = await session.scalars(select(Declaration).where(among(col(Declaration.candidate_id), candidate_ids)))
    return {row.candidate_id: Declared(row.sex, row.ethnicity) for row in rows}
