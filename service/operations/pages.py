"""The operator's pages: in by a one-time link of the command line, and everything on one page."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Scope
from service.accounts.operators import sign_in_operator, sign_out_operator
from service.accounts.principal import Principal
from service.accounts.rules import OPERATOR_COOKIE, SESSION_HOURS
from service.errors import ServiceError
from service.links import Purpose, read_link
from service.operations.actions import retry
from service.operations.sections import Looking, look_at_all
from service.poking import Poker
from service.settings import Settings
from service.web.templates import NO_STORE, page

_PATH = "/operations"
_RETRIED = "It is due now. If it goes wrong again, it comes back to this list."


class OperatorPages(Controller):
    include_in_schema = False
    path = _PATH

    @get("/enter/{token:str}", operation_id="operatorEnterPage")
    async def show_enter(self, token: FromPath[str], settings: NamedDependency[Settings]) -> Template:
        read_link(token, Purpose.OPERATE, keys=settings.secret_keys, now=_now())
        return page("operations/enter.html", headers=NO_STORE, hours=SESSION_HOURS)

    @post("/enter/{token:str}", operation_id="operatorEnterByPage")
    async def enter(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Redirect:
        link = read_link(token, Purpose.OPERATE, keys=settings.secret_keys, now=_now())
        secret = await sign_in_operator(session, link.subject, now=_now())
        answer = Redirect(_PATH, status_code=303, headers=NO_STORE)
        answer.set_cookie(
            key=OPERATOR_COOKIE,
            value=secret,
            max_age=SESSION_HOURS * 3600,
            path=_PATH,
            httponly=True,
            samesite="lax",
            secure=settings.public_url.startswith("https:"),
        )
        return answer

    @post("/leave", operation_id="operatorLeaveByPage")
    async def leave(self, request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Redirect:
        await sign_out_operator(session, request.cookies.get(OPERATOR_COOKIE, ""))
        answer = Redirect("/", status_code=303, headers=NO_STORE)
        answer.delete_cookie(OPERATOR_COOKIE, path=_PATH)
        return answer

    @get("/", operation_id="operatorPage")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        operator: NamedDependency[Principal],
        poker: NamedDependency[Poker],
        settings: NamedDependency[Settings],
        cursor: FromQuery[str | None] = None,
        retried: FromQuery[bool] = False,
    ) -> Template:
        if Scope.OPERATIONS not in operator.scopes:
            return _not_signed_in()
        looking = Looking(session, poker, settings, _now(), cursor)
        return await _overview(looking, notice=_RETRIED if retried else None)

    @post("/dead-letters/{letter:str}/retry", operation_id="retryDeadLetterByPage")
    async def retry(
        self,
        letter: FromPath[str],
        session: NamedDependency[AsyncSession],
        operator: NamedDependency[Principal],
        poker: NamedDependency[Poker],
        settings: NamedDependency[Settings],
    ) -> Template | Redirect:
        if Scope.OPERATIONS not in operator.scopes:
            return _not_signed_in()
        try:
            await retry(session, letter)
        except ServiceError as error:
            looking = Looking(session, poker, settings, _now())
            return await _overview(looking, notice=error.message, refused=True, status=error.status)
        return Redirect(f"{_PATH}?retried=true#dead-letters", status_code=303, headers=NO_STORE)


async def _overview(looking: Looking, *, notice: str | None, refused: bool = False, status: int = 200) -> Template:
    sections = await look_at_all(looking)
    return page(
        "operations/page.html",
        status=status,
        headers=NO_STORE,
        sections=sections,
        now=looking.now,
        notice=notice,
        refused=refused,
    )


def _not_signed_in() -> Template:
    headers = {**NO_STORE, "WWW-Authenticate": 'Bearer realm="rolecall"'}
    return page("operations/not_signed_in.html", status=401, headers=headers)


def _now() -> datetime:
    return datetime.now(UTC)
