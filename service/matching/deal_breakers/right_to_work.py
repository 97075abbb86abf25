"""The right to work in a country, where a listing says that it must be there."""

import re
from collections.abc import Iterable

from service.gazetteer.regions import find_country
from service.matching.deal_breakers.asking import demands
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind, Outcome
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause

_ASKED = re.compile(
    r"\b(?:right|entitled|eligible|permission) to work in (?:the )?(?P<country>[A-Z][\w.]*(?: [A-Z]\w+)*)"
    r"|\bright to work\b(?! (?:papers|checks?|documents?))"
)
_HELD = re.compile(
    r"\b(?:right|entitled|eligible|permission) to work in (?:the )?(?P<country>[A-Z][\w.]*(?: [A-Z]\w+)*)"
)
_NOT_HELD = re.compile(
    r"(?:\b(?:not|no|never|without|lack)|n(?:'|’)t)"
    r" (?:(?:yet|currently|longer|have|hold|got|the|an?|any|legal|full) )*$",
    re.IGNORECASE,
)
# "I hope to have the right to work in the UK" says nothing of today.
_OPEN = re.compile(
    r"\b(?:not sure|unsure|whether|hop(?:e|ing)|appl(?:y|ied|ying)|a?wait(?:ing)?|until|unless)\b", re.IGNORECASE
)
_SETTLED = re.compile(r"\b(?:pre-)?settled status\b", re.IGNORECASE)
_SPONSOR = re.compile(r"\b(?:need|require|looking for)s? (?:visa )?sponsorship\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|neither|nor|no longer|without|cannot)\b|n(?:'|’)t\b", re.IGNORECASE)
# What stands before one of these denies nothing of what follows: "I am not a student and need sponsorship".
_PART = re.compile(r"[,:;]|\b(?:and|but|as|because|since)\b", re.IGNORECASE)


def asked_right_to_work(clauses: Iterable[Clause], country: str | None) -> tuple[tuple[Asked, str], ...]:
    """With the country, which is the listing's own where the sentence names none that is known."""
    found = {}
    for clause in demands(clauses):
        if match := _ASKED.search(clause.text):
            named = find_country(match["country"].rstrip(".")) if match["country"] else country
            if named:
                found[clause.sentence] = (Asked(Kind.RIGHT_TO_WORK, clause.sentence), named)
    return tuple(found.values())


def decide_right_to_work(asked: Asked, country: str, candidate: CandidateFacts) -> DealBreaker:
    if candidate.right_to_work is not None:
        named = ", ".join(sorted(candidate.right_to_work)) or "no country"
        answer = f"It states a right to work in {named}."
        return asked.met(answer) if country in candidate.right_to_work else asked.lacking(answer)
    for clause in candidate.clauses:
        outcome = _said(clause.text, country)
        if outcome is Outcome.MET:
            return asked.met(clause.sentence)
        if outcome is Outcome.NOT_MET:
            return asked.lacking(clause.sentence)
    return asked.unknown()


def _said(text: str, country: str) -> Outcome:
    """Who needs no sponsorship may work somewhere, but has not said where."""
    match = _HELD.search(text)
    if match and find_country(match["country"].rstrip(".")) == country:
        return _held(_part_before(text, match))
    settled, sponsor = _SETTLED.search(text), _SPONSOR.search(text)
    if country == "GB" and settled and not _DENIED.search(_part_before(text, settled)):
        return Outcome.MET
    if sponsor and not _DENIED.search(_part_before(text, sponsor)):
        return Outcome.NOT_MET
    return Outcome.NOT_STATED


def _held(before: str) -> Outcome:
    if _NOT_HELD.search(before):
        return Outcome.NOT_MET
    return Outcome.NOT_STATED if _OPEN.search(before) or _DENIED.search(before) else Outcome.MET


def _part_before(text: str, match: re.Match[str]) -> str:
    start = max((each.end() for each in _PART.finditer(text, 0, match.start())), default=0)
    return text[start : match.start()]
