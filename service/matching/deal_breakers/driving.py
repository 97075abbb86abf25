"""A licence to drive, or a car: asked for as a must, and what a profile says to it."""

import re
from collections.abc import Iterable

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause

DRIVING = "driving"
_LICENCE = r"licen[cs]e"
_ASKED = re.compile(
    rf"\bdriv(?:ing|er(?:'|’)?s?) {_LICENCE}|\b(?:full|clean|car|manual|uk) {_LICENCE}|\bon your {_LICENCE}"
    r"|\b(?:must|need to|have to|able to) (?:be able to )?drive\b|\b(?:own|access to a) (?:car|vehicle)\b"
    r"|\ba car is needed|\brequired,? along with a car\b|\bcar that starts\b|\bown transport\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"\bdriv(?:ing|er(?:'|’)?s?) {_LICENCE}|\b(?:full|clean|manual|uk) (?:\w+ )?{_LICENCE}"
    r"|\bI (?:can |also )?drive\b|\band drive (?:my|vans|a)\b|\bdrive my own\b|\bmy own (?:car|van)\b"
    r"|\btrailer licen[cs]e|\bcar owner\b",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    rf"\b(?:do not|don(?:'|’)t|cannot|can(?:'|’)t|never|not able to) (?:yet )?(?:drive|hold a (?:driving )?{_LICENCE}"
    rf"|have a (?:driving )?{_LICENCE})|\b(?:no|without a) (?:driving )?{_LICENCE}|\bnon-driver\b"
    rf"|\blearning to drive\b",
    re.IGNORECASE,
)


def asked_driving(clauses: Iterable[Clause]) -> tuple[Asked, ...]:
    found = {
        clause.sentence: Asked(Kind.DRIVING_LICENCE, clause.sentence, other_way=takes_another_way(clause, match))
        for clause in demands(clauses)
        if (match := _ASKED.search(clause.text))
    }
    return tuple(found.values())


def decide_driving(asked: Asked, candidate: CandidateFacts) -> DealBreaker:
    if candidate.licences is not None:
        if DRIVING in candidate.licences:
            return asked.met("Its licences name driving.")
        return asked.lacking("Its licences do not name driving.")
    for clause in candidate.clauses:
        if _NOT_HELD.search(clause.text):
            return asked.lacking(clause.sentence)
    for clause in candidate.clauses:
        if _HELD.search(clause.text):
            return asked.met(clause.sentence)
    held = next((skill for skill in candidate.skills if _HELD.search(skill)), None)
    return asked.met(held) if held else asked.unknown()
