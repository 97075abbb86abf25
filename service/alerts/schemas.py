"""An alert as it crosses HTTP."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from service.alerts.counting.rules import Counts, Why
from service.alerts.models import AlertState, Cadence
from service.legibility.schemas import ReadOut
from service.search.levels import Level
from service.search.schemas import AsRead, Description, KeepAsWords, ListingFilters, SearchResult, Understand
from service.strings import ONE_LINE


class AlertWish(BaseModel):
    """What to look for: a description in plain words or a candidate's profile, with filters and a level."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    description: Description = ""
    candidate_id: UUID | None = None
    filters: ListingFilters = Field(
        default=ListingFilters(), description="each wins over what the words say, also where it is null"
    )
    understand: Understand = True
    keep_as_words: KeepAsWords = ()
    level: Level = Level.GOOD

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if self.candidate_id is None and not any(character.isalnum() for character in self.description):
            raise ValueError("an alert needs a description in plain words, or a candidate_id")
        return self


class AlertInput(AlertWish):
    """A wish and where to write to."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=320), ONE_LINE]
    cadence: Cadence = Cadence.DAILY
    time_zone: Annotated[str, StringConstraints(max_length=64), ONE_LINE] | None = None
    locale: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z]{2}(_[A-Z]{2})?$"), ONE_LINE] | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError("must be an IANA time zone, as Europe/London")
        return value


class AlertChanges(BaseModel):
    """What changes of an alert; what is not named stays (RFC 7396). Filters are replaced as a whole.

    A new description is read as one of a new alert is; the filters that the old one's words had set go with it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    description: Description | None = None
    filters: ListingFilters | None = None
    understand: Understand = True
    keep_as_words: KeepAsWords = ()
    level: Level | None = None
    cadence: Cadence | None = None


class Waiting(BaseModel):
    """Matches that are found and not told yet; `until` is null where that is now, or depends on somebody."""

    count: int
    why: Why
    until: datetime | None


class AlertCounts(BaseModel):
    """What became of what an alert found: `found` is all that was `announced` or `dropped`, or is `waiting`."""

    found: int
    announced: int = Field(description="in mails that a mail server accepted")
    dropped: dict[str, int] = Field(description="not told, by the reason")
    waiting: list[Waiting] = Field(description="not told yet, by the reason; the soonest first")
    earlier: int = Field(description="open before the alert began, beyond what its first mail shows")

    @classmethod
    def of(cls, counts: Counts) -> Self:
        waiting = [Waiting(count=wait.count, why=wait.why, until=wait.until) for wait in counts.waiting]
        return cls(
            found=counts.found,
            announced=counts.announced,
            dropped=counts.dropped,
            waiting=waiting,
            earlier=counts.earlier,
        )


class AlertOut(BaseModel):
    """An alert without its owner's address, which only its owner needs to know."""

    id: UUID
    state: AlertState
    description: str
    meaning: str = Field(description="the words of the description that are searched by what they mean")
    filters: ListingFilters
    level: Level
    cadence: Cadence
    created_at: datetime
    confirmed_at: datetime | None
    counts: AlertCounts | None = Field(default=None, description="where alerts are read; null where one was written")


class SignUpAnswer(BaseModel):
    """The same for every address, known or not."""

    message: str


class PreviewAnswer(AsRead):
    """What an alert would have announced among the openings of the past seven days."""

    per_week: int
    more_than_shown: bool
    read: ReadOut = Field(description="how much was read of the description or the profile that is looked for")
    results: list[SearchResult]


class TokenBody(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Annotated[str, StringConstraints(min_length=1, max_length=500), ONE_LINE]
