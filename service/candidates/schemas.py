"""A candidate as it crosses HTTP and stands in import files."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from service.candidates.models import Findable
from service.gazetteer.regions import check_country
from service.kinds import ContractKind, Hours, Workplace
from service.legibility.schemas import ReadOut
from service.strings import MANY_LINES, ONE_LINE

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
_Phrase = Annotated[str, StringConstraints(max_length=300), ONE_LINE]
_Skill = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
_Summary = Annotated[str, StringConstraints(min_length=1, max_length=50_000), MANY_LINES]
_Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), ONE_LINE]


_Kilometres = Annotated[int, Field(ge=1, le=20_000)]
_Years = Annotated[int, Field(ge=0, le=70)]
_Country = Annotated[str, AfterValidator(check_country)]


class Limits(BaseModel):
    """What a candidate states as facts and limits; each may be left out, and then nothing is assumed.

    A listing outside a limit stands below all others, with the reason. A list that is given is complete.
    """

    hours: Hours | None = Field(default=None, description="only full or only part time")
    contracts: list[ContractKind] | None = Field(default=None, description="only these kinds of contract")
    workplaces: list[Workplace] | None = Field(default=None, description="only work in these places")
    within_km: _Kilometres | None = Field(default=None, description="no further from the place than this")
    right_to_work: Annotated[list[_Country], Field(max_length=100)] | None = Field(
        default=None, description="the countries (ISO 3166-1) in which the candidate may work"
    )
    years_of_experience: _Years | None = Field(default=None, description="years of work in the occupation")
    licences: Annotated[list[_Skill], Field(max_length=50)] | None = Field(
        default=None, description="the licences and registrations held: `driving`, or a register by its name"
    )

    @field_validator("contracts", "workplaces", "right_to_work")
    @classmethod
    def _in_one_order(cls, value: list[str] | None) -> list[str] | None:
        return sorted(set(value)) if value is not None else None


class CandidateInput(Limits):
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


class CandidateChanges(Limits):
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


class CandidateOut(Limits):
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
    read: ReadOut | None = Field(description="how much of it was read; null before it was")
    created_at: datetime
    updated_at: datetime
