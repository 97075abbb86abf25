"""One pair of a candidate and a listing: every factor, what is shared and missing, what breaks it. Pure.

Rankings for a listing, listings for a candidate, alerts on a profile and their preview all use this one function.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.matching.deal_breakers.deciding import decide, excludes
from service.matching.deal_breakers.outcome import DealBreaker
from service.matching.factors.contract import contract
from service.matching.factors.hours import hours
from service.matching.factors.pay import pay
from service.matching.factors.place import place
from service.matching.factors.relevance import relevance
from service.matching.factors.seniority import seniority
from service.matching.factors.skills import skills
from service.matching.meeting import Meeting
from service.matching.reading_listing import ListingRead
from service.matching.reading_profile import CandidateRead
from service.matching.skills.sharing import SkillsShared, share
from service.matching.weighing import Weighed, weigh
from service.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Pair:
    """`broken`: a deal-breaker is not met; such a pair stands below all others, with its reason."""

    total: float
    meeting: Meeting
    factors: tuple[Weighed, ...]
    skills: SkillsShared
    deal_breakers: tuple[DealBreaker, ...]

    @property
    def broken(self) -> bool:
        return excludes(self.deal_breakers)


def match(candidate: CandidateRead, listing: ListingRead, meeting: Meeting, weights: Weights) -> Pair:
    facts, offer = candidate.facts, listing.facts
    shared = share(candidate.skills, listing.skills)
    factors = (
        relevance(meeting.value),
        skills(shared, profile_names_some=bool(candidate.skills.phrases)),
        place(facts, offer),
        pay(facts, offer),
        hours(facts, offer),
        contract(facts, offer),
        seniority(facts, offer),
    )
    total = weigh(factors, weights)
    return Pair(total.value, meeting, total.factors, shared, decide(listing.demands, facts, offer))


def in_order(pairs: Mapping[int, Pair]) -> list[tuple[int, Pair]]:
    """Best first; those with a deal-breaker that is not met below all others; ties by number."""
    return sorted(pairs.items(), key=lambda each: (each[1].broken, -round(each[1].total, 9), each[0]))
