"""The web application: settings and parts in, one Litestar app out. The edge where a request becomes a transaction."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import NamedDependency, Provide
from litestar.response import Template
from litestar.static_files import create_static_files_router
from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder, SentenceEncoder
from service.accounts.actions import recognise_key, recognise_session
from service.accounts.operators import recognise_operator
from service.accounts.principal import Principal
from service.accounts.rules import OPERATOR_COOKIE, SESSION_COOKIE
from service.alerts.handlers import AlertsController
from service.alerts.pages import AlertPages
from service.alerts.preference_pages import PreferencePages
from service.alerts.returns_handlers import MailReportsController
from service.alerts.stopping_pages import StoppingPages
from service.candidates.declarations.handlers import DeclarationController
from service.candidates.handlers import CandidatesController
from service.candidates.queries import findable_ids
from service.change_log import Collection
from service.database import Database
from service.health import HealthController
from service.legibility.languages import load_languages
from service.limits import Limiter
from service.listings.handlers import ListingsController
from service.listings.pages import ListingPages
from service.listings.queries import open_listing_ids
from service.matching.handlers import match_candidate, match_listing
from service.matching.pages import RecruiterPages
from service.matching.rankings.handlers import RankingsController
from service.openapi import OTHER_BODIES, describe_problems, forbid_other_fields, openapi_config, operations_of
from service.operations.handlers import AlertsOverviewController, DeadLettersController
from service.operations.pages import OperatorPages
from service.poking import Poker
from service.problems import answer_problem, problem_of
from service.requests import JSON, check_fields, check_media_type, check_parameters, check_same_site
from service.search.handlers import search
from service.search.pages import SearchPages
from service.search.replica import CandidatesIndex, ListingsIndex
from service.settings import Settings
from service.vectors import generation_id
from service.web.documentation import DocumentationPage
from service.web.templates import STATIC_FOLDER, Site, template_config

logger = logging.getLogger(__name__)

# What a mail provider posts to on behalf of its reader (RFC 8058): from elsewhere, with a signed link for all.
_ONE_CLICK = ("/stop/", "/stop-all/")
_UPKEEP_SECONDS = 30
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer", browsers that reach the site over plain HTTP would send our own forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
_API = (
    ListingsController,
    CandidatesController,
    AlertsController,
    MailReportsController,
    HealthController,
    search,
    match_candidate,
    match_listing,
    RankingsController,
    DeclarationController,
    AlertsOverviewController,
    DeadLettersController,
)
_PAGES = (SearchPages, ListingPages, AlertPages, StoppingPages, PreferencePages, RecruiterPages, OperatorPages)


@dataclass(frozen=True)
class Parts:
    """What handlers are given by name."""

    settings: Settings
    database: Database
    poker: Poker
    limiter: Limiter
    encoder: Encoder
    listings_index: ListingsIndex
    candidates_index: CandidatesIndex


def make_parts(settings: Settings, encoder: Encoder) -> Parts:
    poker, folder = Poker(settings.redis_url), settings.data_folder / "indexes"
    fingerprint = encoder.fingerprint
    return Parts(
        settings=settings,
        database=Database(settings.database_url, poke=poker.poke),
        poker=poker,
        limiter=Limiter(settings.redis_url),
        encoder=encoder,
        listings_index=ListingsIndex(Collection.LISTINGS, open_listing_ids, folder=folder, fingerprint=fingerprint),
        candidates_index=CandidatesIndex(Collection.CANDIDATES, findable_ids, folder=folder, fingerprint=fingerprint),
    )


def create_app(settings: Settings, encoder: Encoder | None = None) -> Litestar:
    """The application with its indexes read before the first request; loads the settings' model unless one is given."""
    parts = make_parts(
        settings,
        encoder or SentenceEncoder.load(settings.model, adapter=settings.adapter, threads=settings.encode_threads),
    )
    operations: dict[str, frozenset[str]] = {}

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None, None]:
        describe_problems(app.openapi_schema)
        forbid_other_fields(app.openapi_schema)
        operations.update(known_parameters(app))
        await warm_up(parts)
        upkeep = asyncio.create_task(keep_indexes(parts))
        yield
        upkeep.cancel()
        await parts.poker.close()
        await parts.database.close()

    async def session() -> AsyncGenerator[AsyncSession, None]:
        async with parts.database.transaction() as opened:
            yield opened

    async def principal(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Principal:
        return await recognise_key(session, request.headers.get("authorization"))

    async def recruiter(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Principal:
        return await recognise_session(session, request.cookies.get(SESSION_COOKIE), now=datetime.now(UTC))

    async def operator(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Principal:
        return await recognise_operator(session, request.cookies.get(OPERATOR_COOKIE), now=datetime.now(UTC))

    async def check(request: Request[Any, Any, Any]) -> None:
        await check_request(request, settings, operations)

    return Litestar(
        route_handlers=[
            *_API,
            *_PAGES,
            create_static_files_router(path="/static", directories=[STATIC_FOLDER], include_in_schema=False),
        ],
        dependencies={
            "session": Provide(session),
            "principal": Provide(principal),
            "recruiter": Provide(recruiter),
            "operator": Provide(operator),
            **{name: _given(getattr(parts, name)) for name in _GIVEN},
        },
        lifespan=[lifespan],
        before_request=check,
        after_request=add_headers,
        exception_handlers={Exception: answer_error},
        openapi_config=openapi_config(version=version("rolecall"), page=DocumentationPage()),
        template_config=template_config(Site(settings.site_name, settings.default_locale, settings.zone)),
        request_max_body_size=3_000_000,
        logging_config=None,
    )


_GIVEN = ("settings", "encoder", "listings_index", "candidates_index", "limiter", "poker")


async def warm_up(parts: Parts) -> None:
    """Read the indexes and run the model once, so that the first search is as quick as the next."""
    async with parts.database.transaction() as session:
        await generation_id(session, parts.encoder.fingerprint)
    async with parts.database.reading() as session:
        await parts.listings_index.catch_up(session)
        await parts.candidates_index.catch_up(session)
    await asyncio.to_thread(parts.encoder.encode, ["warm"])
    await asyncio.to_thread(load_languages)


async def keep_indexes(parts: Parts) -> None:
    """Follow the change log while nobody searches, and write the next index files when enough has changed."""
    while True:
        await asyncio.sleep(_UPKEEP_SECONDS)
        for replica in (parts.listings_index, parts.candidates_index):
            try:
                async with parts.database.reading() as session:
                    await replica.save_if_grown(session)
            except Exception:
                logger.warning("The index of %s is kept as it is for now", replica.collection, exc_info=True)


async def check_request(
    request: Request[Any, Any, Any], settings: Settings, operations: dict[str, frozenset[str]]
) -> None:
    """Hold an API call to its parameters and media type, a page's form to coming from our own pages."""
    operation = request.route_handler.operation_id
    if isinstance(operation, str) and operation in operations:
        check_parameters(request, operations[operation])
        if request.method in ("POST", "PATCH", "PUT"):
            check_media_type(request, OTHER_BODIES[operation][0] if operation in OTHER_BODIES else JSON)
            if operation not in OTHER_BODIES:
                await check_fields(request)
    elif not request.url.path.startswith(_ONE_CLICK):
        # Mail providers post the one-click stop from their own servers and pages (RFC 8058): it alone is exempt.
        check_same_site(request, settings)


def known_parameters(app: Litestar) -> dict[str, frozenset[str]]:
    """The query parameters of each operation, as the app's own OpenAPI document states them."""
    return {
        operation.operation_id or "": frozenset(
            getattr(each, "name", "") for each in operation.parameters or () if _in_query(each)
        )
        for _, _, operation in operations_of(app.openapi_schema)
    }


def _in_query(parameter: object) -> bool:
    return getattr(parameter, "param_in", None) == "query"


def add_headers(response: Response[Any]) -> Response[Any]:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A problem document for programs, a page for people; with the headers that only what was routed gets otherwise."""
    return add_headers(_problem_or_page(request, error))


def _problem_or_page(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")
    if not wants_page:
        return answer_problem(request, error)
    problem, headers = problem_of(error, request)
    if problem.status >= 500:
        answer_problem(request, error)
    context = {"status": problem.status, "title": problem.title, "detail": problem.detail}
    context = {**context, "request_path": request.url.path}
    return Template("web/error.html", context=context, status_code=problem.status, headers=headers)


def _given(part: object) -> Provide:
    return Provide(lambda: part, sync_to_thread=False, use_cache=True)
