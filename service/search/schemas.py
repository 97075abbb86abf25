"""A search as it crosses HTTP, and its filters as an alert keeps them."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from service.gazetteer.places import find_place, nearest_names
from service.gazetteer.regions import check_country
from service.kinds import ContractKind, Hours, Period, Workplace
from service.legibility.schemas import ReadOut
from service.listings.schemas import ListingOut, ShownAmount, check_currency
from service.search.levels import Level
from service.search.reading.understood import Kind
from service.strings import MANY_LINES, ONE_LINE
from service.words import terms_of

LARGEST_SEARCH = 200
DESCRIPTION_LENGTH = 2_000

Unknown = Literal["keep", "drop"]
# What says how another filter is meant, and filters nothing alone.
_MODIFIERS = frozenset({"within_km", "place_unknown", "pay_period", "pay_currency", "pay_unknown"})
# A validation's context for filters that were checked when they were saved.
STORED = {"stored": True}
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH), MANY_LINES]
_Amount = Annotated[ShownAmount, Field(ge=0, max_digits=12, decimal_places=2)]
_Phrase = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]


class ListingFilters(BaseModel):
    """Hard conditions, never traded against meaning. A filter that is left out filters nothing.

    Where a listing does not say, `pay_unknown` and `place_unknown` decide whether it is kept; a contract, hours or
    workplace that is not stated never matches. Only open listings are ever searched.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    employer: _Name | None = Field(default=None, description="words of the employer's name")
    place: _Name | None = Field(
        default=None,
        description="a town, county or country, as York or Kent: what lies in it, or has these words in its place",
    )
    within_km: Annotated[int, Field(ge=1, le=20_000)] | None = Field(
        default=None,
        description="with `place`: no farther from it than this, from its middle if it is a town, from its edge if not",
    )
    place_unknown: Unknown = Field(
        default="drop",
        description="what becomes of listings that do not say where they are, or not exactly enough to measure from",
    )
    pay_at_least: _Amount | None = Field(default=None, description="what a listing's pay must be able to reach")
    pay_at_most: _Amount | None = Field(default=None, description="what a listing's pay must be able to stay under")
    pay_period: Period = Field(
        default=Period.YEAR, description="what these amounts are for; compared as a year's, of 52 weeks of 37 hours"
    )
    pay_currency: Annotated[str, AfterValidator(check_currency)] = Field(
        default="GBP", description="pay stated in another currency never matches"
    )
    pay_unknown: Unknown = Field(
        default="keep", description="what becomes of listings that do not say whether their pay reaches that far"
    )
    contracts: list[ContractKind] | None = None
    hours: Hours | None = None
    workplaces: list[Workplace] | None = None
    remote_from: Annotated[str, AfterValidator(check_country)] | None = Field(
        default=None,
        description="a country (ISO 3166-1 alpha-2): remote listings only if they may be done from there; others are "
        "not affected. A listing that does not say so counts for its own country; without one, place_unknown decides",
    )
    posted_within_days: Annotated[int, Field(ge=1, le=3_650)] | None = Field(
        default=None, description="opened in the last so many days"
    )

    without: Annotated[list[_Phrase], Field(max_length=20)] | None = Field(
        default=None,
        description="words or phrases, as weekends or night shifts: leaves out each listing that has one in its title, "
        "description, employer or place, unless it denies it, as in no weekend work; and what is of a contract or "
        "workplace that one names, as temporary",
    )

    @field_validator("without")
    @classmethod
    def _phrases_that_can_be_found(cls, value: list[str] | None) -> list[str] | None:
        for phrase in value or ():
            if "," in phrase:
                raise ValueError("Name each phrase on its own, without commas")
            if not terms_of(phrase):
                raise ValueError(f"Nothing is left out by {phrase!r} alone: name what it is about")
        return list(dict.fromkeys(value)) if value else None

    @field_validator("contracts", "workplaces")
    @classmethod
    def _none_is_no_filter(cls, value: list[ContractKind] | None) -> list[ContractKind] | None:
        return sorted(set(value)) if value else None

    @field_validator("within_km")
    @classmethod
    def _from_a_known_place(cls, value: int | None, info: ValidationInfo) -> int | None:
        """Stored filters are not asked again: a place that was known when they were saved was measured then."""
        if value is None or info.context is STORED or "place" not in info.data:
            return value
        if (place := info.data["place"]) is None:
            raise ValueError("Needs a place to measure from")
        if find_place(place) is None:
            raise ValueError(_unknown_place(place))
        return value

    @field_validator("pay_at_most")
    @classmethod
    def _not_less_than_the_least(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        least = info.data.get("pay_at_least")
        if value is not None and least is not None and value < least:
            raise ValueError("Must not be less than pay_at_least")
        return value

    def __bool__(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, name) is not None for name in type(self).model_fields if name not in _MODIFIERS)


def _unknown_place(name: str) -> str:
    near = nearest_names(name)
    meant = f"did you mean {' or '.join(near)}?" if near else "name a town, county or country, not a postcode."
    return f"No distance can be measured from {name!r}, which is not a known place: {meant}"


Understand = Annotated[
    bool, Field(description="whether words that name pay, a place, hours and so on become filters; else all is meaning")
]
KeepAsWords = Annotated[
    tuple[Annotated[Description, StringConstraints(min_length=1)], ...],
    Field(max_length=200, description="readings to undo, by their words: they become part of the meaning again"),
]


class SearchRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    query: Annotated[Description, StringConstraints(min_length=1)] = Field(
        description="what is looked for, in plain words"
    )
    filters: ListingFilters = Field(
        default=ListingFilters(), description="each wins over what the words of the query say, also where it is null"
    )
    understand: Understand = True
    keep_as_words: KeepAsWords = ()
    limit: Annotated[int, Field(ge=1, le=LARGEST_SEARCH)] = 20
    weaker: bool = Field(default=False, description="whether to show what fits too little for any level as well")
    facets: bool = Field(default=False, description="whether to count by what the results can be narrowed")


class PassageOut(BaseModel):
    """The words of a document that met what was wanted best."""

    field: str
    text: str


class PartOut(BaseModel):
    """What one thing adds to a score: the passages that met, the title, the words that were wanted."""

    name: str
    share: float


class ScoreOut(BaseModel):
    """A listing found, from 0 to 1, with the passage that met."""

    score: float
    passage: PassageOut


class ListingScored(ScoreOut):
    listing: ListingOut


class SearchResult(ListingScored):
    level: Level | None = Field(description="how strong the match is; null where it is weaker than any level")
    parts: list[PartOut] = Field(description="what the score is made of: the shares sum to it")


class UnderstoodOut(BaseModel):
    """A part of a description that was read as a filter, and can be undone with `keep_as_words`."""

    kind: Kind
    words: str = Field(description="as they were typed")
    says: str = Field(description="the filters that it sets, in words")
    filters: dict[str, Any] = Field(description="what it sets; empty where a filter that was given says otherwise")


class AsRead(BaseModel):
    """How a description was read: its parts that became filters, the rest, and all filters that apply."""

    understood: list[UnderstoodOut]
    meaning: str = Field(description="the words that are searched by what they mean")
    filters: ListingFilters


class FacetValue(BaseModel):
    """One way to narrow a search: with these filters in place of its own, the same query finds `count` listings."""

    value: str
    words: str
    count: int
    filters: ListingFilters


class Facets(BaseModel):
    """Counted over all that the search finds, not only those shown. What nothing found has is left out.

    Pay is in bands; a listing whose range reaches into several counts in each. Places are counties, regions and
    countries, offered while no place is asked.
    """

    contract: list[FacetValue] = []
    hours: list[FacetValue] = []
    workplace: list[FacetValue] = []
    pay: list[FacetValue] = []
    place: list[FacetValue] = []
    employer: list[FacetValue] = []


class SearchAnswer(AsRead):
    """Best first. `position` says how much of the change log this answer has seen."""

    results: list[SearchResult]
    weaker_hidden: int = Field(description="matches among the nearest that are weaker than any level: ask for `weaker`")
    position: int
    generation: str = Field(description="the encoder whose vectors were compared")
    query_read: ReadOut = Field(description="how much of the query was read; it is searched for in any case")
    facets: Facets | None = Field(default=None, description="where they were asked for")
