"""What is done for a canary: its organisation, person and alert made once, a listing posted and cleared away."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Organisation, Person, Scope
from service.accounts.principal import Principal
from service.accounts.queries import put_person
from service.alerts.actions import confirm_alert, delete_alert
from service.alerts.models import Alert, AlertState, Cadence
from service.canary import queries
from service.canary.models import CanaryRun, RunState, Stage
from service.canary.rules import may_begin
from service.errors import Conflict, NotFound
from service.listings.actions import create_listing, delete_listing
from service.listings.schemas import ListingInput
from service.mail.addresses import parse_address
from service.mail.queries import suppressed_among
from service.search.levels import Level
from service.settings import Settings

WORK = "Lighthouse keeper"
EMPLOYER = "Rolecall canary"
# Short enough that its language is not told from it: the setting's own is stated.
_DESCRIPTION = "Lighthouse keeper. No real job: this tests the alerts."
_ENOUGH_MAILS_A_DAY = 100_000
_LEFT_BEHIND = timedelta(hours=2)
_MAIL_KEPT = timedelta(days=7)
_RUNS_KEPT = timedelta(days=90)


class CanaryUnready(Conflict):
    """The canary's address cannot be used; the message says what to do."""

    code = "canary-unready"


@dataclass(frozen=True)
class Perch:
    """Where canaries start from: who posts their listings, and the alert that is to tell of them."""

    principal: Principal
    alert_id: int
    alert_public_id: UUID


@dataclass(frozen=True)
class Posted:
    """A canary's listing, and the code in its title."""

    listing_id: int
    public_id: UUID
    opening_id: int
    code: str


async def put_perch(session: AsyncSession, settings: Settings, *, now: datetime) -> Perch:
    """Make what canaries need where it is missing. Whoever can read the database has confirmed the address by that."""
    await queries.lock_canary(session)
    organisation = await _put_organisation(session)
    address = parse_address(settings.canary_address or "", field="canary_address")
    person = await put_person(
        session,
        address=address.address,
        folded_address=address.folded,
        time_zone=settings.listing_zone,
        locale=settings.default_locale,
    )
    if await suppressed_among(session, {person.folded_address}):
        raise CanaryUnready(
            "Mail to ROLECALL_CANARY_ADDRESS is suppressed, as somebody stopped it or it bounced: take it off the"
            " suppression list, or give the canary another address."
        )
    alert = await _put_alert(session, organisation, person, now=now)
    alert.seen_at, alert.asked_at = now, None
    scopes = frozenset({Scope.LISTINGS_READ, Scope.LISTINGS_WRITE})
    return Perch(Principal(organisation.id, scopes, reference="canary"), alert.id, alert.public_id)


async def post_listing(session: AsyncSession, perch: Perch, settings: Settings, *, now: datetime) -> Posted:
    """Post a listing that the canary's alert asks for by its words, and that is open to nobody else."""
    code = uuid4().hex[:8]
    language = next((code for code in settings.model_languages if code != "any"), "en")
    given = ListingInput(title=f"{WORK}, test {code}", employer=EMPLOYER, description=_DESCRIPTION, language=language)
    listing = await create_listing(session, perch.principal, given, now=now, zone=settings.zone)
    listing.canary = True
    await session.flush()
    return Posted(listing.id, listing.public_id, listing.opening_id, code)


async def clear_away(session: AsyncSession, perch: Perch, posted: Posted) -> None:
    """Delete a canary's listing with all that was found and announced of it; the mail stays on record for a week."""
    with contextlib.suppress(NotFound):
        await _delete(session, perch.principal, posted.public_id, posted.opening_id)


async def clear_what_was_left(session: AsyncSession, *, now: datetime) -> None:
    """Clear away what processes that were killed left behind, and forget what is old."""
    organisation = await queries.find_organisation(session)
    if organisation is not None:
        principal = Principal(organisation.id, frozenset({Scope.LISTINGS_WRITE}), reference="canary")
        for listing in await queries.left_behind(session, before=now - _LEFT_BEHIND):
            await _delete(session, principal, listing.public_id, listing.opening_id)
        await queries.forget_mail(session, before=now - _MAIL_KEPT)
    await queries.forget_runs(session, before=now - _RUNS_KEPT)


async def begin_run(session: AsyncSession, *, within: timedelta, now: datetime, scheduled: bool = False) -> CanaryRun:
    """Note that a canary is sent off."""
    run = CanaryRun(started_at=now, give_up_at=now + 2 * within, scheduled=scheduled, stages={})
    session.add(run)
    await session.flush()
    return run


async def begin_scheduled_run(
    session: AsyncSession, *, within: timedelta, every: timedelta, now: datetime
) -> CanaryRun | None:
    """Note that one is sent off; None when it is not time for one, whichever worker asks."""
    await queries.lock_canary(session)
    if not may_begin(await queries.newest_runs(session), every=every, now=now):
        return None
    return await begin_run(session, within=within, now=now, scheduled=True)


async def note_stages(session: AsyncSession, run_id: int, stages: Mapping[Stage, float]) -> None:
    run = await queries.get_run(session, run_id)
    if run is not None:
        run.stages = {stage.value: seconds for stage, seconds in stages.items()}


async def end_run(
    session: AsyncSession,
    run_id: int,
    state: RunState,
    stages: Mapping[Stage, float],
    *,
    missing: Stage | None,
    error: str | None,
    now: datetime,
) -> None:
    await note_stages(session, run_id, stages)
    run = await queries.get_run(session, run_id)
    if run is not None:
        run.state, run.missing, run.error, run.ended_at = state, missing, error and error[:600], now


async def _put_organisation(session: AsyncSession) -> Organisation:
    found = await queries.find_organisation(session)
    if found is None:
        # Nobody types this name, so that nobody's organisation is in its way.
        found = Organisation(name=f"canary {uuid4()}", canary=True)
        session.add(found)
        await session.flush()
    return found


async def _put_alert(session: AsyncSession, organisation: Organisation, person: Person, *, now: datetime) -> Alert:
    """The canary's alert; made anew when it was stopped or paused, or the address is another."""
    found = await queries.find_alert(session)
    if found is not None and (found.person_id, found.state) == (person.id, AlertState.ACTIVE):
        return found
    if found is not None:
        await delete_alert(session, found)
        await session.flush()
    if await queries.has_alerts_of_their_own(session, person.id):
        raise CanaryUnready(
            "Somebody has alerts at ROLECALL_CANARY_ADDRESS: give the canary an address that is nobody's."
        )
    person.mails_a_day, person.quiet_from, person.quiet_until = _ENOUGH_MAILS_A_DAY, None, None
    alert = Alert(
        person_id=person.id,
        organisation_id=organisation.id,
        description=WORK,
        meaning=WORK,
        level=Level.GOOD,
        cadence=Cadence.AT_ONCE,
        canary=True,
    )
    session.add(alert)
    await session.flush()
    return await confirm_alert(session, alert.public_id, now=now)


async def _delete(session: AsyncSession, principal: Principal, public_id: UUID, opening_id: int) -> None:
    await delete_listing(session, principal, public_id)
    await session.flush()
    await queries.delete_opening(session, opening_id)
