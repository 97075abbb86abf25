"""The least years of experience that a listing asks for, against those that a profile tells of.

Years are years of work only: nothing here, and nothing that follows from it, knows how old anybody is.
"""

import re
from collections.abc import Iterable, Iterator

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.numbers import NUMBER, write_years, years_of
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.facts import CandidateFacts, Said
from service.matching.sentences import Clause

_LENGTH = rf"(?P<number>{NUMBER})(?: or (?:more|so|{NUMBER}))? (?P<unit>years?|months?)\b(?:['’]s?)?"
_ASKED = re.compile(
    rf"(?P<about>\b(?:about|around|roughly|or so) )?(?:\b|(?<=\s)){_LENGTH}(?: or (?:more|so))? "
    r"(?P<of>of (?!age\b)|in\b|on\b|with\b|as\b|post|experience|behind\b|since qualif|(?:[\w-]+ ){1,3}experience\b"
    r"|working|managing|supervising|teaching|modelling|highway|commercial|practical|and so on)",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(
    rf"(?:have|of) at least {_LENGTH}(?: of\b| behind|\s*$)|at least (?P<ten>{NUMBER}) years['’] standing",
    re.IGNORECASE,
)
# "in the first six months", "the last five years", "over two years", "within nine months" ask for nothing.
_NOT_ASKED = re.compile(
    r"\b(?:first|last|next|past|after|within|every|each|over|until|during|for the|in the|end of|in|the|took|lasts?) $",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\b{_LENGTH}", re.IGNORECASE)
_NOT_WORK_BEFORE = re.compile(
    r"\b(?:break of|gap of|away for|aged?|posted \w+ \w+ for|waited|in the next|for the next|next|within"
    r"|out of the last|of the last|in the other|the last|after a) $",
    re.IGNORECASE,
)
_NOT_WORK_AFTER = re.compile(
    r"\s*(?:ago|away|old|off\b|at home\b|out of (?:work|the)|of age|later|contract|break|['’]\s*notice|notice"
    r"|on end|for family)",
    re.IGNORECASE,
)
_LONGEST = 60
_NOT_ONES_OWN = re.compile(
    r"\b(?:away from|played|lived|husband|wife|partner|fiancée?|daughter|son|mother|father)\b[^.]*$", re.IGNORECASE
)
_STANDING = "years' standing"


def asked_experience(clauses: Iterable[Clause]) -> tuple[tuple[Asked, float], ...]:
    """Each length of experience that is a must, in years, once for each sentence: the longest."""
    longest: dict[str, tuple[Asked, float]] = {}
    for clause in demands(clauses):
        for years, about, match in _lengths(clause.text):
            asked = Asked(Kind.EXPERIENCE, clause.sentence, other_way=about or takes_another_way(clause, match))
            if clause.sentence not in longest or longest[clause.sentence][1] < years:
                longest[clause.sentence] = (asked, years)
    return tuple(longest.values())


def experience_of(clauses: Iterable[Clause]) -> tuple[Said[float], ...]:
    """The lengths of work that a profile tells of; breaks, ages and other people's years are none."""
    told = []
    for clause in clauses:
        for match in _TOLD.finditer(clause.text):
            before = clause.text[: match.start()]
            years = years_of(match["number"], match["unit"])
            if (
                years <= _LONGEST
                and not _NOT_WORK_BEFORE.search(before)
                and not _NOT_ONES_OWN.search(before)
                and not _NOT_WORK_AFTER.match(clause.text, match.end())
            ):
                told.append(Said(years, clause.sentence))
    return tuple(told)


def decide_experience(asked: Asked, years: float, candidate: CandidateFacts) -> DealBreaker:
    """Not met only where all that the profile tells of together is less."""
    if candidate.years_in_all is not None:
        answer = f"It states {write_years(candidate.years_in_all)} of experience."
        return asked.met(answer) if candidate.years_in_all >= years else asked.lacking(answer)
    if not candidate.years:
        return asked.unknown()
    most = max(candidate.years, key=lambda each: each.value)
    if most.value >= years:
        return asked.met(most.sentence or "")
    together = sum(each.value for each in candidate.years)
    if together < years:
        return asked.lacking(most.sentence or "")
    return asked.unknown(most.sentence or "")


def _lengths(text: str) -> Iterator[tuple[float, bool, re.Match[str]]]:
    """Each length that is asked for, whether it is only about that long, and where it stands."""
    for match in _ASKED.finditer(text):
        before = text[: match.start()]
        if not _NOT_ASKED.search(before):
            about = match["about"] is not None or " or so" in match[0]
            yield years_of(match["number"], match["unit"]), about, match
    for match in _AT_THE_END.finditer(text):
        yield years_of(match["number"] or match["ten"], match["unit"] or "years"), False, match
