"""A search as it crosses HTTP, and its filters as an alert keeps them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from service.listings.kinds import ContractKind, Hours, Workplace
from service.listings.schemas import ListingOut, ShownAmount, check_currency
from service.strings import MANY_LINES, ONE_LINE

LARGEST_SEARCH = 200
DESCRIPTION_LENGTH = 2_000

Unknown = Literal["keep", "drop"]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH), MANY_LINES]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]


class ListingFilters(BaseModel):
    """Hard conditions, never traded against meaning. A filter that is left out filters nothing.

    Where a listing does not say, `pay_unknown` and `place_unknown` decide whether it is kept; a contract, hours or
    workplace that is not stated never matches.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    employer: _Name | None = Field(default=None, description="words of the employer's name")
    place: _Name | None = Field(default=None, description="words of the place as written, as York or London")
    place_unknown: Unknown = "drop"
    pay_at_least: Annotated[ShownAmount, Field(ge=0, max_digits=12, decimal_places=2)] | None = Field(
        default=None, description="the least yearly pay that the top of a listing's range must reach"
    )
    pay_currency: Annotated[str, AfterValidator(check_currency)] = "GBP"
    pay_unknown: Unknown = "keep"
    contracts: list[ContractKind] | None = None
    hours: Hours | None = None
    workplaces: list[Workplace] | None = None

    @field_validator("contracts", "workplaces")
    @classmethod
    def _none_is_no_filter(cls, value: list[ContractKind] | None) -> list[ContractKind] | None:
        return sorted(set(value)) if value else None

    def __bool__(self) -> bool:
        """Whether anything is filtered."""
        return any(
            value is not None
            for value in (self.employer, self.place, self.pay_at_least, self.contracts, self.hours, self.workplaces)
        )


class SearchRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    query: Annotated[Description, StringConstraints(min_length=1)] = Field(
        description="what is looked for, in plain words"
    )
    filters: ListingFilters = ListingFilters()
    limit: Annotated[int, Field(ge=1, le=LARGEST_SEARCH)] = 20


class PassageOut(BaseModel):
    """The words of a document that met what was wanted best."""

    field: str
    text: str


class ScoreOut(BaseModel):
    """A listing found, from 0 to 1, with the passage that met."""

    score: float
    passage: PassageOut


class SearchResult(ScoreOut):
    listing: ListingOut


class SearchAnswer(BaseModel):
    """Best first. `position` says how much of the change log this answer has seen."""

    results: list[SearchResult]
    position: int
    generation: str = Field(description="the encoder whose vectors were compared")
