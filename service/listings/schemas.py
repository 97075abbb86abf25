"""A listing as it crosses every boundary: the body of a request and one entry of an import file alike."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from service.gazetteer.regions import check_country
from service.kinds import ContractKind, Hours, Period, Workplace
from service.legibility.schemas import ReadOut
from service.listings.amounts import currencies
from service.listings.dates import YEARS, read_iso
from service.listings.kinds import ListingState
from service.listings.weights import MatchWeights
from service.strings import MANY_LINES, ONE_LINE, WebAddress

DESCRIPTION_LIMIT = 100_000


def check_currency(code: str) -> str:
    if code not in currencies():
        raise ValueError("Must be a currency code of ISO 4217, such as GBP")
    return code


def _read_moment(value: Any) -> Any:
    """Tell a date from a moment by what was written; a number, or a moment without its offset, is neither."""
    moment = read_iso(value.strip()) if isinstance(value, str) else value
    without_offset = isinstance(moment, datetime) and moment.tzinfo is None
    if not isinstance(moment, date) or moment.year not in YEARS or without_offset:
        raise ValueError("Must be a date (2026-03-01) or a time with its offset (2026-03-01T12:00:00Z)")
    return moment


_Short = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
_Phrase = Annotated[str, StringConstraints(max_length=300), ONE_LINE]
_Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False)]
# A JSON number: as a string, two spellings of one amount would differ.
ShownAmount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
_Moment = Annotated[AwareDatetime | date, BeforeValidator(_read_moment)]


_Countries = Annotated[
    tuple[Annotated[str, AfterValidator(check_country)], ...],
    Field(min_length=1, max_length=250),
    AfterValidator(lambda codes: tuple(sorted(set(codes)))),
]
_Description = Annotated[str, StringConstraints(min_length=1, max_length=DESCRIPTION_LIMIT), MANY_LINES]
_Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), ONE_LINE]
_StateAsked = Literal[ListingState.DRAFT, ListingState.OPEN]


class ListingForms(BaseModel):
    """What may be missing of a listing: each text as written, and what an advertiser says it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    teaser: Annotated[str, StringConstraints(max_length=1000), MANY_LINES] | None = None
    apply_url: WebAddress | None = None
    apply_text: Annotated[str, StringConstraints(max_length=5000), MANY_LINES] | None = None
    url: WebAddress | None = None
    pay_text: _Phrase | None = None
    pay_min: _Amount | None = None
    pay_max: _Amount | None = None
    pay_currency: Annotated[str, AfterValidator(check_currency)] | None = None
    pay_period: Period | None = None
    pay_inferred: bool = False
    place: _Phrase | None = None
    place_locality: _Short | None = None
    place_region: _Short | None = None
    place_country: Annotated[str, AfterValidator(check_country)] | None = None
    contract_text: _Phrase | None = None
    contract: ContractKind | None = None
    hours: Hours | None = None
    workplace: Workplace | None = None
    remote_from: _Countries | None = Field(
        default=None, description="the countries from which a remote job may be done"
    )
    opens_text: _Phrase | None = None
    closes_text: _Phrase | None = None
    opens_at: _Moment | None = None
    closes_at: _Moment | None = None
    match_weights: MatchWeights | None = Field(
        default=None, description="what counts when candidates are ranked for it"
    )


class ListingChanges(ListingForms):
    """What changes of a listing; what is not named stays, and null removes what may be missing (RFC 7396).

    A listing keeps its source and external_id.
    """

    title: _Short | None = None
    employer: _Short | None = None
    description: _Description | None = None
    language: _Language | None = None
    state: _StateAsked | None = None


class ListingInput(ListingForms):
    """What an advertiser says; whatever is not given is understood from the written forms, where it can be."""

    source: Annotated[
        str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9._-]*$"), ONE_LINE
    ] = "api"
    external_id: _Short | None = None
    title: _Short
    employer: _Short
    description: _Description
    language: _Language = "en"
    state: _StateAsked = ListingState.OPEN

    @model_validator(mode="after")
    def _pay_is_whole(self) -> Self:
        amounts = [amount for amount in (self.pay_min, self.pay_max) if amount is not None]
        if len(amounts) == 2 and amounts[0] > amounts[1]:
            raise ValueError("pay_min must not be more than pay_max")
        if amounts and self.pay_period is None:
            raise ValueError("pay_period is needed with pay_min or pay_max")
        if not amounts and self.pay_period is not None:
            raise ValueError("pay_min or pay_max is needed with pay_period")
        return self

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        # A date beside a moment can only be compared in the listing's zone; that is done where it is understood.
        if self.opens_at and self.closes_at and type(self.opens_at) is type(self.closes_at):
            same_day_is_fine = type(self.closes_at) is date
            if self.closes_at < self.opens_at or (self.closes_at == self.opens_at and not same_day_is_fine):
                raise ValueError("closes_at must be after opens_at")
        return self


class ListingOut(BaseModel):
    """A listing as it is shown: each text as written beside what was understood of it, null where nothing was."""

    id: UUID
    opening_id: UUID
    source: str
    external_id: str
    title: str
    employer: str
    description: str
    teaser: str | None
    apply_url: str | None
    apply_text: str | None
    url: str | None
    language: str
    pay_text: str | None
    pay_min: ShownAmount | None
    pay_max: ShownAmount | None
    pay_currency: str | None
    pay_period: Period | None
    pay_inferred: bool
    place: str | None
    place_locality: str | None
    place_region: str | None
    place_country: str | None
    place_latitude: float | None = Field(description="of the town, or of the middle of the area")
    place_longitude: float | None
    place_radius_km: float | None = Field(description="0 for a town; all of a larger area lies within it")
    contract_text: str | None
    contract: ContractKind | None
    hours: Hours | None
    workplace: Workplace | None
    remote_from: list[str] | None
    remote_from_text: str | None = Field(description="the words in which the listing says so")
    opens_text: str | None
    closes_text: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    match_weights: MatchWeights | None
    state: ListingState
    state_reason: str | None
    state_at: datetime
    read: ReadOut | None = Field(description="how much of it was read; null before it was")
    created_at: datetime
    updated_at: datetime


class CloseRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Annotated[str, StringConstraints(max_length=200), ONE_LINE] | None = None


class RowProblem(BaseModel):
    field: str | None
    detail: str


class BulkRow(BaseModel):
    """What became of one line."""

    line: int | None
    outcome: Literal["created", "updated", "unchanged", "refused"]
    external_id: str | None
    id: UUID | None = None
    errors: list[RowProblem] = []


class BulkAnswer(BaseModel):
    created: int
    updated: int
    unchanged: int
    refused: int
    rows: list[BulkRow]
