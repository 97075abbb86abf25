"""What matching knows of the two sides of a pair, as values. None is not stated; nothing is assumed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from service.kinds import ContractKind, Hours, Workplace
from service.matching.levels_of_work import Level
from service.matching.sentences import Clause

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A fact with the sentence that it was read from, None where it was given as a field of its own."""

    value: T
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A town, or a region as a circle, with its country."""

    latitude: float
    longitude: float
    country: str | None = None
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class PayHoped:
    """A pay for a year; `floor` where the words say that less will not do, `less_will_do` where they say it will."""

    yearly: Decimal
    currency: str | None
    written: str
    floor: bool = False
    less_will_do: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A length of work in years; `trade` are the terms of what the words call it, none where they do not."""

    years: float
    sentence: str
    trade: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListingFacts:
    title: str
    clauses: tuple[Clause, ...] = ()
    place: str | None = None
    spot: Spot | None = None
    workplace: Workplace | None = None
    remote_from: frozenset[str] = frozenset()
    pay_text: str | None = None
    pay_min_yearly: Decimal | None = None
    pay_max_yearly: Decimal | None = None
    pay_currency: str | None = None
    contract_text: str | None = None
    contract: ContractKind | None = None
    hours: Hours | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the person will not go below or beyond. What a profile's own fields name is a limit, as are plain words."""

    within_km: Said[int] | None = None
    workplaces: Said[frozenset[Workplace]] | None = None
    contracts: Said[frozenset[ContractKind]] | None = None
    hours: Said[frozenset[Hours]] | None = None
    no_nights: str | None = None
    no_weekends: str | None = None


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """Read from the rankable text and the profile's own fields; nothing else of a person enters."""

    clauses: tuple[Clause, ...] = ()
    skills: tuple[str, ...] = ()
    home: Spot | None = None
    country: str | None = None
    spots_named: tuple[Spot, ...] = ()
    workplaces: Said[frozenset[Workplace]] | None = None
    pay: tuple[PayHoped, ...] = ()
    contracts: Said[frozenset[ContractKind]] | None = None
    hours: Said[frozenset[Hours]] | None = None
    levels: frozenset[Level] = frozenset()
    years: tuple[Worked, ...] = ()
    years_in_all: float | None = None
    licences: frozenset[str] | None = None
    right_to_work: frozenset[str] | None = None
    limits: Limits = Limits()

    @property
    def text(self) -> str:
        return "\n".join(clause.text for clause in self.clauses)
