"""The table of declared groups: given freely, kept apart from the profile, gone with the candidate."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from service.database import enum_column, time_column


class Sex(StrEnum):
    """As New York City's Local Law 144 counts it, and a third answer, which is counted as it is given."""

    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"


class Ethnicity(StrEnum):
    """The categories of the EEO-1 report's race and ethnicity (29 CFR 1602.7), which Local Law 144 uses."""

    HISPANIC_OR_LATINO = "hispanic_or_latino"
    WHITE = "white"
    BLACK = "black_or_african_american"
    PACIFIC_ISLANDER = "pacific_islander"
    ASIAN = "asian"
    NATIVE_AMERICAN = "native_american"
    TWO_OR_MORE = "two_or_more_races"


class Declaration(SQLModel, table=True):
    """What one candidate declared; None where they did not say."""

    __tablename__ = "candidate_declaration"

    candidate_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True)
    )
    sex: Sex | None = Field(default=None, sa_column=enum_column(Sex, "declared_sex", nullable=True))
    ethnicity: Ethnicity | None = Field(
        default=None, sa_column=enum_column(Ethnicity, "declared_ethnicity", nullable=True)
    )
    declared_at: datetime = Field(sa_column=time_column())
