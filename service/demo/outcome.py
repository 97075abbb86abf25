"""What a demonstration showed, as values and as one JSON object."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Search:
    """`titles` are the first ten, best first."""

    query: str
    titles: list[str]


@dataclass(frozen=True)
class Email:
    subject: str
    to: str


@dataclass(frozen=True)
class Seconds:
    n: int
    median: float
    max: float


@dataclass(frozen=True)
class Outcome:
    searches: list[Search]
    emails: list[Email]
    seconds_listing_to_accepted: Seconds

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def summarise(seconds: Sequence[float]) -> Seconds:
    return Seconds(len(seconds), round(median(seconds), 3), round(max(seconds), 3))
