"""API routes of alerts."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.actions import Created, answer_once
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.alerts import actions
from service.alerts.counting.actions import counts_of
from service.alerts.counting.rules import Counts
from service.alerts.models import Alert
from service.alerts.previewing import preview_alert
from service.alerts.queries import get_alert, list_alerts
from service.alerts.rules import filters_of
from service.alerts.schemas import (
    AlertChanges,
    AlertCounts,
    AlertInput,
    AlertOut,
    AlertWish,
    PreviewAnswer,
    SignUpAnswer,
    TokenBody,
)
from service.errors import Invalid
from service.limits import Limit, Limiter
from service.links import Purpose, read_link
from service.paging import DEFAULT_PAGE, LARGEST_PAGE, Page, next_cursor, read_page_request
from service.requests import source_of
from service.search.handlers import search_limit
from service.search.presenting import present_found, present_wish
from service.search.replica import ListingsIndex
from service.settings import Settings
from service.strings import PRINTABLE

ASKED = "If this address can get mail, a message is on its way to it. The alert begins when it is confirmed there."
IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=255, pattern=PRINTABLE)]
PageLimit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, name="limit")]


def sign_up_limit(settings: Settings) -> Limit:
    return Limit("sign-up", f"{settings.sign_ups_per_hour}/hour")


def sign_up_setting(settings: Settings) -> actions.SignUpSetting:
    return actions.SignUpSetting(settings.confirmations_per_day, settings.listing_zone, settings.default_locale)


class AlertsController(Controller):
    """Saved searches that write to their owner. None speaks before its owner has confirmed it."""

    path = "/v1/alerts"
    tags = ("Alerts",)

    @post(
        "/",
        operation_id="createAlert",
        summary="Ask for an alert",
        description="With an API key of scope alerts:write the answer is the alert, to be managed by that key. "
        "Without one it is a sentence that is the same for every address. Either way its owner must confirm it.",
    )
    async def create(
        self,
        data: JSONBody[AlertInput],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        limiter: NamedDependency[Limiter],
        settings: NamedDependency[Settings],
        idempotency_key: IdempotencyKey = None,
    ) -> Response[AlertOut | SignUpAnswer]:
        source = source_of(request, settings)
        if principal.organisation_id is None:
            if idempotency_key is not None:
                raise Invalid("This header works with an API key only: leave it out.", field="header/Idempotency-Key")
            await limiter.check(sign_up_limit(settings), source)
            await actions.ask_for_alert(
                session, principal, data, sign_up_setting(settings), source=source, now=datetime.now(UTC)
            )
            return Response(SignUpAnswer(message=ASKED), status_code=202)
        principal.require(Scope.ALERTS_WRITE)

        async def create() -> Created:
            alert = await actions.ask_for_alert(
                session, principal, data, sign_up_setting(settings), source=source, now=datetime.now(UTC)
            )
            await session.refresh(alert)
            return Created(alert.public_id, present_alert(alert).model_dump_json())

        answer = await answer_once(session, principal, idempotency_key, "createAlert", await request.body(), create)
        out = AlertOut.model_validate_json(answer)
        return Response(out, status_code=201, headers={"Location": f"/v1/alerts/{out.id}"})

    @post("/preview", operation_id="previewAlert", summary="What an alert would have told last week", status_code=200)
    async def preview(
        self,
        data: JSONBody[AlertWish],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        encoder: NamedDependency[Encoder],
        listings_index: NamedDependency[ListingsIndex],
        limiter: NamedDependency[Limiter],
        settings: NamedDependency[Settings],
    ) -> PreviewAnswer:
        await limiter.check(search_limit(settings), source_of(request, settings))
        preview = await preview_alert(
            session,
            principal,
            encoder,
            listings_index,
            data,
            reads=settings.model_languages,
            now=datetime.now(UTC),
        )
        return PreviewAnswer(
            **dict(present_wish(preview.wish, locale=settings.default_locale)),
            per_week=len(preview.found),
            more_than_shown=preview.more,
            read=preview.read,
            results=await present_found(session, preview.found),
        )

    @post("/confirm", operation_id="confirmAlert", summary="Confirm an alert by its mail's token", status_code=200)
    async def confirm(
        self, data: JSONBody[TokenBody], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> AlertOut:
        now = datetime.now(UTC)
        alert_id = read_link(data.token, Purpose.CONFIRM, keys=settings.secret_keys, now=now).subject
        return present_alert(await actions.confirm_alert(session, alert_id, now=now))

    @get("/", operation_id="listAlerts", summary="List the alerts that this key's organisation made")
    async def list_(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = DEFAULT_PAGE,
    ) -> Page[AlertOut]:
        principal.require(Scope.ALERTS_READ)
        page = read_page_request(cursor, limit)
        found = await list_alerts(session, principal, page)
        shown = found[: page.limit]
        counts = await counts_of(session, shown, now=datetime.now(UTC))
        return Page(
            items=[present_alert(alert, counts[alert.id]) for alert in shown],
            next_cursor=next_cursor(shown[-1].id if len(found) > page.limit else None),
        )

    @get("/{alert_id:uuid}", operation_id="readAlert", summary="Read an alert")
    async def read(
        self, alert_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> AlertOut:
        principal.require(Scope.ALERTS_READ)
        alert = await get_alert(session, principal, alert_id)
        return present_alert(alert, (await counts_of(session, [alert], now=datetime.now(UTC)))[alert.id])

    @patch("/{alert_id:uuid}", operation_id="changeAlert", summary="Change what is named of an alert")
    async def change(
        self,
        alert_id: FromPath[UUID],
        data: JSONBody[AlertChanges],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> AlertOut:
        alert = await _own(session, principal, alert_id)
        return present_alert(await actions.change_alert(session, alert, data, now=datetime.now(UTC)))

    @post("/{alert_id:uuid}/pause", operation_id="pauseAlert", summary="Pause an alert", status_code=200)
    async def pause(
        self, alert_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> AlertOut:
        alert = await _own(session, principal, alert_id)
        await actions.pause_alert(session, alert, now=datetime.now(UTC))
        return present_alert(alert)

    @post("/{alert_id:uuid}/resume", operation_id="resumeAlert", summary="Resume a paused alert", status_code=200)
    async def resume(
        self, alert_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> AlertOut:
        alert = await _own(session, principal, alert_id)
        await actions.resume_alert(session, alert, now=datetime.now(UTC))
        return present_alert(alert)

    @post("/{alert_id:uuid}/stop", operation_id="stopAlert", summary="Stop an alert for good", status_code=200)
    async def stop(
        self, alert_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> AlertOut:
        alert = await _own(session, principal, alert_id)
        return present_alert(await actions.stop_alert(session, alert.public_id, now=datetime.now(UTC)))

    @delete("/{alert_id:uuid}", operation_id="deleteAlert", summary="Delete an alert")
    async def delete(
        self, alert_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> None:
        await actions.delete_alert(session, await _own(session, principal, alert_id))


async def _own(session: AsyncSession, principal: Principal, alert_id: UUID) -> Alert:
    principal.require(Scope.ALERTS_WRITE)
    return await get_alert(session, principal, alert_id, lock=True)


def present_alert(alert: Alert, counts: Counts | None = None) -> AlertOut:
    return AlertOut.model_validate(
        {
            **{name: getattr(alert, name, None) for name in AlertOut.model_fields},
            "id": alert.public_id,
            "filters": filters_of(alert),
            "counts": AlertCounts.of(counts) if counts is not None else None,
        }
    )
