"""What the clock does: expire and open listings, write index files, encode what an encoder has not read yet."""

import logging
from datetime import timedelta

from service.accounts.queries import forget_answers_before
from service.alerts.actions import forget_unconfirmed
from service.alerts.queries import active_alert_ids
from service.alerts.resting import ASKED_AT_ONCE, ask_who_is_still_there, rest_unanswered
from service.candidates.queries import all_candidate_ids, read_by_another_version
from service.candidates.rankable_text import rankable_version
from service.change_log import Collection
from service.legibility.rules import judged_by
from service.listings.actions import MOVED_AT_ONCE, expire_listings, open_scheduled_listings
from service.listings.queries import open_listing_ids
from service.mail.returns.actions import forget_old_bounces
from service.matching.rankings.queries import forget_rankings_before
from service.vectors import encoded_documents, generation_id
from service.work import WorkKind, add_work
from workers.runtime import Runtime

logger = logging.getLogger(__name__)
_ANSWERS_KEPT = timedelta(days=1)


async def keep_dates(runtime: Runtime) -> None:
    """Expire what is past its closing date, open what has reached its opening date."""
    for move in (expire_listings, open_scheduled_listings):
        moved = MOVED_AT_ONCE
        while moved == MOVED_AT_ONCE:
            async with runtime.database.transaction() as session:
                moved = await move(session, now=runtime.now())


async def let_alerts_rest(runtime: Runtime) -> None:
    """Ask persons who have not come back for half a year, and let rest what nobody answered."""
    for step in (ask_who_is_still_there, rest_unanswered):
        count = ASKED_AT_ONCE
        while count == ASKED_AT_ONCE:
            async with runtime.database.transaction() as session:
                count = await step(session, now=runtime.now())


async def forget_what_lapsed(runtime: Runtime) -> None:
    """Forget answers that no repeat will ask for, sign-ups that nobody confirmed, and rankings kept long enough."""
    now = runtime.now()
    async with runtime.database.transaction() as session:
        await forget_answers_before(session, now - _ANSWERS_KEPT)
        await forget_unconfirmed(session, now=now)
        await forget_old_bounces(session, now=now)
        await forget_rankings_before(session, now - timedelta(days=runtime.settings.rankings_kept_days))


async def keep_indexes(runtime: Runtime) -> None:
    """Follow the change log while nothing is searched, and write the next files when enough has changed."""
    model = await runtime.model()
    for replica in (model.listings, model.alerts):
        async with runtime.database.reading() as session:
            await replica.save_if_grown(session)


async def ask_for_missing_vectors(runtime: Runtime) -> None:
    """Ask for the encoding of whatever this encoder's generation lacks, or judged by other rules or languages than now.

    Encoding alone announces nothing.
    """
    rules = judged_by(runtime.settings.model_languages)
    model = await runtime.model()
    async with runtime.database.transaction() as session:
        generation = await generation_id(session, model.encoder.fingerprint)
        for collection, kind, wanted in (
            (Collection.LISTINGS, WorkKind.ENCODE_LISTINGS, await open_listing_ids(session)),
            (Collection.CANDIDATES, WorkKind.ENCODE_CANDIDATES, await all_candidate_ids(session)),
            (Collection.ALERTS, WorkKind.ENCODE_ALERTS, await active_alert_ids(session)),
        ):
            missing = wanted - await encoded_documents(session, generation, collection, judged_by=rules)
            if collection is Collection.CANDIDATES:
                missing |= wanted & await read_by_another_version(session, rankable_version())
            if missing:
                logger.info("%d %s are not read by this encoder and version yet", len(missing), collection.value)
                await add_work(session, kind, sorted(missing))
