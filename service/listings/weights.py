"""How much each factor counts when candidates are ranked for a listing; what is left out keeps its default."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_Weight = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class MatchWeights(BaseModel):
    """A weight for each factor, from 0 to 1; only their proportions matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relevance: _Weight | None = Field(default=None, description="how near the work is to what the person did and wants")
    skills: _Weight | None = Field(default=None, description="skills shared, related and missing")
    place: _Weight | None = Field(default=None, description="distance, or work from home")
    pay: _Weight | None = Field(default=None, description="the pay against what is hoped for")
    hours: _Weight | None = Field(default=None, description="full or part time, as wanted")
    contract: _Weight | None = Field(default=None, description="the kind of contract, as wanted")
    seniority: _Weight | None = Field(default=None, description="the step on the ladder")

    @model_validator(mode="after")
    def _something_counts(self) -> Self:
        given = [getattr(self, name) for name in type(self).model_fields]
        if all(weight == 0 for weight in given):
            raise ValueError("One weight at least must be more than 0")
        return self

    def given(self) -> dict[str, float]:
        """The weights that are set."""
        return self.model_dump(exclude_none=True)
