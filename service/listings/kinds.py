"""The states of a listing."""

from enum import StrEnum


class ListingState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    EXPIRED = "expired"
