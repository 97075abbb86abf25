"""The least years of experience that a listing asks for, against those that a profile tells of.

Years are years of work only: nothing here, and nothing that follows from it, knows how old anybody is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.matching.deal_breakers.asking import demands, takes_another_way
from service.matching.deal_breakers.numbers import NUMBER, write_years, years_of
from service.matching.deal_breakers.outcome import Asked, DealBreaker, Kind
from service.matching.deal_breakers.trades import are_apart, trade_asked, trade_told
from service.matching.facts import CandidateFacts, Worked
from service.matching.sentences import Clause

_UNIT = rf"(?: ?\+|[ -]plus)?(?: or (?:more|so|{NUMBER}))? (?P<unit>years?|months?)\b(?:['’]s?)?"
# Of "three to five years" the listing asks for three at least.
_LENGTH = rf"(?P<number>{NUMBER})(?:(?:-|–| to ){NUMBER})?{_UNIT}"
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
_TOLD = re.compile(rf"\b(?P<number>{NUMBER}){_UNIT}", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Experience:
    """The least years, and the terms of the trade that they must be of, none where it is not named."""

    years: float
    trade: frozenset[str] = frozenset()


def asked_experience(clauses: Iterable[Clause]) -> tuple[tuple[Asked, Experience], ...]:
    """Each length of experience that is a must, in years, once for each sentence: the longest."""
    longest: dict[str, tuple[Asked, Experience]] = {}
    for clause in demands(clauses):
        for years, about, match in _lengths(clause.text):
            asked = Asked(Kind.EXPERIENCE, clause.sentence, other_way=about or takes_another_way(clause, match))
            if clause.sentence not in longest or longest[clause.sentence][1].years < years:
                end = match.end("unit") if match["unit"] else match.end()
                longest[clause.sentence] = (asked, Experience(years, trade_asked(clause.text, end)))
    return tuple(longest.values())


def experience_of(clauses: Iterable[Clause]) -> tuple[Worked, ...]:
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
                told.append(Worked(years, clause.sentence, trade_told(clause.text, *match.span())))
    return tuple(told)


def decide_experience(asked: Asked, needed: Experience, candidate: CandidateFacts) -> DealBreaker:
    """Met by a length that is not of another trade; not met only where all that the profile tells of is less."""
    if candidate.years_in_all is not None:
        answer = f"It states {write_years(candidate.years_in_all)} of experience."
        return asked.met(answer) if candidate.years_in_all >= needed.years else asked.lacking(answer)
    if not candidate.years:
        return asked.unknown()
    fitting = [each for each in candidate.years if not are_apart(each.trade, needed.trade)]
    longest = max(fitting, key=_years, default=None)
    if longest and longest.years >= needed.years:
        return asked.met(longest.sentence)
    if sum(each.years for each in candidate.years) < needed.years:
        return asked.lacking(max(candidate.years, key=_years).sentence)
    return asked.unknown(longest.sentence if longest else "")


def _years(worked: Worked) -> float:
    return worked.years


def _lengths(text: str) -> Iterator[tuple[float, bool, re.Match[str]]]:
    """Each length that is asked for, whether it is only about that long, and where it stands."""
    for match in _ASKED.finditer(text):
        before = text[: match.start()]
        if not _NOT_ASKED.search(before):
            about = match["about"] is not None or " or so" in match[0]
            yield years_of(match["number"], match["unit"]), about, match
    for match in _AT_THE_END.finditer(text):
        yield years_of(match["number"] or match["ten"], match["unit"] or "years"), False, match
