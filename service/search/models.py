"""The filters of a search as columns, for a table that keeps searches. Null filters nothing."""

from decimal import Decimal

from sqlalchemy import ARRAY, Numeric, String, Text
from sqlmodel import Field, SQLModel

from service.kinds import Period


class FilterColumns(SQLModel):
    """The same names and meanings as in ListingFilters, and below them those of FilterBounds."""

    employer: str | None = Field(default=None, max_length=200)
    place: str | None = Field(default=None, max_length=200)
    within_km: int | None = None
    place_unknown: str = Field(default="drop", max_length=4)
    pay_at_least: Decimal | None = Field(default=None, sa_type=Numeric(12, 2))
    pay_at_most: Decimal | None = Field(default=None, sa_type=Numeric(12, 2))
    pay_period: str = Field(default=Period.YEAR.value, max_length=5)
    pay_currency: str = Field(default="GBP", max_length=3)
    pay_unknown: str = Field(default="keep", max_length=4)
    contracts: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    hours: str | None = Field(default=None, max_length=30)
    workplaces: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    remote_from: str | None = Field(default=None, max_length=2)
    posted_within_days: int | None = None
    without: list[str] | None = Field(default=None, sa_type=ARRAY(String(100)))

    place_key: str | None = Field(default=None, max_length=120)
    near_latitude: float | None = None
    near_longitude: float | None = None
    near_km: float | None = None
    pay_least_yearly: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    pay_most_yearly: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    without_words: str | None = Field(default=None, sa_type=Text)
    without_contracts: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    without_workplaces: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
