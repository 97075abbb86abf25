"""The table of what was judged of each document when it was encoded, by generation like the vectors themselves."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from service.database import enum_column, time_column
from service.legibility.rules import Outcome


class StoredLegibility(SQLModel, table=True):
    """`judged_by` is the version of the rules with the languages that the model reads."""

    __tablename__ = "legibility"
    __table_args__ = (Index("ix_legibility_document", "collection", "document_id"),)

    generation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("generation.id", ondelete="CASCADE"), primary_key=True)
    )
    collection: str = Field(primary_key=True, max_length=20)
    document_id: int = Field(sa_type=BigInteger, primary_key=True)
    outcome: Outcome = Field(sa_column=enum_column(Outcome, "legibility_outcome"))
    share: float
    language: str | None = Field(default=None, max_length=35)
    judged_by: str = Field(max_length=300)
    judged_at: datetime = Field(sa_column=time_column(default_now=True))
