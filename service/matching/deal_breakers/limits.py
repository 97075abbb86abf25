"""The person's own limits: how far, where from, for how much, which hours and contracts, and whether at night.

A limit is what a profile's own fields name, or what its words rule out ("I cannot manage nights"). A wish is a factor.
"""

import re
from collections.abc import Iterator
from typing import TypeVar

from service.kinds import ContractKind, Hours, Workplace
from service.matching.deal_breakers.outcome import DealBreaker, Kind, Outcome
from service.matching.factors.place import distance, is_remote_for, write_km
from service.matching.facts import CandidateFacts, ListingFacts, Said
from service.matching.sentences import Asking

V = TypeVar("V", Workplace, Hours, ContractKind)

_GIVEN = "The profile says so in a field of its own."
_NIGHTS = re.compile(r"\bnights?\b", re.IGNORECASE)
_WEEKENDS = re.compile(r"\b(?:weekends?|saturdays?|sundays?)\b", re.IGNORECASE)
_NO_SUCH = re.compile(
    r"\b(?:no|never|without|not|n(?:'|’)t) (?:[\w-]+ ){0,3}(?:nights?|weekends?)\b|\bdays only\b|\bdaytime only\b"
    r"|\bper night\b|\bovernight\b",
    re.IGNORECASE,
)


def decide_limits(candidate: CandidateFacts, listing: ListingFacts) -> tuple[DealBreaker, ...]:
    return tuple(_decided(candidate, listing))


def _decided(candidate: CandidateFacts, listing: ListingFacts) -> Iterator[DealBreaker]:
    limits = candidate.limits
    if limits.within_km is not None:
        yield _within(candidate, listing, limits.within_km)
    if limits.workplaces is not None:
        yield _one_of(Kind.WORKPLACE, limits.workplaces, listing.workplace, listing.place)
    if limits.hours is not None:
        yield _one_of(Kind.HOURS, limits.hours, listing.hours, listing.contract_text)
    if limits.contracts is not None:
        yield _one_of(Kind.CONTRACT, limits.contracts, listing.contract, listing.contract_text)
    yield from _pay(candidate, listing)
    for sentence, pattern in ((limits.no_nights, _NIGHTS), (limits.no_weekends, _WEEKENDS)):
        if sentence is not None:
            yield _never(sentence, pattern, listing)


def _within(candidate: CandidateFacts, listing: ListingFacts, limit: Said[int]) -> DealBreaker:
    sentence = limit.sentence or f"Within {limit.value} km of home: {_GIVEN[0].lower()}{_GIVEN[1:]}"
    if is_remote_for(candidate, listing):
        return DealBreaker(Kind.DISTANCE, Outcome.MET, sentence, "The work can be done from home.")
    km = distance(candidate, listing)
    if km is None:
        return DealBreaker(Kind.DISTANCE, Outcome.NOT_STATED, sentence, listing.place or "")
    outcome = Outcome.MET if km <= limit.value else Outcome.NOT_MET
    return DealBreaker(Kind.DISTANCE, outcome, sentence, f"It is {write_km(km)} away.")


def _one_of(kind: Kind, limit: Said[frozenset[V]], offered: V | None, written: str | None) -> DealBreaker:
    words = " or ".join(str(value).replace("_", " ") for value in sorted(limit.value))
    sentence = limit.sentence or f"Only {words}: {_GIVEN[0].lower()}{_GIVEN[1:]}"
    if offered is None:
        return DealBreaker(kind, Outcome.NOT_STATED, sentence, written or "")
    outcome = Outcome.MET if offered in limit.value else Outcome.NOT_MET
    return DealBreaker(kind, outcome, sentence, written or str(offered).replace("_", " "))


def _pay(candidate: CandidateFacts, listing: ListingFacts) -> Iterator[DealBreaker]:
    floors = [hope for hope in candidate.pay if hope.floor]
    if not floors or len(floors) < len(candidate.pay):
        return
    sentence, top = floors[0].written, listing.pay_max_yearly
    comparable = [f for f in floors if f.currency is None or f.currency == (listing.pay_currency or f.currency)]
    if top is None or not comparable:
        yield DealBreaker(Kind.PAY, Outcome.NOT_STATED, sentence, listing.pay_text or "")
        return
    met = top >= min(each.yearly for each in comparable)
    yield DealBreaker(Kind.PAY, Outcome.MET if met else Outcome.NOT_MET, sentence, listing.pay_text or "")


def _never(sentence: str, pattern: re.Pattern[str], listing: ListingFacts) -> DealBreaker:
    """Nights or weekends: asked for in the title or contract, or as a must, they break the limit; else nobody says."""
    stated = f"{listing.title}. {listing.contract_text or ''}"
    if pattern.search(stated) and not _NO_SUCH.search(stated):
        return DealBreaker(
            Kind.HOURS, Outcome.NOT_MET, sentence, f"{listing.title}, {listing.contract_text or ''}".strip(", ")
        )
    for clause in listing.clauses:
        if pattern.search(clause.text) and not _NO_SUCH.search(clause.text) and clause.asking is Asking.ESSENTIAL:
            return DealBreaker(Kind.HOURS, Outcome.NOT_MET, sentence, clause.sentence)
    for clause in listing.clauses:
        if pattern.search(clause.text) and _NO_SUCH.search(clause.text):
            return DealBreaker(Kind.HOURS, Outcome.MET, sentence, clause.sentence)
    return DealBreaker(Kind.HOURS, Outcome.NOT_STATED, sentence)
