"""What matching reads of a candidate: the rankable text, and the fields of the profile that state facts.

Nothing else of a person enters. The place becomes a point on the map, of which only distances are told.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_skills, rankable_text
from service.kinds import ContractKind, Workplace
from service.matching.deal_breakers.experience import experience_of
from service.matching.facts import CandidateFacts, Limits, Said
from service.matching.places import country_of, places_named, spot_of
from service.matching.sentences import clauses_of
from service.matching.skills.sharing import ProfileSkills, read_profile_skills
from service.matching.wishes import (
    hoped_pay,
    levels_of_profile,
    limits_in,
    narrowing,
    wished_contracts,
    wished_hours,
    wished_workplaces,
    wishes_in,
)

_KEPT_READ = 4_000


@dataclass(frozen=True)
class CandidateRead:
    facts: CandidateFacts
    skills: ProfileSkills


def read_candidate(profile: Profile, *, name: str | None) -> CandidateRead:
    """Every text that is read here has gone through `rankable_text`; a place is only measured from."""
    headline, summary = (rankable_text(text, name=name) for text in (profile.headline, profile.summary))
    read = _read_text(headline, summary, tuple(rankable_skills(profile.skills, name=name)))
    facts = read.facts
    home = spot_of(profile.place)
    limits = _given_limits(profile, facts.limits)
    stated = replace(
        facts,
        home=home,
        country=country_of(profile.place),
        spots_named=places_named(wishes_in(facts.clauses), home),
        pay=hoped_pay(rankable_text(profile.desired_pay_text or "", name=name)),
        contracts=limits.contracts or facts.contracts,
        hours=limits.hours or facts.hours,
        workplaces=limits.workplaces or facts.workplaces,
        years_in_all=float(profile.years_of_experience) if profile.years_of_experience is not None else None,
        licences=frozenset(rankable_text(each, name=name).casefold() for each in profile.licences)
        if profile.licences is not None
        else None,
        right_to_work=frozenset(profile.right_to_work) if profile.right_to_work is not None else None,
        limits=limits,
    )
    return CandidateRead(stated, read.skills)


def _given_limits(profile: Profile, read: Limits) -> Limits:
    """A field of the profile says more than its words."""
    return Limits(
        within_km=Said(profile.within_km) if profile.within_km is not None else read.within_km,
        workplaces=Said(frozenset(map(Workplace, profile.workplaces))) if profile.workplaces else read.workplaces,
        contracts=Said(frozenset(map(ContractKind, profile.contracts))) if profile.contracts else read.contracts,
        hours=Said(frozenset({profile.hours})) if profile.hours else read.hours,
        no_nights=read.no_nights,
        no_weekends=read.no_weekends,
    )


@lru_cache(maxsize=_KEPT_READ)
def _read_text(headline: str, summary: str, skills: tuple[str, ...]) -> CandidateRead:
    clauses = clauses_of(f"{headline}\n\n{summary}")
    wishes = wishes_in(clauses)
    narrow = narrowing(wishes)
    facts = CandidateFacts(
        clauses=clauses,
        skills=skills,
        workplaces=wished_workplaces(narrow),
        contracts=wished_contracts(narrow),
        hours=wished_hours(narrow),
        levels=levels_of_profile(headline, wishes),
        years=experience_of(clauses),
        limits=limits_in(clauses, narrow),
    )
    return CandidateRead(facts, read_profile_skills(skills, clauses))
