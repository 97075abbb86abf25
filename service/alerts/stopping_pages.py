"""Stopping and keeping alerts by the links in mails. Opening a page changes nothing; one POST does (RFC 8058)."""

from datetime import UTC, datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts import actions
from service.alerts.linked import alert_page, link_problem, subject_of
from service.alerts.rules import AlertStopped
from service.errors import NotFound
from service.links import LinkExpired, LinkInvalid, Purpose
from service.mail.addresses import mask_address
from service.mail.queries import suppressed_among
from service.settings import Settings
from service.web.templates import NO_STORE, page


class StoppingPages(Controller):
    include_in_schema = False

    @get("/stop/{token:str}", operation_id="stopAlertPage")
    async def show_stop(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        return await alert_page(session, settings, token, Purpose.STOP, "alerts/stop.html")

    @post("/stop/{token:str}", operation_id="stopAlertByPage", status_code=200)
    async def stop(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        """One click of a mail program (RFC 8058), or the page's button: its link says it all, whatever it sends."""
        try:
            await actions.stop_alert(session, subject_of(token, Purpose.STOP, settings), now=datetime.now(UTC))
        except NotFound:
            return page("alerts/gone.html", headers=NO_STORE)
        except (LinkInvalid, LinkExpired):
            return await alert_page(session, settings, token, Purpose.STOP, "alerts/stop.html")
        return await alert_page(session, settings, token, Purpose.STOP, "alerts/stopped.html")

    @get("/stop-all/{token:str}", operation_id="stopAllPage")
    async def show_stop_all(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        return await _stop_all_page(session, settings, token)

    @post("/stop-all/{token:str}", operation_id="stopAllByPage", status_code=200)
    async def stop_all(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        """As with one alert: the link of a mail that answers several says it all."""
        try:
            person = await actions.person_of_link(session, subject_of(token, Purpose.STOP_ALL, settings))
            await actions.stop_everything(session, person)
        except NotFound:
            return page("alerts/gone.html", headers=NO_STORE)
        except (LinkInvalid, LinkExpired) as error:
            return link_problem(error, Purpose.STOP_ALL)
        return await _stop_all_page(session, settings, token)

    @get("/keep/{token:str}", operation_id="keepAlertPage")
    async def show_keep(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        return await alert_page(session, settings, token, Purpose.KEEP, "alerts/keep.html")

    @post("/keep/{token:str}", operation_id="keepAlertByPage", status_code=200)
    async def keep(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            await actions.keep_alert(session, subject_of(token, Purpose.KEEP, settings), now=datetime.now(UTC))
        except (LinkInvalid, LinkExpired, NotFound, AlertStopped):
            return await alert_page(session, settings, token, Purpose.KEEP, "alerts/keep.html")
        return await alert_page(session, settings, token, Purpose.KEEP, "alerts/keep.html", done=True)


async def _stop_all_page(session: AsyncSession, settings: Settings, token: str) -> Template:
    try:
        person = await actions.person_of_link(session, subject_of(token, Purpose.STOP_ALL, settings))
    except (LinkInvalid, LinkExpired) as error:
        return link_problem(error, Purpose.STOP_ALL)
    except NotFound:
        return page("alerts/gone.html", status=404, headers=NO_STORE)
    stopped = bool(await suppressed_among(session, {person.folded_address}))
    return page("alerts/stop_all.html", headers=NO_STORE, address=mask_address(person.address), stopped=stopped)
