"""The pages of alerts: signing up, and what the links in mails open. Opening a page changes nothing."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.models import Person
from service.accounts.principal import PUBLIC, SYSTEM
from service.alerts import actions
from service.alerts.changing import change_by_form, form_of, read_changes
from service.alerts.describing import filters_in_words
from service.alerts.forms import AlertForm, look_at_last_week, read_alert_form
from service.alerts.handlers import sign_up_limit, sign_up_setting
from service.alerts.models import Alert
from service.alerts.preferences import change_kept_alert, kept_alerts, mask_address
from service.alerts.queries import get_alert, lock_alert_of
from service.alerts.rules import asked_of, check_can_change, filters_of
from service.alerts.schemas import AlertInput
from service.alerts.sending import CONFIRM_HOURS
from service.errors import NotFound
from service.limits import Limiter
from service.links import LinkExpired, LinkInvalid, Purpose, read_link
from service.mail.addresses import AddressInvalid
from service.mail.queries import suppressed_among
from service.requests import source_of
from service.search.chips import chips_of, kept_as_words, link_to
from service.search.filtering.choices import filter_choices
from service.search.forms import form_pairs
from service.search.handlers import search_limit
from service.search.levels import Level
from service.search.presenting import present_wish
from service.search.replica import ListingsIndex
from service.search.shown import shown_of
from service.search.strength import strength_of
from service.search.wish import read_request
from service.settings import Settings
from service.web.templates import NO_STORE, page

_Request = Request[Any, Any, Any]


class AlertPages(Controller):
    include_in_schema = False

    @get("/alerts/new", operation_id="newAlertPage")
    async def new(
        self,
        request: _Request,
        session: NamedDependency[AsyncSession],
        encoder: NamedDependency[Encoder],
        listings_index: NamedDependency[ListingsIndex],
        limiter: NamedDependency[Limiter],
        settings: NamedDependency[Settings],
    ) -> Template:
        form = read_alert_form(request.query_params.multi_items())
        if form.search.wanted is not None:
            await limiter.check(search_limit(settings), source_of(request, settings))
        return await _sign_up_page(session, settings, encoder, listings_index, form)

    @post("/alerts", operation_id="askForAlert", status_code=200)
    async def ask(
        self,
        request: _Request,
        session: NamedDependency[AsyncSession],
        encoder: NamedDependency[Encoder],
        listings_index: NamedDependency[ListingsIndex],
        limiter: NamedDependency[Limiter],
        settings: NamedDependency[Settings],
    ) -> Template:
        form, source = read_alert_form((await request.form()).multi_items()), source_of(request, settings)
        if form.search.wanted is None:
            return await _sign_up_page(session, settings, encoder, listings_index, form)
        await limiter.check(sign_up_limit(settings), source)
        try:
            await actions.ask_for_alert(
                session, PUBLIC, _given(form), sign_up_setting(settings), source=source, now=_now()
            )
        except (ValidationError, AddressInvalid) as error:
            await limiter.check(search_limit(settings), source)
            reason = error.message if isinstance(error, AddressInvalid) else "This is not an e-mail address."
            return await _sign_up_page(session, settings, encoder, listings_index, form, email_error=reason)
        return page("alerts/check_your_mail.html", headers=NO_STORE, hours=CONFIRM_HOURS)

    @get("/alerts/confirm/{token:str}", operation_id="confirmAlertPage")
    async def show_confirm(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        return await _alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirm.html")

    @post("/alerts/confirm/{token:str}", operation_id="confirmAlertByPage", status_code=200)
    async def confirm(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            await actions.confirm_alert(session, _subject(token, Purpose.CONFIRM, settings), now=_now())
        except (LinkInvalid, LinkExpired, NotFound):
            return await _alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirm.html")
        return await _alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirmed.html")

    @get("/stop/{token:str}", operation_id="stopAlertPage")
    async def show_stop(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        return await _alert_page(session, settings, token, Purpose.STOP, "alerts/stop.html")

    @post("/stop/{token:str}", operation_id="stopAlertByPage", status_code=200)
    async def stop(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        """One click of a mail program (RFC 8058), or the page's button: its link says it all, whatever it sends."""
        try:
            await actions.stop_alert(session, _subject(token, Purpose.STOP, settings), now=_now())
        except NotFound:
            return page("alerts/gone.html", headers=NO_STORE)
        except (LinkInvalid, LinkExpired):
            return await _alert_page(session, settings, token, Purpose.STOP, "alerts/stop.html")
        return await _alert_page(session, settings, token, Purpose.STOP, "alerts/stopped.html")

    @get("/preferences/{token:str}", operation_id="preferencesPage")
    async def preferences(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            person = await _person(session, token, settings)
        except (LinkInvalid, LinkExpired) as error:
            return _link_problem(error, Purpose.PREFERENCES)
        return page(
            "alerts/preferences.html",
            headers=NO_STORE,
            address=mask_address(person.address),
            alerts=await kept_alerts(session, person),
            suppressed=bool(await suppressed_among(session, {person.folded_address})),
            levels=list(Level),
            here=f"/preferences/{token}",
        )

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
            return _link_problem(error, Purpose.PREFERENCES)
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
        await change_by_form(session, alert, form, now=_now())
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
        level = (await request.form()).get("level")
        await change_kept_alert(session, person, alert_id, verb, level=level, now=_now())
        return _back(token, anchor="" if verb == "delete" else f"#alert-{alert_id}")

    @post("/preferences/{token:str}/stop", operation_id="stopEverythingByPage")
    async def stop_everything(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Redirect:
        await actions.stop_everything(session, await _person(session, token, settings))
        return _back(token)


async def _sign_up_page(
    session: AsyncSession,
    settings: Settings,
    encoder: Encoder,
    listings: ListingsIndex,
    form: AlertForm,
    *,
    email_error: str | None = None,
) -> Template:
    wanted = form.search.wanted
    if wanted is None:
        return page("alerts/nothing_asked.html", status=422 if form.search.asked else 200, form=form.search)
    week = await look_at_last_week(session, encoder, listings, wanted, reads=settings.model_languages, now=_now())
    return page(
        "alerts/new.html",
        status=422 if email_error else 200,
        form=form,
        wanted=wanted,
        errors={"email": email_error} if email_error else {},
        pairs=form_pairs(wanted.query, wanted.filters, keep_as_words=wanted.keep_as_words),
        search=link_to("/", wanted),
        week=week,
        wish=week.wish,
        chips=chips_of(wanted, week.wish, locale=settings.default_locale),
        as_words=kept_as_words(wanted),
        here="/alerts/new",
        levels=list(Level),
        strength_of=strength_of,
    )


async def _alert_page(session: AsyncSession, settings: Settings, token: str, purpose: Purpose, name: str) -> Template:
    """The page of the alert that a link is about, or the one that says why there is none."""
    try:
        alert = await get_alert(session, SYSTEM, _subject(token, purpose, settings))
    except (LinkInvalid, LinkExpired) as error:
        return _link_problem(error, purpose)
    except NotFound:
        return page("alerts/gone.html", status=404, headers=NO_STORE)
    return page(
        name,
        headers=NO_STORE,
        alert=alert,
        filters=filters_in_words(filters_of(alert)),
        again=link_to("/alerts/new", asked_of(alert)),
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
        form=form.search.showing(wish.filters) if wish else form.search,
        shown=shown_of(wish) if wish else "",
        read=[part for part in present_wish(wish, locale=locale).understood if part.filters] if wish else [],
        meaning=wish.meaning if wish else "",
        levels=list(Level),
        here=f"/preferences/{token}",
        **filter_choices(locale=locale),
    )


def _link_problem(error: LinkInvalid | LinkExpired, purpose: Purpose) -> Template:
    return page("alerts/link_problem.html", status=error.status, headers=NO_STORE, error=error, purpose=purpose)


async def _person(session: AsyncSession, token: str, settings: Settings) -> Person:
    return await actions.person_of_link(session, _subject(token, Purpose.PREFERENCES, settings))


def _subject(token: str, purpose: Purpose, settings: Settings) -> UUID:
    return read_link(token, purpose, keys=settings.secret_keys, now=_now()).subject


def _given(form: AlertForm) -> AlertInput:
    wanted = form.search.wanted
    assert wanted is not None
    return AlertInput(
        description=wanted.query,
        filters=wanted.filters,
        keep_as_words=wanted.keep_as_words,
        level=form.level,
        email=form.email,
    )


def _back(token: str, *, anchor: str = "") -> Redirect:
    return Redirect(f"/preferences/{token}{anchor}", status_code=303, headers=NO_STORE)


def _now() -> datetime:
    return datetime.now(UTC)
