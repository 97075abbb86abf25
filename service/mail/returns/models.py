"""Tables of what came back: the days on which an address failed, and the mailbox that reports are read from."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from service.database import identity_column, time_column


class BounceCount(SQLModel, table=True):
    """On how many days mail to an address failed for the moment, none of them long after the one before."""

    __tablename__ = "bounce_count"

    id: int = Field(default=None, sa_column=identity_column())
    folded_address: str = Field(unique=True, max_length=320)
    days: int = 0
    last_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True, index=True))


class ReportsMailbox(SQLModel, table=True):
    """When the mailbox of reports was last read, and since when it cannot be and why. One row."""

    __tablename__ = "reports_mailbox"

    id: int = Field(default=1, sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    read_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    failing_since: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    error: str | None = Field(default=None, max_length=200)
