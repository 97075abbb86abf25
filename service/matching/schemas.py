"""Matches as they cross HTTP: listings for a candidate, ranked candidates for a listing."""

from uuid import UUID

from pydantic import BaseModel

from service.search.schemas import ScoreOut, SearchResult


class CandidateFound(BaseModel):
    """As much of a candidate as they let a recruiter see: without name unless they chose to be named."""

    id: UUID
    name: str | None
    headline: str
    skills: list[str]


class CandidateResult(ScoreOut):
    candidate: CandidateFound


class ListingMatches(BaseModel):
    """Ranked candidates for a listing, best first; only the findable. `ranking` names what is kept of it."""

    ranking: UUID
    results: list[CandidateResult]
    position: int
    generation: str


class CandidateMatches(BaseModel):
    """Open listings for a candidate, best first."""

    results: list[SearchResult]
    position: int
    generation: str
