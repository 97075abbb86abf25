"""Matches as they cross HTTP: listings for a candidate, ranked candidates for a listing, each with its reasons."""

from dataclasses import asdict
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from service.legibility.schemas import ReadOut
from service.matching.deal_breakers.outcome import Kind, Outcome
from service.matching.pairs import Pair
from service.matching.weights import WEIGHTS_VERSION, Weights
from service.search.schemas import ListingScored, ScoreOut

# What is done with a pair in which a deal-breaker is not met.
DealBreakers = Literal["below", "exclude"]


class FactorOut(BaseModel):
    """One factor: its share is its part of the score, and the shares of all factors sum to it."""

    name: str
    value: float | None = Field(description="from 0 to 1, null where one side does not say")
    stated: bool
    weight: float
    share: float
    reason: str
    evidence: list[str]


class RelatedOut(BaseModel):
    """A skill of the profile, and what the listing names that is near to it."""

    skill: str
    near: str


class SkillsOut(BaseModel):
    """Skills of the profile that the listing names or is near to; `missing` are asked for and not shown."""

    exact: list[str]
    related: list[RelatedOut]
    missing: list[str]


class DealBreakerOut(BaseModel):
    """What must be so, in the sentence that it came from, and what the other side says to it."""

    kind: Kind
    outcome: Outcome
    sentence: str
    answer: str


class WeightsOut(BaseModel):
    """The weights as they were applied."""

    version: int
    relevance: float
    skills: float
    place: float
    pay: float
    hours: float
    contract: float
    seniority: float

    @classmethod
    def of(cls, weights: Weights) -> Self:
        return cls(version=WEIGHTS_VERSION, **asdict(weights))


class ReasonsOut(BaseModel):
    """Why a pair matches, and what speaks against it."""

    factors: list[FactorOut]
    skills: SkillsOut
    deal_breakers: list[DealBreakerOut]


class CandidateFound(BaseModel):
    """As much of a candidate as they let a recruiter see: without name unless they chose to be named."""

    id: UUID
    name: str | None
    headline: str
    skills: list[str]


class CandidateNotRanked(BaseModel):
    """As much of a candidate as they let a recruiter see, without what could not be read."""

    id: UUID
    name: str | None
    headline: str


class CandidateUnscored(BaseModel):
    """A candidate without a score, and in `read` why."""

    candidate: CandidateNotRanked
    read: ReadOut


class CandidateResult(ScoreOut, ReasonsOut):
    candidate: CandidateFound


class ListingMatch(ListingScored, ReasonsOut):
    pass


class ListingMatches(BaseModel):
    """Ranked candidates for a listing, best first; only the findable. `ranking` names what is kept of it."""

    ranking: UUID
    results: list[CandidateResult]
    unscored: list[CandidateUnscored] = Field(description="findable candidates whose profile could not be scored")
    weights: WeightsOut
    position: int
    generation: str


class CandidateMatches(BaseModel):
    """Open listings for a candidate, best first. `weights` are the defaults; a listing's own stand in its factors."""

    results: list[ListingMatch]
    weights: WeightsOut
    position: int
    generation: str


def reasons_of(pair: Pair) -> ReasonsOut:
    return ReasonsOut(
        factors=[
            FactorOut(
                name=each.factor.name,
                value=None if each.factor.value is None else round(each.factor.value, 4),
                stated=each.factor.stated,
                weight=each.weight,
                share=round(each.share, 6),
                reason=each.factor.reason,
                evidence=list(each.factor.evidence),
            )
            for each in pair.factors
        ],
        skills=SkillsOut(
            exact=list(pair.skills.exact),
            related=[RelatedOut(skill=each.skill, near=each.near) for each in pair.skills.related],
            missing=list(pair.skills.missing),
        ),
        deal_breakers=[DealBreakerOut.model_validate(asdict(each)) for each in pair.deal_breakers],
    )


def score_of(reasons: ReasonsOut) -> float:
    """The sum of the shares as they are shown."""
    return round(sum(factor.share for factor in reasons.factors), 6)
