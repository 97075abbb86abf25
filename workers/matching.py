"""Tasks that match: newly opened listings with all alerts, a confirmed or changed alert with what is open."""

from service.accounts.principal import SYSTEM
from service.alerts.finding import find_for_alert, find_for_listings, keep_found_for_alert, keep_found_for_listings
from service.alerts.models import AlertState
from service.alerts.queries import alerts_by_id, wait_to_be_read
from service.listings.kinds import ListingState
from service.listings.queries import listings_by_id
from service.vectors import generation_id
from service.work import Claimed, WorkKind, finish_work, still_asked_for
from workers.leasing import work_through
from workers.runtime import Runtime

LISTINGS_AT_ONCE = 100
ALERTS_AT_ONCE = 10


async def match_listings(runtime: Runtime) -> None:
    """Match newly opened listings with all alerts, once all alerts can be found: a later look would be too late."""
    model = await runtime.model()
    async with runtime.database.reading() as session:
        if await wait_to_be_read(session, await generation_id(session, model.encoder.fingerprint)):
            return

    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.reading() as session:
            listings = await listings_by_id(session, SYSTEM, [claim.subject_id for claim in claims])
            # What was edited and is not read yet is matched once it is: its vectors are of the words before.
            unread = await still_asked_for(session, WorkKind.ENCODE_LISTINGS, list(listings))
            current = [each for id_, each in listings.items() if id_ not in unread]
            revisions = {each.id: each.revision for each in current if each.state is ListingState.OPEN}
            unseen = {each.id for each in current if each.matched_revision < each.revision}
            found = await find_for_listings(session, model.alerts, revisions, unseen=unseen)
        async with runtime.database.transaction() as session:
            await keep_found_for_listings(session, found, revisions, now=runtime.now())
            await finish_work(session, claims)

    await work_through(runtime.database, WorkKind.MATCH_LISTINGS, do, at_once=LISTINGS_AT_ONCE)


async def match_alerts(runtime: Runtime) -> None:
    model = await runtime.model()

    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.reading() as session:
            alerts = await alerts_by_id(session, [claim.subject_id for claim in claims])
            unread = await still_asked_for(session, WorkKind.ENCODE_ALERTS, list(alerts))
            due = [each for id_, each in alerts.items() if id_ not in unread and each.matched_revision < each.revision]
            active = [alert for alert in due if alert.state is AlertState.ACTIVE]
            found = [(alert, await find_for_alert(session, model.listings, alert)) for alert in active]
        async with runtime.database.transaction() as session:
            for alert, pairs in found:
                await keep_found_for_alert(session, pairs, alert, now=runtime.now())
            await finish_work(session, claims)

    await work_through(runtime.database, WorkKind.MATCH_ALERTS, do, at_once=ALERTS_AT_ONCE)
