"""A licence to drive, or a car: asked for as a must, and what a profile says to it."""

import re
from collections.abc import Iterable

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause

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
_FULL = rf"(?:(?:full|clean|valid|current|uk|british|manual|car|driving|driver(?:'|’)?s?) )*{_LICENCE}"
_NOT_HELD = re.compile(
    rf"\b(?:do not|don(?:'|’)t|cannot|can(?:'|’)t|never|not able to|no longer) (?:(?:yet|currently) )?"
    rf"(?:drive|(?:hold|have)(?: got)? (?:an?|any|my) {_FULL})|\bhaven(?:'|’)t got (?:an?|my) {_FULL}"
    rf"|\b(?:no|without an?) {_FULL}|\bnon-driver\b|\blearning to drive\b"
    rf"|\b(?:have|hold|hold only|have only|only|on|with) (?:a )?provisional (?:driving )?{_LICENCE}",
    re.IGNORECASE,
)
# A licence lost may have come back since: where one of these is said, nothing else tells whether it is held.
_IN_DOUBT = re.compile(
    rf"\b(?:lost|losing|surrendered|gave up|took away|taken away|suspended|revoked|used to have) (?:my|the|a) {_FULL}"
    rf"|\b(?:my|driving) {_LICENCE} (?:(?:was|were|is|has been|got) (?:\w+ )?)?"
    r"(?:taken|lost|revoked|suspended|withdrawn|removed|expired|lapsed|ran out|run out)\b"
    rf"|\b(?:banned|disqualified) from driving\b|\bused to drive\b|\bprovisional (?:driving )?{_LICENCE}",
    re.IGNORECASE,
)
# Who may drive a lorry or a bus may drive a car.
_NAMED = re.compile(
    rf"\bdriving\b|\b{_LICENCE} to drive\b|^(?!{_LICENCE}){_FULL}$|\bcat(?:egory|\.)? ?[bcd](?:1?e?|\+e)\b",
    re.IGNORECASE,
)
_NO_FULL_ONE = re.compile(
    r"\b(?:no|not|provisional|learner|lost|suspended|revoked|expired|lapsed|fork-?lift|motorcycle|moped)\b",
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
        if any(_names_driving(each) for each in candidate.licences):
            return asked.met("Its licences name driving.")
        return asked.lacking("Its licences do not name driving.")
    for clause in candidate.clauses:
        if _NOT_HELD.search(clause.text):
            return asked.lacking(clause.sentence)
    for clause in candidate.clauses:
        if _IN_DOUBT.search(clause.text):
            return asked.unknown(clause.sentence)
    for clause in candidate.clauses:
        if _HELD.search(clause.text):
            return asked.met(clause.sentence)
    held = next((skill for skill in candidate.skills if _HELD.search(skill) and not _NO_FULL_ONE.search(skill)), None)
    return asked.met(held) if held else asked.unknown()


def _names_driving(licence: str) -> bool:
    return _NAMED.search(licence) is not None and _NO_FULL_ONE.search(licence) is None
