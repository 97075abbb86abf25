"""A candidate as it crosses HTTP and stands in import files."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.candidates.models import Findable
from service.strings import MANY_LINES, ONE_LINE

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
_Phrase = Annotated[str, StringConstraints(max_length=300), ONE_LINE]
_Skill = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
_Summary = Annotated[str, StringConstraints(min_length=1, max_length=50_000), MANY_LINES]
_Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), ONE_LINE]


class CandidateInput(BaseModel):
    """What is known of a candidate. `findable` is by default nobody: being found is the candidate's own choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    external_id: _Short | None = None
    name: _Short | None = None
    email: Annotated[str, StringConstraints(max_length=320), ONE_LINE] | None = None
    headline: _Short
    summary: _Summary
    skills: Annotated[list[_Skill], Field(max_length=100)] = Field(default_factory=list)
    place: _Phrase | None = None
    desired_pay_text: _Phrase | None = None
    language: _Language = "en"
    findable: Findable = Findable.NOBODY


class CandidateChanges(BaseModel):
    """What changes of a candidate; what is not named stays (RFC 7396)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Short | None = None
    headline: _Short | None = None
    summary: _Summary | None = None
    skills: Annotated[list[_Skill], Field(max_length=100)] | None = None
    place: _Phrase | None = None
    desired_pay_text: _Phrase | None = None
    language: _Language | None = None
    findable: Findable | None = None


class CandidateOut(BaseModel):
    """A candidate as their own organisation sees them."""

    id: UUID
    external_id: str
    name: str | None
    headline: str
    summary: str
    skills: list[str]
    place: str | None
    desired_pay_text: str | None
    language: str
    findable: Findable
    created_at: datetime
    updated_at: datetime
