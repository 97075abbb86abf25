"""A deal-breaker and what became of it. What nobody states is never "not met"."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_STATED = "not_stated"


class Kind(StrEnum):
    """The first are a listing's, the rest a candidate's own limits."""

    DRIVING_LICENCE = "driving_licence"
    REGISTRATION = "registration"
    RIGHT_TO_WORK = "right_to_work"
    EXPERIENCE = "experience"
    QUALIFICATION = "qualification"
    DISTANCE = "distance"
    WORKPLACE = "workplace"
    PAY = "pay"
    HOURS = "hours"
    CONTRACT = "contract"


LIMITS = frozenset({Kind.DISTANCE, Kind.WORKPLACE, Kind.PAY, Kind.HOURS, Kind.CONTRACT})


@dataclass(frozen=True, slots=True)
class DealBreaker:
    """`sentence` is where it was asked for, `answer` what the other side says to it, as far as it says anything."""

    kind: Kind
    outcome: Outcome
    sentence: str
    answer: str = ""

    @property
    def of_listing(self) -> bool:
        """Whether the listing asks for it; else it is a limit of the person's own."""
        return self.kind not in LIMITS


@dataclass(frozen=True, slots=True)
class Asked:
    """What a listing asks for. `other_way`: it takes something else instead, so that lacking it excludes nobody."""

    kind: Kind
    sentence: str
    other_way: bool = False

    def met(self, answer: str) -> DealBreaker:
        return DealBreaker(self.kind, Outcome.MET, self.sentence, answer)

    def lacking(self, answer: str) -> DealBreaker:
        outcome = Outcome.NOT_STATED if self.other_way else Outcome.NOT_MET
        return DealBreaker(self.kind, outcome, self.sentence, answer)

    def unknown(self, answer: str = "") -> DealBreaker:
        return DealBreaker(self.kind, Outcome.NOT_STATED, self.sentence, answer)
