"""Stored rankings and decisions as they cross HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.matching.rankings.models import Verdict
from service.strings import ONE_LINE


class PlaceOut(BaseModel):
    """A place in a ranking; `candidate_id` is null when the candidate was erased since."""

    position: int
    candidate_id: UUID | None
    score: float
    input_hash: str | None
    shown_hash: str | None


class RankingOut(BaseModel):
    """A ranking as it was shown. Shown again unchanged within half an hour, it was counted in `times`."""

    id: UUID
    listing_id: UUID
    listing_revision: int
    listing_hash: str
    asked_by: str
    asked_at: datetime
    last_at: datetime
    times: int
    generation: str
    score_version: str
    rankable_version: str
    weights: dict[str, Any]
    filters: dict[str, Any]
    entries: list[PlaceOut]


class DecisionInput(BaseModel):
    """A person's decision. Without `ranking_id` it is the latest ranking of the listing that holds the candidate."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    candidate_id: UUID
    decision: Verdict
    decided_by: Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE] = Field(
        description="Who decided: a person's name, or what names them in your system"
    )
    ranking_id: UUID | None = None


class DecisionOut(BaseModel):
    """A decision as it was made; a later one on the same candidate and listing takes its place in reports."""

    id: UUID
    candidate_id: UUID | None
    decision: Verdict
    decided_by: str
    sent_by: str
    decided_at: datetime
    ranking_id: UUID | None
