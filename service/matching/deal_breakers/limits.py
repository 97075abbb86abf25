"""The person's own limits: how far, where from, for how much, which hours and contracts, and whether at night.

A limit is what a profile's own fields name, or what its words rule out ("I cannot manage nights"). A wish is a factor.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from service.kinds import ContractKind, Hours, Workplace
from service.matching.deal_breakers.outcome import DealBreaker, Kind, Outcome
from service.matching.factors.place import distance, is_remote_for, write_km
from service.matching.facts import CandidateFacts, ListingFacts, Said
from service.matching.sentences import Asking, Clause

V = TypeVar("V", Workplace, Hours, ContractKind)

_GIVEN = "The profile says so in a field of its own."
_BETWEEN = r"(?:(?!(?:with|for|who|where|if|may|can)\b)[\w-]+,? ){0,6}"
# "You will work weekends", "Shifts include nights and weekends", "Saturdays on a rota", "alternate weekends".
_WORKED = (
    rf"\byou(?: will|(?:'|’)ll)? (?:also )?(?:be )?work(?:ing)? {_BETWEEN}(?:WHEN)\b(?! off\b)"
    rf"|\b(?:shifts?|rotas?|hours|work(?:ing)?|week|pattern|post|role|job) (?:will )?"
    rf"(?:includ\w+|involv\w+|covers?|are|is|falls?|runs?) {_BETWEEN}(?:WHEN)\b(?! off\b)"
    r"|\b(?:WHEN) (?:\w+ ){0,3}rota\b|\b(?:one|two|three|every|each) (?:WHEN) in\b"
    r"|\b(?:WHEN) (?:\w+ ){0,2}(?:is|are) (?:part|included|usual|worked)\b"
    r"|\b(?:alternate|every (?:other|second|third|fourth)) (?:WHEN)\b(?! off\b)"
)
_LEFT_TO_THE_PERSON = re.compile(
    r"\b(?:optional|voluntary|volunteers?|if you (?:wish|like|want|prefer)|may|might|never have to"
    r"|your choice|you choose|can choose)\b",
    re.IGNORECASE,
)
_DENIED = r"(?:\b(?:no|never|without|not)|n(?:'|’)t) (?:(?!(?:only|just)\b)[\w-]+ ){0,3}(?:WHEN)\b"


@dataclass(frozen=True, slots=True)
class _Time:
    """A time of work by its words: where a listing names it, has it worked, and says that it is not worked."""

    named: re.Pattern[str]
    worked: re.Pattern[str]
    denied: re.Pattern[str]


def _time(when: str, *, named: str, denied: str) -> _Time:
    patterns = named, _WORKED.replace("WHEN", when), denied
    return _Time(*(re.compile(each, re.IGNORECASE) for each in patterns))


_NIGHTS = _time(
    "nights?",
    named=r"(?<!\bper )\bnights?\b",
    denied=_DENIED.replace("WHEN", "nights?") + r"|\b(?:days|daytime) only\b",
)
# That one of the two days is free says nothing of the other.
_WEEKENDS = _time(
    "weekends?|saturdays?|sundays?",
    named=r"\b(?:weekends?|saturdays?|sundays?)\b",
    denied=_DENIED.replace("WHEN", "weekends?"),
)
_DAY_DENIED = re.compile(_DENIED.replace("WHEN", "saturdays?|sundays?"), re.IGNORECASE)


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
    for sentence, time in ((limits.no_nights, _NIGHTS), (limits.no_weekends, _WEEKENDS)):
        if sentence is not None:
            yield _never(sentence, time, listing)


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


def _never(sentence: str, time: _Time, listing: ListingFacts) -> DealBreaker:
    """Named in the title or contract, as a must, or as worked, it breaks the limit; else nobody says."""
    stated = f"{listing.title}. {listing.contract_text or ''}"
    if time.named.search(_affirmed(stated, time)):
        return DealBreaker(
            Kind.HOURS, Outcome.NOT_MET, sentence, f"{listing.title}, {listing.contract_text or ''}".strip(", ")
        )
    for clause in listing.clauses:
        if _is_worked(clause, time):
            return DealBreaker(Kind.HOURS, Outcome.NOT_MET, sentence, clause.sentence)
    for clause in listing.clauses:
        if time.named.search(clause.text) and time.denied.search(clause.text):
            return DealBreaker(Kind.HOURS, Outcome.MET, sentence, clause.sentence)
    return DealBreaker(Kind.HOURS, Outcome.NOT_STATED, sentence)


def _is_worked(clause: Clause, time: _Time) -> bool:
    if _LEFT_TO_THE_PERSON.search(clause.text) or clause.asking in (Asking.DESIRABLE, Asking.NOT_NEEDED):
        return False
    asked = time.named if clause.asking is Asking.ESSENTIAL else time.worked
    return asked.search(_affirmed(clause.text, time)) is not None


def _affirmed(text: str, time: _Time) -> str:
    """The text without what it says is not worked."""
    return _DAY_DENIED.sub(" ", time.denied.sub(" ", text))
