"""Tables of mail: who may not be written to, each message to one person as it was sent, and what came back of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.database import enum_column, identity_column, time_column
from service.mail.reports import Verdict


class SuppressionReason(StrEnum):
    """Only what was ASKED for can be taken back by its owner's new consent; the others are the operator's to lift."""

    ASKED = "asked"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    OPERATOR = "operator"


class DeliveryKind(StrEnum):
    """CONFIRMATION and STILL_WANTED are about one alert; ALERT answers those of its announcements' matches."""

    CONFIRMATION = "confirmation"
    ALERT = "alert"
    STILL_WANTED = "still_wanted"


class DeliveryState(StrEnum):
    """PENDING until the receiving server accepts, refuses for good, or nothing is left to say."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    FAILED = "failed"


class Suppression(SQLModel, table=True):
    """An address that gets no alerts, whoever asks for one. `note` is what an operator wrote beside it."""

    id: int = Field(default=None, sa_column=identity_column())
    folded_address: str = Field(unique=True, max_length=320)
    reason: SuppressionReason = Field(sa_column=enum_column(SuppressionReason, "suppression_reason"))
    note: str | None = Field(default=None, max_length=200)
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


MANY_ATTEMPTS = 5
# In the words of the index, so that a query for it finds the index.
IN_TROUBLE = f"(state = 'failed' OR attempts >= {MANY_ATTEMPTS})"


class Delivery(SQLModel, table=True):
    """One message to one person. `message` is what was last handed to the server, byte for byte.

    `domain` is the receiving one, for the rate at which it is written to. `unanswered`: its last attempt was made, and
    whether the server took the message was never heard.
    """

    __table_args__ = (
        Index("ix_delivery_mailbox", "mailbox_key", "kind", "created_at"),
        Index("ix_delivery_domain", "domain", "attempted_at"),
        Index("ix_delivery_person", "person_id", "created_at"),
        Index("ix_delivery_created", "created_at", postgresql_using="brin"),
        Index("ix_delivery_in_trouble", "id", postgresql_where=IN_TROUBLE),
        # Deliveries are written in the order of time, for which this kind is small and costs a send next to nothing.
        Index("ix_delivery_times", "attempted_at", "ended_at", postgresql_using="brin"),
        Index("ix_delivery_waiting", "attempted_at", postgresql_where="state = 'pending'"),
    )

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    person_id: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id", ondelete="CASCADE"), nullable=False))
    kind: DeliveryKind = Field(sa_column=enum_column(DeliveryKind, "delivery_kind"))
    alert_id: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True, index=True))
    mailbox_key: str = Field(max_length=320)
    domain: str = Field(max_length=255)
    state: DeliveryState = Field(
        default=DeliveryState.PENDING, sa_column=enum_column(DeliveryState, "delivery_state", default="pending")
    )
    subject: str | None = Field(default=None, max_length=400)
    message: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    attempts: int = 0
    attempted_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    unanswered: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    reply_code: int | None = None
    reply_text: str | None = Field(default=None, max_length=500)
    dropped_reason: str | None = Field(default=None, max_length=60)
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    ended_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))


class DeliveryReport(SQLModel, table=True):
    """What came back about a delivery, each verdict once: a report that is read twice changes nothing.

    `said` are the receiving server's words, `status` the code among them.
    """

    __tablename__ = "delivery_report"
    __table_args__ = (
        UniqueConstraint("delivery_id", "verdict"),
        Index("ix_delivery_report_verdict", "verdict", "created_at"),
    )

    id: int = Field(default=None, sa_column=identity_column())
    delivery_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("delivery.id", ondelete="CASCADE"), nullable=False)
    )
    verdict: Verdict = Field(sa_column=enum_column(Verdict, "verdict"))
    status: str = Field(default="", max_length=12)
    said: str = Field(default="", max_length=500)
    created_at: datetime = Field(sa_column=time_column())


def message_id_of(public_id: UUID, domain: str) -> str:
    """The Message-ID of a delivery (RFC 5322), the same for every attempt, so that a repeat can be recognised."""
    return f"<{public_id}@{domain}>"
