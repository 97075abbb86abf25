"""Tables of candidates: who they are, apart from the profile that is matched."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, BigInteger, Column, ForeignKey, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column
from service.gazetteer.locating import LocationColumns
from service.kinds import Hours


class Findable(StrEnum):
    """Whom a candidate lets find them: nobody, recruiters without seeing who they are, or recruiters by name."""

    NOBODY = "nobody"
    BLIND = "blind"
    NAMED = "named"


class Candidate(SQLModel, table=True):
    """A candidate of one organisation; no other organisation can see that they exist."""

    __table_args__ = (UniqueConstraint("organisation_id", "external_id"),)

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False)
    )
    person_id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, ForeignKey("person.id", ondelete="CASCADE"), nullable=True, index=True),
    )
    external_id: str = Field(max_length=200)
    name: str | None = Field(default=None, max_length=200)
    findable: Findable = Field(
        default=Findable.NOBODY, sa_column=enum_column(Findable, "findable", default=Findable.NOBODY.value)
    )
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    updated_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class Profile(LocationColumns, table=True):
    """What a candidate offers and wants. `hours` and what follows are limits and facts, null where not stated."""

    candidate_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True)
    )
    headline: str = Field(max_length=200)
    summary: str = Field(sa_column=Column(Text, nullable=False))
    skills: list[str] = Field(sa_column=Column(ARRAY(String(100)), nullable=False))
    place: str | None = Field(default=None, max_length=300)
    desired_pay_text: str | None = Field(default=None, max_length=300)
    language: str = Field(default="en", max_length=35)
    # The version of the rankable text that was encoded last: another one is encoded again.
    rankable_version: str = Field(default="", max_length=40)

    hours: Hours | None = Field(default=None, sa_column=enum_column(Hours, "hours", nullable=True))
    contracts: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    workplaces: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    within_km: int | None = None
    right_to_work: list[str] | None = Field(default=None, sa_type=ARRAY(String(2)))
    years_of_experience: int | None = None
    licences: list[str] | None = Field(default=None, sa_type=ARRAY(String(100)))
