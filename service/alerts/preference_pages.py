"""The page of a person's own alerts, and of each to change it: reached by a signed link, without a login."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Person
from service.alerts import actions
from service.alerts.changing import change_by_form, form_of, read_changes
from service.alerts.forms import AlertForm
from service.alerts.linked import link_problem, subject_of
from service.alerts.models import Alert, Cadence
from service.alerts.preferences import change_kept_alert, kept_alerts
from service.alerts.queries import lock_alert_of
from service.alerts.rules import check_can_change
from service.alerts.times import MOST_MAILS_A_DAY, TimesForm, change_times, form_of_times, read_times
from service.links import LinkExpired, LinkInvalid, Purpose
from service.mail.addresses import mask_address
from service.mail.queries import suppressed_among
from service.search.filtering.choices import filter_choices
from service.search.levels import Level
from service.search.presenting import present_wish
from service.search.shown import shown_of
from service.search.wish import read_request
from service.settings import Settings
from service.web.templates import NO_STORE, page

_Request = Request[Any, Any, Any]


class PreferencePages(Controller):
    include_in_schema = False

    @get("/preferences/{token:str}", operation_id="preferencesPage")
    async def preferences(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            person = await _person(session, token, settings)
        except (LinkInvalid, LinkExpired) as error:
            return link_problem(error, Purpose.PREFERENCES)
        return await _preferences_page(session, token, person, form_of_times(person))

    @post("/preferences/{token:str}/times", operation_id="changeTimesByPage")
    async def change_when(
        self,
        token: FromPath[str],
        request: _Request,
        session: NamedDependency[AsyncSession],
        settings: NamedDependency[Settings],
    ) -> Template | Redirect:
        person = await _person(session, token, settings)
        form = read_times(dict((await request.form()).multi_items()))
        if form.times is None:
            return await _preferences_page(session, token, person, form)
        await change_times(session, person, form.times)
        return _back(token, anchor="#times")

    @get("/preferences/{token:str}/alerts/{alert_id:uuid}", operation_id="changeAlertPage")
    async def show_change(
        self,
        token: FromPath[str],
        alert_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        settings: NamedDependency[Settings],
    ) -> Template:
        try:
            person = await _person(session, token, settings)
        except (LinkInvalid, LinkExpired) as error:
            return link_problem(error, Purpose.PREFERENCES)
        alert = await lock_alert_of(session, person.id, alert_id)
        check_can_change(alert)
        return _change_page(token, alert, form_of(alert), locale=settings.default_locale)

    @post("/preferences/{token:str}/alerts/{alert_id:uuid}", operation_id="saveAlertByPage")
    async def save_change(
        self,
        token: FromPath[str],
        alert_id: FromPath[UUID],
        request: _Request,
        session: NamedDependency[AsyncSession],
        settings: NamedDependency[Settings],
    ) -> Template | Redirect:
        person = await _person(session, token, settings)
        alert = await lock_alert_of(session, person.id, alert_id)
        form = read_changes(alert, (await request.form()).multi_items())
        if form.search.wanted is None:
            return _change_page(token, alert, form, locale=settings.default_locale)
        await change_by_form(session, alert, form, now=datetime.now(UTC))
        return _back(token, anchor=f"#alert-{alert_id}")

    @post("/preferences/{token:str}/alerts/{alert_id:uuid}/{verb:str}", operation_id="changeAlertByPage")
    async def change(
        self,
        token: FromPath[str],
        alert_id: FromPath[UUID],
        verb: FromPath[str],
        request: _Request,
        session: NamedDependency[AsyncSession],
        settings: NamedDependency[Settings],
    ) -> Redirect:
        person = await _person(session, token, settings)
        sent = await request.form()
        await change_kept_alert(
            session, person, alert_id, verb, level=sent.get("level"), cadence=sent.get("cadence"), now=datetime.now(UTC)
        )
        return _back(token, anchor="" if verb == "delete" else f"#alert-{alert_id}")

    @post("/preferences/{token:str}/stop", operation_id="stopEverythingByPage")
    async def stop_everything(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Redirect:
        await actions.stop_everything(session, await _person(session, token, settings))
        return _back(token)


async def _preferences_page(session: AsyncSession, token: str, person: Person, times: TimesForm) -> Template:
    return page(
        "alerts/preferences.html",
        status=422 if times.errors else 200,
        headers=NO_STORE,
        address=mask_address(person.address),
        alerts=await kept_alerts(session, person, now=datetime.now(UTC)),
        suppressed=bool(await suppressed_among(session, {person.folded_address})),
        levels=list(Level),
        cadences=list(Cadence),
        times=times,
        most_mails_a_day=MOST_MAILS_A_DAY,
        zones=sorted(available_timezones()),
        here=f"/preferences/{token}",
    )


def _change_page(token: str, alert: Alert, form: AlertForm, *, locale: str) -> Template:
    wanted = form.search.wanted
    wish = read_request(wanted) if wanted else None
    return page(
        "alerts/change.html",
        status=422 if form.search.errors else 200,
        headers=NO_STORE,
        alert=alert,
        level=form.level,
        cadence=form.cadence,
        form=form.search.showing(wish.filters) if wish else form.search,
        shown=shown_of(wish) if wish else "",
        read=[part for part in present_wish(wish, locale=locale).understood if part.filters] if wish else [],
        meaning=wish.meaning if wish else "",
        levels=list(Level),
        cadences=list(Cadence),
        here=f"/preferences/{token}",
        **filter_choices(locale=locale),
    )


async def _person(session: AsyncSession, token: str, settings: Settings) -> Person:
    return await actions.person_of_link(session, subject_of(token, Purpose.PREFERENCES, settings))


def _back(token: str, *, anchor: str = "") -> Redirect:
    return Redirect(f"/preferences/{token}{anchor}", status_code=303, headers=NO_STORE)
