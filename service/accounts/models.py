"""Tables of who asks: organisations, API keys, persons, and recruiters' one-time links and sessions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, BigInteger, Column, ForeignKey, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.database import identity_column, time_column


class Scope(StrEnum):
    """What an API key may do with what its organisation owns; OPERATIONS is about the whole installation."""

    LISTINGS_READ = "listings:read"
    LISTINGS_WRITE = "listings:write"
    CANDIDATES_READ = "candidates:read"
    CANDIDATES_WRITE = "candidates:write"
    ALERTS_READ = "alerts:read"
    ALERTS_WRITE = "alerts:write"
    OPERATIONS = "operations"
    MAIL_REPORT = "mail:report"


# What a key may do unless it was made for less; the others must be named on the command line.
ORGANISATION_SCOPES = tuple(scope for scope in Scope if scope not in (Scope.OPERATIONS, Scope.MAIL_REPORT))


def _organisation_column() -> "Column[int]":
    return Column(BigInteger, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False, index=True)


class Organisation(SQLModel, table=True):
    """`canary` marks the one whose listings only try the installation out (service.canary): nobody acts for it."""

    __table_args__ = (Index("uq_organisation_canary", "canary", postgresql_where="canary", unique=True),)

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    name: str = Field(unique=True, max_length=200)
    canary: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class ApiKey(SQLModel, table=True):
    __tablename__ = "api_key"

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(sa_column=_organisation_column())
    name: str = Field(max_length=200)
    secret_hash: str = Field(unique=True, max_length=64)
    scopes: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False))
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    revoked_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))


class Person(SQLModel, table=True):
    """One mailbox is one person, whatever alerts or profiles they have.

    Bulletins come at `send_hour` (0-23, of their zone), weekly ones on `send_weekday` (0 is Monday); nothing comes from
    `quiet_from` until `quiet_until`, hours of the day, and no more than `mails_a_day`.
    """

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    address: str = Field(max_length=320)
    folded_address: str = Field(unique=True, max_length=320)
    time_zone: str = Field(max_length=64)
    locale: str = Field(max_length=20)
    send_hour: int = Field(default=8, sa_column_kwargs={"server_default": "8"})
    send_weekday: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    quiet_from: int | None = None
    quiet_until: int | None = None
    mails_a_day: int = Field(default=25, sa_column_kwargs={"server_default": "25"})
    confirmed_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class RecruiterLink(SQLModel, table=True):
    """A link that opens one session for an organisation's recruiter, once."""

    __tablename__ = "recruiter_link"

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(sa_column=_organisation_column())
    used_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class RecruiterSession(SQLModel, table=True):
    __tablename__ = "recruiter_session"

    id: int = Field(default=None, sa_column=identity_column())
    organisation_id: int = Field(sa_column=_organisation_column())
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime = Field(sa_column=time_column())
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class OperatorLink(SQLModel, table=True):
    """A link that opens one session for whoever runs the installation, once."""

    __tablename__ = "operator_link"

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    used_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class OperatorSession(SQLModel, table=True):
    __tablename__ = "operator_session"

    id: int = Field(default=None, sa_column=identity_column())
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime = Field(sa_column=time_column())
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class IdempotentAnswer(SQLModel, table=True):
    """The answer to a creation that named an Idempotency-Key, so that a repeat gets it again and creates nothing.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
    """

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("organisation_id", "operation", "key"),)

    id: int = Field(default=None, sa_column=identity_column())
    organisation_id: int = Field(sa_column=_organisation_column())
    operation: str = Field(max_length=60)
    key: str = Field(max_length=255)
    request_hash: str = Field(max_length=64)
    subject_id: UUID | None = Field(default=None, index=True)
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
