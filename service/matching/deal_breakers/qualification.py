"""Degrees, diplomas and levels that a listing asks for, where it takes no experience instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts
from service.matching.sentences import Clause
from service.words import terms_of

_DEGREE = r"(?:degree|B\.?Sc|B\.?A|B\.?Eng|M\.?Sc|M\.?Eng|master(?:'|’)s|doctorate|Ph\.?D|PGCE|postgraduate)"
_HIGHER = r"(?:master(?:'|’)s|M\.?Sc|M\.?Eng|doctorate|Ph\.?D|postgraduate)"
_DEGREE_ASKED = re.compile(rf"\b{_DEGREE}\b(?! of\b)(?! risk)", re.IGNORECASE)
_HIGHER_ASKED = re.compile(rf"\b{_HIGHER}\b", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:NVQ |QCF |QQI )?level (?P<level>[1-8])\b", re.IGNORECASE)
_DEGREE_HELD = re.compile(
    rf"\b{_DEGREE}\b|\bgraduate\b(?! programme| scheme)|\bmy degree\b|\bstudied\b.{{0,40}}\bat university\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    rf"\b(?:no|without an?|do not have an?|don(?:'|’)t have an?|never took an?) (?:\w+ )?{_DEGREE}\b", re.IGNORECASE
)
_UNFINISHED = re.compile(
    r"\b(?:working towards|halfway (?:through|towards)|studying for|started on|left it|preparing for)\b", re.IGNORECASE
)
# Words of every qualification: sharing these says nothing of the subject.
_OF_ANY = frozenset(
    terms_of(
        "level degree diploma qualification qualified certificate hold higher related science subject equivalent nvq "
        "qcf bsc msc master's doctorate phd postgraduate relevant recognised need required require have full good must "
        "year years experience ask expect candidates applicants studying completed"
    )
)


@dataclass(frozen=True, slots=True)
class Qualification:
    """`level` is a numbered one, 0 for a degree, which every profile's degree meets."""

    level: int
    higher_degree: bool
    subject: frozenset[str]


def asked_qualifications(clauses: Iterable[Clause]) -> tuple[tuple[Asked, Qualification], ...]:
    found = {}
    for clause in demands(clauses):
        level = _LEVEL.search(clause.text)
        degree = _DEGREE_ASKED.search(clause.text)
        match = level or degree
        if match is None:
            continue
        named = frozenset(terms_of(_near(clause.text, match)))
        subject = frozenset(term for term in named - _OF_ANY if not term.isdigit())
        number = 0 if degree else int(level["level"]) if level else 0
        higher = degree is not None and _only_higher(clause.text)
        asked = Asked(Kind.QUALIFICATION, clause.sentence, other_way=takes_another_way(clause, match))
        found[clause.sentence] = (asked, Qualification(number, higher, subject))
    return tuple(found.values())


def decide_qualification(asked: Asked, needed: Qualification, candidate: CandidateFacts) -> DealBreaker:
    """Not met only where a profile says so itself: a certificate that it does not name may be in a drawer."""
    for clause in candidate.clauses:
        if needed.level == 0 and _WITHOUT.search(clause.text):
            return asked.lacking(clause.sentence)
    for text, whole in _parts(candidate):
        if not _UNFINISHED.search(text) and _reaches(text, needed) and _same_subject(text, needed):
            return asked.met(whole)
    return asked.unknown()


def _parts(candidate: CandidateFacts) -> list[tuple[str, str]]:
    return [(clause.text, clause.sentence) for clause in candidate.clauses] + [
        (each, each) for each in candidate.skills
    ]


def _reaches(text: str, needed: Qualification) -> bool:
    if needed.level == 0:
        held = _HIGHER_ASKED if needed.higher_degree else _DEGREE_HELD
        return held.search(text) is not None
    return any(int(match["level"]) >= needed.level for match in _LEVEL.finditer(text))


def _same_subject(text: str, needed: Qualification) -> bool:
    return not needed.subject or not needed.subject.isdisjoint(terms_of(text))


def _only_higher(text: str) -> bool:
    every = {match[0].casefold() for match in _DEGREE_ASKED.finditer(text)}
    return bool(every - {"degree"}) and all(_HIGHER_ASKED.fullmatch(each) for each in every - {"degree"})


def _near(text: str, match: re.Match[str]) -> str:
    """The words about a qualification: those up to the next comma on both sides, its subject among them."""
    start = max(text.rfind(",", 0, match.start()), text.rfind(":", 0, match.start())) + 1
    end = text.find(",", match.end())
    return text[start : end if end >= 0 else len(text)]
