"""The pages of alerts: signing up, and what the links in mails open. Opening a page changes nothing."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder
from service.accounts.principal import PUBLIC
from service.alerts import actions
from service.alerts.forms import AlertForm, look_at_last_week, read_alert_form
from service.alerts.handlers import sign_up_limit, sign_up_setting
from service.alerts.linked import alert_page, subject_of
from service.alerts.models import Cadence
from service.alerts.schemas import AlertInput
from service.alerts.telling.asking import CONFIRM_HOURS
from service.errors import NotFound
from service.limits import Limiter
from service.links import LinkExpired, LinkInvalid, Purpose
from service.mail.addresses import AddressInvalid
from service.requests import source_of
from service.search.chips import chips_of, kept_as_words, link_to
from service.search.forms import form_pairs
from service.search.handlers import search_limit
from service.search.levels import Level
from service.search.replica import ListingsIndex
from service.search.strength import strength_of
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
        return await alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirm.html")

    @post("/alerts/confirm/{token:str}", operation_id="confirmAlertByPage", status_code=200)
    async def confirm(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Template:
        try:
            await actions.confirm_alert(session, subject_of(token, Purpose.CONFIRM, settings), now=_now())
        except (LinkInvalid, LinkExpired, NotFound):
            return await alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirm.html")
        return await alert_page(session, settings, token, Purpose.CONFIRM, "alerts/confirmed.html")


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
        cadences=list(Cadence),
        strength_of=strength_of,
    )


def _given(form: AlertForm) -> AlertInput:
    wanted = form.search.wanted
    assert wanted is not None
    return AlertInput(
        description=wanted.query,
        filters=wanted.filters,
        keep_as_words=wanted.keep_as_words,
        level=form.level,
        cadence=form.cadence,
        time_zone=form.time_zone,
        email=form.email,
    )


def _now() -> datetime:
    return datetime.now(UTC)
