"""The closed sets of values that a listing is described with."""

from enum import StrEnum

from service.kinds import ContractKind, Hours, Period, Workplace

__all__ = ["ContractKind", "Hours", "ListingState", "Period", "Workplace"]


class ListingState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    EXPIRED = "expired"
