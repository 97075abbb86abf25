"""A recruiter's pages: in by a one-time link, the organisation's listings, and who fits each of them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import sign_in_recruiter, sign_out_recruiter
from service.accounts.principal import Principal
from service.accounts.rules import SESSION_COOKIE, SESSION_HOURS
from service.legibility.rules import CannotBeScored, says_of_document
from service.links import Purpose, read_link
from service.listings.actions import edit_listing
from service.listings.presenting import present_listing, present_listings
from service.listings.queries import get_own_listing, list_listings
from service.matching.actions import NotEncodedYet, candidates_for_listing
from service.matching.levels import strength_of_pair
from service.matching.rankings import actions
from service.matching.rankings.forms import read_decision
from service.matching.rankings.models import Verdict
from service.matching.rankings.queries import last_decided_by, latest_decisions
from service.matching.rankings.recording import record_shown
from service.matching.unscored import unscored_candidates
from service.matching.weights import weights_with
from service.matching.weights_form import factor_label, read_weights, weight_fields
from service.paging import DEFAULT_PAGE, next_cursor, read_page_request
from service.search.replica import CandidatesIndex
from service.settings import Settings
from service.web.templates import NO_STORE, page

_RANKED = 50


class RecruiterPages(Controller):
    include_in_schema = False
    path = "/recruiter"

    @get("/enter/{token:str}", operation_id="enterPage")
    async def show_enter(self, token: FromPath[str], settings: NamedDependency[Settings]) -> Template:
        read_link(token, Purpose.SIGN_IN, keys=settings.secret_keys, now=_now())
        return page("matching/enter.html", headers=NO_STORE, hours=SESSION_HOURS)

    @post("/enter/{token:str}", operation_id="enterByPage")
    async def enter(
        self, token: FromPath[str], session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]
    ) -> Redirect:
        link = read_link(token, Purpose.SIGN_IN, keys=settings.secret_keys, now=_now())
        secret = await sign_in_recruiter(session, link.subject, now=_now())
        answer = Redirect("/recruiter", status_code=303, headers=NO_STORE)
        answer.set_cookie(
            key=SESSION_COOKIE,
            value=secret,
            max_age=SESSION_HOURS * 3600,
            path="/",
            httponly=True,
            samesite="lax",
            secure=settings.public_url.startswith("https:"),
        )
        return answer

    @post("/leave", operation_id="leaveByPage")
    async def leave(self, request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Redirect:
        await sign_out_recruiter(session, request.cookies.get(SESSION_COOKIE, ""))
        answer = Redirect("/", status_code=303, headers=NO_STORE)
        answer.delete_cookie(SESSION_COOKIE, path="/")
        return answer

    @get("/", operation_id="recruiterPage")
    async def listings(
        self,
        session: NamedDependency[AsyncSession],
        recruiter: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        if recruiter.organisation_id is None:
            return _not_signed_in()
        request = read_page_request(cursor, DEFAULT_PAGE)
        found = await list_listings(session, recruiter, request, state=None, own=True)
        shown = found[: request.limit]
        return page(
            "matching/listings.html",
            headers=NO_STORE,
            listings=await present_listings(session, shown),
            newest=cursor is None,
            older=next_cursor(shown[-1].id if len(found) > request.limit else None),
        )

    @get("/listings/{listing_id:uuid}", operation_id="rankedCandidatesPage")
    async def ranked(
        self,
        listing_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        recruiter: NamedDependency[Principal],
        candidates_index: NamedDependency[CandidatesIndex],
    ) -> Template:
        if recruiter.organisation_id is None:
            return _not_signed_in()
        listing = await get_own_listing(session, recruiter, listing_id)
        try:
            candidates = await candidates_for_listing(session, candidates_index, recruiter, listing, limit=_RANKED)
            generation = candidates_index.fingerprint.digest()
            weights = asdict(weights_with(listing.match_weights))
            await record_shown(
                session,
                recruiter,
                listing,
                candidates,
                generation=generation,
                limit=_RANKED,
                now=_now(),
                weights=weights,
            )
        except (NotEncodedYet, CannotBeScored):
            candidates = None
        unscored = await unscored_candidates(session, candidates_index, recruiter, limit=_RANKED)
        return page(
            "matching/ranked.html",
            headers=NO_STORE,
            listing=await present_listing(session, listing),
            candidates=candidates,
            unscored=[(each, says_of_document(each.legibility)) for each in unscored],
            strength_of=strength_of_pair,
            weight_fields=weight_fields(weights_with(listing.match_weights)),
            factor_label=factor_label,
            own_weights=bool(listing.match_weights),
            decisions=await latest_decisions(
                session, recruiter, listing.public_id, [each.candidate.id for each in candidates or ()]
            ),
            decided_by=await last_decided_by(session, recruiter),
            verdicts=list(Verdict),
        )

    @post("/listings/{listing_id:uuid}/decisions", operation_id="decideByPage")
    async def decide(
        self,
        listing_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        recruiter: NamedDependency[Principal],
    ) -> Template | Redirect:
        """Keep a decision: the button that was pressed is named by its verdict, and names the candidate."""
        if recruiter.organisation_id is None:
            return _not_signed_in()
        listing = await get_own_listing(session, recruiter, listing_id)
        form = await request.form()
        given = read_decision({name: str(value) for name, value in form.items()})
        await actions.decide(session, recruiter, listing.public_id, given, now=_now())
        anchor = f"#decide-{given.candidate_id}"
        return Redirect(f"/recruiter/listings/{listing_id}{anchor}", status_code=303, headers=NO_STORE)

    @post("/listings/{listing_id:uuid}/weights", operation_id="weighFactorsByPage")
    async def weigh(
        self,
        listing_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        recruiter: NamedDependency[Principal],
        settings: NamedDependency[Settings],
    ) -> Template | Redirect:
        """Set what counts for a listing; the button for the usual weights sends `usual` alone."""
        if recruiter.organisation_id is None:
            return _not_signed_in()
        sent = [(name, str(value)) for name, value in (await request.form()).multi_items()]
        weights = {} if sent == [("usual", "")] else read_weights(sent)
        changes = {"match_weights": weights or None}
        await edit_listing(session, recruiter, listing_id, changes, now=_now(), zone=settings.zone)
        return Redirect(f"/recruiter/listings/{listing_id}", status_code=303, headers=NO_STORE)


def _not_signed_in() -> Template:
    headers = {**NO_STORE, "WWW-Authenticate": 'Bearer realm="rolecall"'}
    return page("matching/not_signed_in.html", status=401, headers=headers)


def _now() -> datetime:
    return datetime.now(UTC)
