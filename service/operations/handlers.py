"""API routes of operators: what is told, late or stuck, and having it tried again. For the scope `operations` alone."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.alerts.overview.actions import look_over_alerts
from service.alerts.overview.schemas import AlertsOverview
from service.canary.queries import newest_runs
from service.canary.schemas import CanaryRunOut
from service.operations.actions import list_dead_letters, retry
from service.operations.rules import read_place, write_place
from service.operations.schemas import DeadLetterOut, RetriedOut
from service.paging import DEFAULT_PAGE, LARGEST_PAGE, Page, decode_cursor, encode_cursor

Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, name="limit")]


class AlertsOverviewController(Controller):
    path = "/v1/operations"
    tags = ("Operations",)

    @get(
        "/alerts",
        operation_id="overviewAlerts",
        summary="What all alerts told, hold and left out, in counts",
        description="By state and cadence; mail of news in the last day and week; what waits beyond its time; alerts "
        "that found something and told nothing; what was left out, by reason. Without the canary's.",
    )
    async def alerts(
        self, session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> AlertsOverview:
        principal.require_operations()
        return await look_over_alerts(session, now=datetime.now(UTC))

    @get(
        "/canaries",
        operation_id="listCanaries",
        summary="The last canaries: how far each came, and how it ended",
        description="Newest first, kept for 90 days.",
    )
    async def canaries(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        limit: Limit = DEFAULT_PAGE,
    ) -> list[CanaryRunOut]:
        principal.require_operations()
        return [CanaryRunOut.of(run) for run in await newest_runs(session, limit=limit)]


class DeadLettersController(Controller):
    path = "/v1/operations/dead-letters"
    tags = ("Operations",)

    @get(
        "/",
        operation_id="listDeadLetters",
        summary="What is stuck: work set aside or failing again and again, mail that failed for good or is put off",
        description="Newest first. For keys with the scope `operations`, which `rolecall key create` grants.",
    )
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: Limit = DEFAULT_PAGE,
    ) -> Page[DeadLetterOut]:
        principal.require_operations()
        before = read_place(decode_cursor(cursor)) if cursor is not None else None
        letters, more_after = await list_dead_letters(session, before, limit=limit)
        return Page[DeadLetterOut](
            items=[DeadLetterOut.of(letter) for letter in letters],
            next_cursor=encode_cursor(write_place(more_after)) if more_after else None,
        )

    @post(
        "/{letter:str}/retry",
        operation_id="retryDeadLetter",
        summary="Have one of them tried again, now and as if nothing had gone wrong",
        description="Work set aside is due again with fresh counts. A mail that failed is sent again with what nobody "
        "told its reader since; refused while its recipient is suppressed.",
        status_code=200,
    )
    async def retry(
        self, letter: FromPath[str], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> RetriedOut:
        principal.require_operations()
        await retry(session, letter)
        return RetriedOut(id=letter)
