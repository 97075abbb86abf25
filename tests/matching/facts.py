"""Two sides of a pair that fit in every respect; `changes` replace what one of them says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from service.kinds import ContractKind, Hours
from service.matching.deal_breakers.deciding import Demands
from service.matching.facts import CandidateFacts, ListingFacts, PayHoped, Said, Spot
from service.matching.levels_of_work import Level
from service.matching.meeting import Meeting
from service.matching.reading_listing import ListingRead
from service.matching.reading_profile import CandidateRead
from service.matching.sentences import clauses_of
from service.matching.skills.sharing import read_listing_skills, read_profile_skills

LEEDS = Spot(53.80, -1.55, "GB")
YORK = Spot(53.96, -1.08, "GB")
LYON = Spot(45.75, 4.85, "FR")


def hoped(amount: int, **changes: Any) -> PayHoped:
    return replace(PayHoped(Decimal(amount), "GBP", f"£{amount}"), **changes)


def a_seeker(**changes: Any) -> CandidateFacts:
    facts = CandidateFacts(
        home=LEEDS,
        country="GB",
        pay=(hoped(25_000),),
        hours=Said(frozenset({Hours.FULL_TIME})),
        contracts=Said(frozenset({ContractKind.PERMANENT})),
        levels=frozenset({Level.SENIOR}),
    )
    return replace(facts, **changes)


def an_offer(**changes: Any) -> ListingFacts:
    facts = ListingFacts(
        title="Senior Night Porter",
        place="Leeds",
        spot=LEEDS,
        pay_text="£26,000",
        pay_min_yearly=Decimal(26_000),
        pay_max_yearly=Decimal(26_000),
        pay_currency="GBP",
        hours=Hours.FULL_TIME,
        contract=ContractKind.PERMANENT,
        level=Level.SENIOR,
    )
    return replace(facts, **changes)


def candidate_read(facts: CandidateFacts, skills: tuple[str, ...] = ("night audit",)) -> CandidateRead:
    return CandidateRead(facts, read_profile_skills(skills, facts.clauses))


def listing_read(facts: ListingFacts, text: str = "You need to know night auditing.") -> ListingRead:
    clauses = clauses_of(text)
    return ListingRead(replace(facts, clauses=clauses), Demands(), read_listing_skills(facts.title, clauses))


def a_meeting(value: float = 0.4) -> Meeting:
    return Meeting(value, nearest=max(value, 0.0), listing_passage=2, candidate_passage=2)
