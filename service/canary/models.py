"""Table of canaries: when each was sent off, how far it came and how it ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column


class Stage(StrEnum):
    """From a listing to its mail, in order. READY: the test mailbox can be read and the canary's alert is in place."""

    READY = "ready"
    POSTED = "posted"
    ENCODED = "encoded"
    MATCHED = "matched"
    COMPOSED = "composed"
    SENT = "sent"
    ARRIVED = "arrived"


class RunState(StrEnum):
    """LATE: not arrived in time. FAILED: something happened by which it cannot arrive."""

    RUNNING = "running"
    ARRIVED = "arrived"
    LATE = "late"
    FAILED = "failed"


class CanaryRun(SQLModel, table=True):
    """`stages` says for each stage that was reached how many seconds after the start, `missing` which one was not.

    `error` is what became of it and where to look, in a sentence that names nobody.
    """

    __tablename__ = "canary_run"
    __table_args__ = (Index("ix_canary_run_started", "started_at"),)

    id: int = Field(default=None, sa_column=identity_column())
    started_at: datetime = Field(sa_column=time_column())
    give_up_at: datetime = Field(sa_column=time_column())
    scheduled: bool
    state: RunState = Field(default=RunState.RUNNING, sa_column=enum_column(RunState, "canary_run_state"))
    stages: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    missing: Stage | None = Field(default=None, sa_column=enum_column(Stage, "canary_stage", nullable=True))
    error: str | None = Field(default=None, max_length=600)
    ended_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
