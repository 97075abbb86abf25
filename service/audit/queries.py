"""All SQL of the audit: who was ranked, who was shortlisted, and by what it was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.matching.rankings.models import Decision, Ranking, RankingEntry, Verdict


@dataclass(frozen=True)
class Scope:
    """Which part of the data is audited: an organisation's or everybody's, since a moment or all that is kept."""

    organisation_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class MadeBy:
    """One way in which rankings were made, and how many were."""

    generation: str
    score_version: str
    rankable_version: str
    weights: Mapping[str, Any]
    rankings: int


@dataclass(frozen=True)
class Period:
    """The rankings of the scope: how many, and between which moments they were shown."""

    rankings: int
    first_at: datetime | None
    last_at: datetime | None
    places_of_erased: int


Pair = tuple[UUID, int]


async def latest_scores(session: AsyncSession, scope: Scope) -> dict[Pair, float]:
    """For each listing and candidate the score with which the candidate was last shown for it."""
    rows = await session.execute(
        select(col(Ranking.listing_reference), col(RankingEntry.candidate_id), col(RankingEntry.score))
        .join(RankingEntry, col(RankingEntry.ranking_id) == col(Ranking.id))
        .where(col(RankingEntry.candidate_id).is_not(None), *_rankings_of(scope))
        .order_by(
            col(Ranking.listing_reference),
            col(RankingEntry.candidate_id),
            col(Ranking.last_at).desc(),
            col(Ranking.id).desc(),
        )
        .ext(distinct_on(col(Ranking.listing_reference), col(RankingEntry.candidate_id)))
    )
    return {(listing, candidate): score for listing, candidate, score in rows if candidate is not None}


async def latest_verdicts(session: AsyncSession, scope: Scope) -> dict[Pair, Verdict]:
    """For each listing and candidate what was decided last."""
    rows = await session.execute(
        select(col(Decision.listing_reference), col(Decision.candidate_id), col(Decision.verdict))
        .where(col(Decision.candidate_id).is_not(None), *_decisions_of(scope))
        .order_by(col(Decision.listing_reference), col(Decision.candidate_id), col(Decision.id).desc())
        .ext(distinct_on(col(Decision.listing_reference), col(Decision.candidate_id)))
    )
    return {(listing, candidate): Verdict(verdict) for listing, candidate, verdict in rows if candidate is not None}


async def period_of(session: AsyncSession, scope: Scope) -> Period:
    """`places_of_erased` counts places of rankings whose candidate was erased since."""
    shown = select(func.count(), func.min(col(Ranking.asked_at)), func.max(col(Ranking.last_at)))
    rankings, first_at, last_at = (await session.execute(shown.where(*_rankings_of(scope)))).one()
    erased = await session.scalar(
        select(func.count())
        .select_from(RankingEntry)
        .join(Ranking, col(Ranking.id) == col(RankingEntry.ranking_id))
        .where(col(RankingEntry.candidate_id).is_(None), *_rankings_of(scope))
    )
    return Period(rankings, first_at, last_at, erased or 0)


async def ways_of_ranking(session: AsyncSession, scope: Scope) -> list[MadeBy]:
    """By which model, versions and weights the rankings were made, the most used first."""
    columns = (
        col(Ranking.generation),
        col(Ranking.score_version),
        col(Ranking.rankable_version),
        col(Ranking.weights),
    )
    rows = await session.execute(
        select(*columns, func.count()).where(*_rankings_of(scope)).group_by(*columns).order_by(func.count().desc())
    )
    return [MadeBy(*row) for row in rows]


def _rankings_of(scope: Scope) -> list[ColumnElement[bool]]:
    owned = [] if scope.organisation_id is None else [col(Ranking.organisation_id) == scope.organisation_id]
    return [*owned, *([] if scope.since is None else [col(Ranking.last_at) >= scope.since])]


def _decisions_of(scope: Scope) -> list[ColumnElement[bool]]:
    owned = [] if scope.organisation_id is None else [col(Decision.organisation_id) == scope.organisation_id]
    return [*owned, *([] if scope.since is None else [col(Decision.decided_at) >= scope.since])]
