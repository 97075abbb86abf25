"""The audit of an installation: stored rankings and decisions, the declared groups, and the rates of both."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.audit import queries
from service.audit.queries import MadeBy, Period, Scope
from service.audit.rates import Assessed, Rates, median_score, scoring_rates, selection_rates
from service.audit.swap_test import SwapResult
from service.candidates.declarations.queries import Declared, declared_by
from service.matching.rankings.models import Verdict

_NOTHING = Declared()


@dataclass(frozen=True)
class Audit:
    """`applicants` counts each candidate once for each listing they were ranked for, `candidates` once."""

    made_at: datetime
    organisation: str | None
    since: datetime | None
    period: Period
    made_by: tuple[MadeBy, ...]
    candidates: int
    applicants: int
    shortlisted: int
    dismissed: int
    undecided: int
    median_score: float | None
    selection: Rates
    scoring: Rates
    swap_test: SwapResult


async def audit(
    session: AsyncSession, scope: Scope, *, organisation: str | None, swap_test: SwapResult, now: datetime
) -> Audit:
    scores = await queries.latest_scores(session, scope)
    verdicts = await queries.latest_verdicts(session, scope)
    declared = await declared_by(session, {candidate for _, candidate in scores})
    assessed = [
        _assessed(declared.get(pair[1], _NOTHING), score, verdicts.get(pair)) for pair, score in sorted(scores.items())
    ]
    decided = [verdicts.get(pair) for pair in scores]
    return Audit(
        made_at=now,
        organisation=organisation,
        since=scope.since,
        period=await queries.period_of(session, scope),
        made_by=tuple(await queries.ways_of_ranking(session, scope)),
        candidates=len({candidate for _, candidate in scores}),
        applicants=len(assessed),
        shortlisted=decided.count(Verdict.SHORTLISTED),
        dismissed=decided.count(Verdict.DISMISSED),
        undecided=decided.count(None),
        median_score=median_score(assessed),
        selection=selection_rates(assessed),
        scoring=scoring_rates(assessed),
        swap_test=swap_test,
    )


def as_json(made: Audit) -> dict[str, Any]:
    """Everything that the report holds, with times as ISO 8601."""
    return {**asdict(made), "swap_test": {**asdict(made.swap_test), "passed": made.swap_test.passed}}


def _assessed(declared: Declared, score: float, verdict: Verdict | None) -> Assessed:
    return Assessed(
        sex=declared.sex and declared.sex.value,
        ethnicity=declared.ethnicity and declared.ethnicity.value,
        score=score,
        selected=verdict is Verdict.SHORTLISTED,
    )
