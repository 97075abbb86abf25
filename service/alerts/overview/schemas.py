"""The overview of alerts as it crosses HTTP: ids, counts, times and reasons, nothing of a person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.alerts.models import AlertState, Cadence


class _FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AlertsCounted(_FromRow):
    state: AlertState
    cadence: Cadence
    count: int


class MailCounted(_FromRow):
    """Mails of news, without the canary's."""

    last_day: int
    last_week: int


class SkippedCounted(MailCounted):
    reason: str


class OverdueCounted(_FromRow):
    """Work of a kind whose time has passed: how much, and since when the first of it."""

    kind: str
    count: int
    due_at: datetime


class SilentAlertOut(_FromRow):
    """An alert that found something in a week and told nothing of it, though its cadence let it."""

    id: UUID
    cadence: Cadence
    found: int
    waiting: int
    dropped: int
    reason: str | None = Field(description="the most frequent one for which it was dropped")
    since: datetime


class AlertsOverview(BaseModel):
    """What all alerts told, hold and left out."""

    alerts: Sequence[AlertsCounted]
    pending: int = Field(description="mails of news that are made and not accepted yet")
    accepted: MailCounted = Field(description="by a mail server")
    failed: MailCounted = Field(description="refused for good, or given up")
    mails_dropped: Sequence[SkippedCounted] = Field(description="mails that were made and never tried, by reason")
    matches_dropped: Sequence[SkippedCounted] = Field(description="matches that were found and not told, by reason")
    overdue: Sequence[OverdueCounted]
    forgotten_matches: int = Field(description="found, not told, and no work asks for their mail: always 0")
    forgotten_mails: int = Field(description="made, not sent, and no work asks for them: always 0")
    silent: Sequence[SilentAlertOut] = Field(description="the first of them, the longest silent first")
    silent_count: int
