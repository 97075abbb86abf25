"""The page about the alert or the person that a signed link names, or the one that says why there is none."""

from datetime import UTC, datetime
from uuid import UUID

from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import SYSTEM
from service.alerts.describing import filters_in_words
from service.alerts.queries import get_alert
from service.alerts.rules import asked_of, filters_of
from service.errors import NotFound
from service.links import LinkExpired, LinkInvalid, Purpose, read_link
from service.search.chips import link_to
from service.settings import Settings
from service.web.templates import NO_STORE, page


async def alert_page(
    session: AsyncSession, settings: Settings, token: str, purpose: Purpose, name: str, *, done: bool = False
) -> Template:
    """The page of the alert that a link is about, or the one that says why there is none."""
    try:
        alert = await get_alert(session, SYSTEM, subject_of(token, purpose, settings))
    except (LinkInvalid, LinkExpired) as error:
        return link_problem(error, purpose)
    except NotFound:
        return page("alerts/gone.html", status=404, headers=NO_STORE)
    return page(
        name,
        headers=NO_STORE,
        alert=alert,
        filters=filters_in_words(filters_of(alert)),
        again=link_to("/alerts/new", asked_of(alert)),
        done=done,
    )


def link_problem(error: LinkInvalid | LinkExpired, purpose: Purpose) -> Template:
    return page("alerts/link_problem.html", status=error.status, headers=NO_STORE, error=error, purpose=purpose)


def subject_of(token: str, purpose: Purpose, settings: Settings) -> UUID:
    return read_link(token, purpose, keys=settings.secret_keys, now=datetime.now(UTC)).subject
