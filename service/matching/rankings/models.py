"""Tables of rankings as they were shown, their candidates in order, and the decisions that people made on them.

Inputs are kept as references and hashes. When a candidate is erased, their places stay with nobody in them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column


class Verdict(StrEnum):
    """What a person decided on a candidate for a listing. Nothing but a person decides."""

    SHORTLISTED = "shortlisted"
    DISMISSED = "dismissed"


def _reference(table: str, *, on_delete: str = "SET NULL", index: bool = False) -> "Column[int]":
    key = ForeignKey(f"{table}.id", ondelete=on_delete)
    return Column(BigInteger, key, nullable=on_delete == "SET NULL", index=index)


class Ranking(SQLModel, table=True):
    """`times` counts how often the same ranking was shown to the same asker within a short time, last at `last_at`."""

    __table_args__ = (Index("ix_ranking_listing", "organisation_id", "listing_reference", "id"),)

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(sa_column=_reference("organisation", on_delete="CASCADE"))
    listing_id: int | None = Field(default=None, sa_column=_reference("listing", index=True))
    listing_reference: UUID
    listing_revision: int
    listing_hash: str = Field(max_length=64)
    asked_by: str = Field(max_length=60)
    asked_at: datetime = Field(sa_column=time_column())
    last_at: datetime = Field(sa_column=time_column(index=True))
    times: int = 1
    generation: str = Field(max_length=64)
    score_version: str = Field(max_length=60)
    rankable_version: str = Field(max_length=40)
    weights: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    filters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    content_hash: str = Field(max_length=64, index=True)


class RankingEntry(SQLModel, table=True):
    """One place of a ranking, from 1. `input_hash` is of what was read, `shown_hash` of what was shown."""

    __tablename__ = "ranking_entry"

    ranking_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("ranking.id", ondelete="CASCADE"), primary_key=True)
    )
    position: int = Field(primary_key=True)
    candidate_id: int | None = Field(default=None, sa_column=_reference("candidate", index=True))
    score: float
    input_hash: str | None = Field(default=None, max_length=64)
    shown_hash: str | None = Field(default=None, max_length=64)


class Decision(SQLModel, table=True):
    """What a named person decided; the latest on a candidate and listing holds. Earlier ones stay as they were."""

    __table_args__ = (Index("ix_decision_listing", "organisation_id", "listing_reference", "candidate_id"),)

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(sa_column=_reference("organisation", on_delete="CASCADE"))
    listing_id: int | None = Field(default=None, sa_column=_reference("listing", index=True))
    listing_reference: UUID
    candidate_id: int | None = Field(default=None, sa_column=_reference("candidate", index=True))
    ranking_id: int | None = Field(default=None, sa_column=_reference("ranking", index=True))
    verdict: Verdict = Field(sa_column=enum_column(Verdict, "verdict"))
    decided_by: str = Field(max_length=200)
    sent_by: str = Field(max_length=60)
    decided_at: datetime = Field(sa_column=time_column(index=True))
