"""The API route by which a mail provider, or a mail server's pipe, hands over what came back about our mail."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.alerts.returns import receive_report
from service.mail.reports import read_report
from service.settings import Settings

LIMIT_BYTES = 3_000_000


class ReportAnswer(BaseModel):
    message: str = Field(description="the same whatever was sent")


class MailReportsController(Controller):
    """Bounces and complaints. Whom one is about is read from our own signature in it alone."""

    path = "/v1/mail"
    tags = ("Mail",)

    @post(
        "/reports",
        operation_id="postMailReport",
        summary="Hand over a bounce or a complaint",
        description="The message as it arrived (message/rfc822), of which the first megabyte is read. The answer tells"
        " nothing of what was read: a message that is no report, or is forged, changes nothing.",
        status_code=202,
        request_max_body_size=LIMIT_BYTES,
    )
    async def report(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        settings: NamedDependency[Settings],
    ) -> ReportAnswer:
        principal.require(Scope.MAIL_REPORT)
        report = await asyncio.to_thread(read_report, await request.body())
        if report is not None:
            await receive_report(session, report, keys=settings.secret_keys, now=datetime.now(UTC))
        return ReportAnswer(message="Received.")
