"""The right to work in a country, where a listing says that it must be there."""

import re
from collections.abc import Iterable

from service.gazetteer.regions import find_country
from service.matching.deal_breakers.asking import demands
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause

_ASKED = re.compile(
    r"\b(?:right|entitled|eligible|permission) to work in (?:the )?(?P<country>[A-Z][\w.]*(?: [A-Z]\w+)*)"
    r"|\bright to work\b(?! (?:papers|checks?|documents?))"
)
_HELD = re.compile(
    r"\b(?:right|entitled|eligible|permission) to work in (?:the )?(?P<country>[A-Z][\w.]*(?: [A-Z]\w+)*)"
)
_SETTLED = re.compile(r"\b(?:pre-)?settled status\b", re.IGNORECASE)
_SPONSOR = re.compile(r"\b(?:need|require|looking for)s? (?:visa )?sponsorship\b", re.IGNORECASE)


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
        match = _HELD.search(clause.text)
        if match and find_country(match["country"].rstrip(".")) == country:
            return asked.met(clause.sentence)
        if country == "GB" and _SETTLED.search(clause.text):
            return asked.met(clause.sentence)
        if _SPONSOR.search(clause.text):
            return asked.lacking(clause.sentence)
    return asked.unknown()
