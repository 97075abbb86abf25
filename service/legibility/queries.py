"""All SQL about legibility: written when a document is encoded, gone when it is erased."""

from collections.abc import Collection as Ids
from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col

from service.change_log import Collection
from service.database import among
from service.legibility.models import StoredLegibility
from service.legibility.rules import UNSCORED, Legibility


async def store_legibility(
    session: AsyncSession,
    generation: int,
    collection: Collection,
    judged: Mapping[int, Legibility],
    *,
    judged_by: str,
) -> None:
    """Replace what was judged of each document in this generation."""
    rows = [
        {
            "generation_id": generation,
            "collection": collection.value,
            "document_id": document_id,
            "outcome": legibility.outcome,
            "share": legibility.share,
            "language": legibility.language,
            "judged_by": judged_by,
        }
        for document_id, legibility in sorted(judged.items())
    ]
    if not rows:
        return
    statement = insert(StoredLegibility).values(rows)
    replaced = {name: statement.excluded[name] for name in ("outcome", "share", "language", "judged_by")}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["generation_id", "collection", "document_id"],
            set_={**replaced, "judged_at": func.now()},
        )
    )


async def legibility_by_id(session: AsyncSession, collection: Collection, documents: Ids[int]) -> dict[int, Legibility]:
    """What was judged last of each document; one that no encoder has read yet is left out."""
    found = await session.scalars(
        select(StoredLegibility)
        .where(col(StoredLegibility.collection) == collection.value)
        .where(among(col(StoredLegibility.document_id), documents))
        .order_by(
            col(StoredLegibility.document_id),
            col(StoredLegibility.judged_at).desc(),
            col(StoredLegibility.generation_id).desc(),
        )
        .ext(distinct_on(col(StoredLegibility.document_id)))
    )
    return {each.document_id: _legibility(each) for each in found}


async def unscored_among(
    session: AsyncSession, generation: int, collection: Collection, documents: Ids[int]
) -> dict[int, Legibility]:
    """Those of the documents that this generation's encoder read too little of to score them."""
    found = await session.scalars(
        select(StoredLegibility)
        .where(col(StoredLegibility.generation_id) == generation)
        .where(col(StoredLegibility.collection) == collection.value)
        .where(col(StoredLegibility.outcome).in_(UNSCORED))
        .where(among(col(StoredLegibility.document_id), documents))
        .order_by(col(StoredLegibility.document_id))
    )
    return {each.document_id: _legibility(each) for each in found}


def is_unscored(
    generation: int, collection: Collection, document_id: "ColumnElement[int] | Mapped[int]"
) -> ColumnElement[bool]:
    """The condition that this generation's encoder read too little of a document to score it."""
    return exists().where(
        col(StoredLegibility.generation_id) == generation,
        col(StoredLegibility.collection) == collection.value,
        col(StoredLegibility.document_id) == document_id,
        col(StoredLegibility.outcome).in_(UNSCORED),
    )


async def judged_documents(
    session: AsyncSession, generation: int, collection: Collection, *, judged_by: str
) -> dict[int, bool]:
    """The documents judged in this generation as they would be now, each with whether it is scored."""
    rows = await session.execute(
        select(col(StoredLegibility.document_id), col(StoredLegibility.outcome))
        .where(col(StoredLegibility.generation_id) == generation)
        .where(col(StoredLegibility.collection) == collection.value, col(StoredLegibility.judged_by) == judged_by)
    )
    return {document_id: outcome not in UNSCORED for document_id, outcome in rows}


async def forget_legibility(session: AsyncSession, collection: Collection, documents: Ids[int]) -> None:
    """Forget what was judged of a document in every generation, as erasing it demands."""
    await session.execute(
        delete(StoredLegibility).where(
            col(StoredLegibility.collection) == collection.value,
            among(col(StoredLegibility.document_id), documents),
        )
    )


def _legibility(stored: StoredLegibility) -> Legibility:
    return Legibility(stored.outcome, stored.share, stored.language)
