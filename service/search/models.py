"""The filters of a search as columns, for a table that keeps searches. Null filters nothing."""

from decimal import Decimal

from sqlalchemy import ARRAY, Numeric, String
from sqlmodel import Field, SQLModel


class FilterColumns(SQLModel):
    """The same names and meanings as in ListingFilters."""

    employer: str | None = Field(default=None, max_length=200)
    place: str | None = Field(default=None, max_length=200)
    place_unknown: str = Field(default="drop", max_length=4)
    pay_at_least: Decimal | None = Field(default=None, sa_type=Numeric(12, 2))
    pay_currency: str = Field(default="GBP", max_length=3)
    pay_unknown: str = Field(default="keep", max_length=4)
    contracts: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
    hours: str | None = Field(default=None, max_length=30)
    workplaces: list[str] | None = Field(default=None, sa_type=ARRAY(String(30)))
