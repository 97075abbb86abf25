"""All deal-breakers of a pair, in one order: what the listing demands, then the person's own limits."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.matching.deal_breakers.driving import asked_driving, decide_driving
from service.matching.deal_breakers.experience import Experience, asked_experience, decide_experience
from service.matching.deal_breakers.limits import decide_limits
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Outcome
from service.matching.deal_breakers.qualification import Qualification, asked_qualifications, decide_qualification
from service.matching.deal_breakers.registration import Register, asked_registrations, decide_registration
from service.matching.deal_breakers.right_to_work import asked_right_to_work, decide_right_to_work
from service.matching.facts import CandidateFacts, ListingFacts
from service.matching.sentences import Clause


@dataclass(frozen=True, slots=True)
class Demands:
    """Everything that a listing demands, read once and decided for each candidate."""

    driving: tuple[Asked, ...] = ()
    registrations: tuple[tuple[Asked, Register], ...] = ()
    right_to_work: tuple[tuple[Asked, str], ...] = ()
    experience: tuple[tuple[Asked, Experience], ...] = ()
    qualifications: tuple[tuple[Asked, Qualification], ...] = ()


def read_demands(clauses: Iterable[Clause], country: str | None) -> Demands:
    clauses = tuple(clauses)
    return Demands(
        driving=asked_driving(clauses),
        registrations=asked_registrations(clauses),
        right_to_work=asked_right_to_work(clauses, country),
        experience=asked_experience(clauses),
        qualifications=asked_qualifications(clauses),
    )


def decide(demands: Demands, candidate: CandidateFacts, listing: ListingFacts) -> tuple[DealBreaker, ...]:
    return (
        *(decide_driving(asked, candidate) for asked in demands.driving),
        *(decide_registration(asked, register, candidate) for asked, register in demands.registrations),
        *(decide_right_to_work(asked, country, candidate) for asked, country in demands.right_to_work),
        *(decide_experience(asked, needed, candidate) for asked, needed in demands.experience),
        *(decide_qualification(asked, needed, candidate) for asked, needed in demands.qualifications),
        *decide_limits(candidate, listing),
    )


def excludes(deal_breakers: Iterable[DealBreaker]) -> bool:
    """Whether one of them is not met: what is not stated excludes nobody."""
    return any(each.outcome is Outcome.NOT_MET for each in deal_breakers)
