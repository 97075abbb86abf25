"""API routes of stored rankings and of decisions: for the organisation whose listing it is."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.listings.queries import get_own_listing
from service.matching.rankings import actions
from service.matching.rankings.models import Decision, Ranking, RankingEntry
from service.matching.rankings.queries import entries_of, list_decisions, list_rankings
from service.matching.rankings.schemas import DecisionInput, DecisionOut, PlaceOut, RankingOut
from service.paging import Page, next_cursor, read_page_request

Limit = Annotated[int, QueryParameter(ge=1, le=50, name="limit")]


class RankingsController(Controller):
    """What was shown to whom, and what people decided. Nothing here is decided without a person."""

    path = "/v1/listings/{listing_id:uuid}"
    tags = ("Matches",)

    @get("/rankings", operation_id="listRankings", summary="Rankings of a listing that were shown, newest first")
    async def rankings(
        self,
        listing_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: Limit = 10,
    ) -> Page[RankingOut]:
        _require(principal, Scope.LISTINGS_READ)
        listing = await get_own_listing(session, principal, listing_id)
        page = read_page_request(cursor, limit)
        found = await list_rankings(session, principal, listing.public_id, page)
        shown = found[: page.limit]
        entries = await entries_of(session, [ranking.id for ranking in shown])
        return Page(
            items=[_present(ranking, entries[ranking.id]) for ranking in shown],
            next_cursor=next_cursor(shown[-1].id if len(found) > page.limit else None),
        )

    @post(
        "/decisions",
        operation_id="decideOnCandidate",
        summary="Shortlist or dismiss a candidate, as a person decided",
        description="Kept with the ranking that the person saw, and counted by the audit. Rolecall itself rejects "
        "nobody: a dismissed candidate stays in the rankings.",
    )
    async def decide(
        self,
        listing_id: FromPath[UUID],
        data: JSONBody[DecisionInput],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> DecisionOut:
        _require(principal, Scope.LISTINGS_WRITE)
        decision, ranking = await actions.decide(session, principal, listing_id, data, now=datetime.now(UTC))
        return _present_decision(decision, data.candidate_id, ranking.public_id)

    @get("/decisions", operation_id="listDecisions", summary="Decisions on a listing's candidates, newest first")
    async def decisions(
        self,
        listing_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: Limit = 50,
    ) -> Page[DecisionOut]:
        _require(principal, Scope.LISTINGS_READ)
        listing = await get_own_listing(session, principal, listing_id)
        page = read_page_request(cursor, limit)
        found = await list_decisions(session, principal, listing.public_id, page)
        shown = found[: page.limit]
        return Page(
            items=[_present_decision(*each) for each in shown],
            next_cursor=next_cursor(shown[-1][0].id if len(found) > page.limit else None),
        )


def _require(principal: Principal, scope: Scope) -> None:
    principal.require(scope)
    principal.require(Scope.CANDIDATES_READ)


def _present(ranking: Ranking, entries: list[tuple[RankingEntry, UUID | None]]) -> RankingOut:
    places = [
        PlaceOut(candidate_id=candidate_id, **entry.model_dump(include=PlaceOut.model_fields.keys() - {"candidate_id"}))
        for entry, candidate_id in entries
    ]
    kept = {name: getattr(ranking, name, None) for name in RankingOut.model_fields}
    named = {"id": ranking.public_id, "listing_id": ranking.listing_reference, "entries": places}
    return RankingOut.model_validate({**kept, **named})


def _present_decision(decision: Decision, candidate_id: UUID | None, ranking_id: UUID | None) -> DecisionOut:
    return DecisionOut(
        id=decision.public_id,
        candidate_id=candidate_id,
        decision=decision.verdict,
        decided_by=decision.decided_by,
        sent_by=decision.sent_by,
        decided_at=decision.decided_at,
        ranking_id=ranking_id,
    )
