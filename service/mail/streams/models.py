"""The two streams of mail and their pauses."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column
from service.mail.models import DeliveryKind


class Stream(StrEnum):
    """Mail that stands or falls together: what nobody may be troubled by, and what somebody just asked for."""

    ALERTS = "alerts"
    ACCOUNT = "account"


def stream_of(kind: DeliveryKind) -> Stream:
    return Stream.ALERTS if kind is DeliveryKind.ALERT else Stream.ACCOUNT


class PauseReason(StrEnum):
    """POLICY ends by itself, COMPLAINTS when an operator resumes the stream."""

    POLICY = "policy"
    COMPLAINTS = "complaints"


class StreamPause(SQLModel, table=True):
    """The last pause of a stream: on while there is a reason and its end has not come, which is null until an operator
    resumes it. `pauses` counts those that followed each other `since` the first."""

    __tablename__ = "stream_pause"
    __table_args__ = (UniqueConstraint("stream"),)

    id: int = Field(default=None, sa_column=identity_column())
    stream: Stream = Field(sa_column=enum_column(Stream, "stream"))
    reason: PauseReason | None = Field(default=None, sa_column=enum_column(PauseReason, "pause_reason", nullable=True))
    status: str = Field(default="", max_length=12)
    pauses: int = 0
    since: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    paused_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    paused_until: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    resumed_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
