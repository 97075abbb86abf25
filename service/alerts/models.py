"""Tables of alerts: what a person asked to be told, what was found for it, and what they were told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, BigInteger, Column, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column
from service.search.levels import Level
from service.search.models import FilterColumns


class AlertState(StrEnum):
    """RESTING: its owner was asked whether it is still wanted and did not answer."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    PAUSED = "paused"
    RESTING = "resting"
    STOPPED = "stopped"


class Cadence(StrEnum):
    """How often an alert's news is told; the person's hour and weekday say when (service.alerts.telling.cadence)."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class MatchState(StrEnum):
    """EARLIER matches were open before the alert began, and beyond those that its first mail shows."""

    FOUND = "found"
    EARLIER = "earlier"
    ANNOUNCED = "announced"
    DROPPED = "dropped"


class AnnouncementState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"


class Alert(FilterColumns, table=True):
    """`baseline` is the change-log position from which on it announces, null until it is confirmed.

    `meaning` are the words of the description that are encoded: what was read from the others is in the filters.
    `required_words` are terms by which new listings are looked for, beside the meaning. `seen_at` is when its owner
    last did something with it or with a mail of it, `asked_at` when they were last asked whether they still want it.
    `canary` marks the one that is told of canary listings, and of nothing else (service.canary).
    """

    __table_args__ = (
        Index("ix_alert_state", "state", "id"),
        Index("ix_alert_required_words", "required_words", postgresql_using="gin"),
        Index("uq_alert_canary", "canary", postgresql_where="canary", unique=True),
    )

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    person_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    organisation_id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=True, index=True),
    )
    candidate_id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, ForeignKey("candidate.id", ondelete="CASCADE"), nullable=True, index=True),
    )
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    meaning: str = Field(default="", sa_column=Column(Text, nullable=False))
    required_words: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    level: Level = Field(sa_column=enum_column(Level, "level"))
    cadence: Cadence = Field(default=Cadence.DAILY, sa_column=enum_column(Cadence, "cadence"))
    state: AlertState = Field(default=AlertState.UNCONFIRMED, sa_column=enum_column(AlertState, "state"))
    baseline: int | None = Field(default=None, sa_type=BigInteger)
    revision: int = 1
    matched_revision: int = 0
    canary: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    consented_from: str | None = Field(default=None, max_length=64)
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    confirmed_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    state_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    seen_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    asked_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))


class Match(SQLModel, table=True):
    """A listing that fits an alert, found once, with the words that met. `open_before`: it was when the alert began.

    `announcement_id` is where its person was, or is to be, told of it; matches of several alerts may share one.
    """

    __table_args__ = (
        UniqueConstraint("alert_id", "listing_id"),
        Index("ix_match_state", "alert_id", "state"),
        Index("ix_match_waiting", "alert_id", postgresql_where="state = 'found'"),
        # Matches are written in the order of time, for which this kind is small and costs next to nothing.
        Index("ix_match_created", "created_at", postgresql_using="brin"),
    )

    id: int = Field(default=None, sa_column=identity_column())
    alert_id: int = Field(sa_column=Column(BigInteger, ForeignKey("alert.id", ondelete="CASCADE"), nullable=False))
    listing_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("listing.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    score: float
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    open_before: bool = False
    state: MatchState = Field(sa_column=enum_column(MatchState, "match_state"))
    dropped_reason: str | None = Field(default=None, max_length=60)
    announcement_id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, ForeignKey("announcement.id", ondelete="SET NULL"), nullable=True, index=True),
    )
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class Announcement(SQLModel, table=True):
    """A person is told of an opening once; the delivery is the mail that told them, `position` its place there."""

    __table_args__ = (UniqueConstraint("person_id", "opening_id"),)

    id: int = Field(default=None, sa_column=identity_column())
    person_id: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id", ondelete="CASCADE"), nullable=False))
    opening_id: int = Field(sa_column=Column(BigInteger, ForeignKey("opening.id", ondelete="CASCADE"), nullable=False))
    listing_id: int | None = Field(
        sa_column=Column(BigInteger, ForeignKey("listing.id", ondelete="SET NULL"), nullable=True, index=True)
    )
    delivery_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("delivery.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    position: int
    state: AnnouncementState = Field(
        default=AnnouncementState.PENDING, sa_column=enum_column(AnnouncementState, "announcement_state")
    )
    dropped_reason: str | None = Field(default=None, max_length=60)
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
