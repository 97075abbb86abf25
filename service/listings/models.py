"""Tables of listings: each with what was written and what was understood of it, its employer and its opening."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Computed,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field, SQLModel, col

from service.database import enum_column, identity_column, time_column
from service.gazetteer.locating import LocationColumns
from service.kinds import ContractKind, Hours, Period, Workplace
from service.listings.kinds import ListingState

_PLACE_WORDS = (
    "to_tsvector('simple', coalesce(place, '') || ' ' || coalesce(place_locality, '') || ' ' ||"
    " coalesce(place_region, ''))"
)


class Employer(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("organisation_id", "folded_name"),)

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False)
    )
    name: str = Field(max_length=200)
    folded_name: str = Field(max_length=400)


class Opening(SQLModel, table=True):
    """A job to be filled. Several listings can advertise one; a person is told of it once."""

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class Listing(LocationColumns, table=True):
    """`revision` counts what its owner did that can announce it; `matched_revision` is how far matching has come.

    `remote_from` are the countries from which a remote job may be done, `remote_from_text` the words that say so.
    `canary` marks what only tries the installation out (service.canary): open to nobody but the canary's own alert.
    """

    __table_args__ = (
        UniqueConstraint("organisation_id", "source", "external_id"),
        Index("ix_listing_state_closes", "state", "closes_at"),
        Index("ix_listing_place_words", "place_words", postgresql_using="gin"),
        Index("ix_listing_place_within", "place_within", postgresql_using="gin"),
        Index("ix_listing_latitude", "place_latitude"),
        Index("ix_listing_canary", "id", postgresql_where="canary"),
    )

    id: int = Field(default=None, sa_column=identity_column())
    public_id: UUID = Field(default_factory=uuid4, unique=True)
    organisation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False)
    )
    employer_id: int = Field(sa_column=Column(BigInteger, ForeignKey("employer.id"), nullable=False, index=True))
    opening_id: int = Field(sa_column=Column(BigInteger, ForeignKey("opening.id"), nullable=False, index=True))
    source: str = Field(max_length=40)
    external_id: str = Field(max_length=200)

    title: str = Field(max_length=200)
    description: str = Field(sa_column=Column(Text, nullable=False))
    teaser: str | None = Field(default=None, max_length=1000)
    apply_url: str | None = Field(default=None, max_length=2000)
    apply_text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    url: str | None = Field(default=None, max_length=2000)
    language: str = Field(default="en", max_length=35)

    pay_text: str | None = Field(default=None, max_length=300)
    pay_min: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 2), nullable=True))
    pay_max: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 2), nullable=True))
    pay_currency: str | None = Field(default=None, max_length=3)
    pay_period: Period | None = Field(default=None, sa_column=enum_column(Period, "pay_period", nullable=True))
    pay_inferred: bool = False
    pay_min_yearly: Decimal | None = Field(default=None, sa_column=Column(Numeric(14, 2), nullable=True))
    pay_max_yearly: Decimal | None = Field(default=None, sa_column=Column(Numeric(14, 2), nullable=True))

    place: str | None = Field(default=None, max_length=300)
    place_locality: str | None = Field(default=None, max_length=200)
    place_region: str | None = Field(default=None, max_length=200)
    place_country: str | None = Field(default=None, max_length=2)

    place_words: str | None = Field(
        default=None, sa_column=Column(TSVECTOR, Computed(_PLACE_WORDS, persisted=True), nullable=True)
    )

    contract_text: str | None = Field(default=None, max_length=300)
    contract: ContractKind | None = Field(default=None, sa_column=enum_column(ContractKind, "contract", nullable=True))
    hours: Hours | None = Field(default=None, sa_column=enum_column(Hours, "hours", nullable=True))
    weekly_hours: Decimal | None = Field(default=None, sa_column=Column(Numeric(5, 2), nullable=True))
    workplace: Workplace | None = Field(default=None, sa_column=enum_column(Workplace, "workplace", nullable=True))
    remote_from: list[str] | None = Field(default=None, sa_type=ARRAY(String(2)))
    remote_from_text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))

    opens_text: str | None = Field(default=None, max_length=300)
    closes_text: str | None = Field(default=None, max_length=300)
    opens_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))
    closes_at: datetime | None = Field(default=None, sa_column=time_column(nullable=True))

    match_weights: dict[str, float] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )

    state: ListingState = Field(sa_column=enum_column(ListingState, "state"))
    state_reason: str | None = Field(default=None, max_length=200)
    state_at: datetime = Field(sa_column=time_column())
    revision: int = 1
    matched_revision: int = 0
    canary: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    created_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))
    updated_at: datetime | None = Field(default=None, sa_column=time_column(default_now=True))


class ListingWords(SQLModel, table=True):
    """What a listing affirms, word for word, as service.words reads it; apart from what is read to be shown."""

    __tablename__ = "listing_words"
    __table_args__ = (Index("ix_listing_words_words", "words", postgresql_using="gin"),)

    listing_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    )
    words: str = Field(sa_column=Column(TSVECTOR, nullable=False))


# Whether a name in a description is a place is looked up with every search.
Index("ix_listing_locality", func.lower(col(Listing.place_locality)))
Index("ix_listing_region", func.lower(col(Listing.place_region)))
