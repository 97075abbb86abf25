"""Tasks that encode what changed, and ask for the matching that follows."""

import asyncio
from collections.abc import Mapping

from embeddings.passages import Document
from service.accounts.principal import SYSTEM
from service.alerts.finding import cut_alerts
from service.alerts.models import AlertState
from service.alerts.queries import alerts_by_id, alerts_on_candidates, hold_alerts, put_required_words
from service.alerts.rules import required_words_of
from service.candidates.queries import candidates_by_id, hold_candidates, note_rankable_version
from service.candidates.rankable_text import rankable_document, rankable_version
from service.change_log import Collection
from service.encoding import Cut, cut_document, encode, keep, prepare
from service.listings.kinds import ListingState
from service.listings.queries import hold_listings, listings_by_id
from service.listings.rules import document_of
from service.work import Claimed, WorkKind, add_work, finish_work
from workers.leasing import work_through
from workers.runtime import Model, Runtime

ENCODED_AT_ONCE = 32
_HOLD = {
    Collection.LISTINGS: hold_listings,
    Collection.CANDIDATES: hold_candidates,
    Collection.ALERTS: hold_alerts,
}


async def encode_listings(runtime: Runtime) -> None:
    model = await runtime.model()

    async def do(claims: list[Claimed]) -> None:
        ids = [claim.subject_id for claim in claims]
        async with runtime.database.reading() as session:
            listings = await listings_by_id(session, SYSTEM, ids)
        documents = {id_: (document_of(listing), listing.language) for id_, listing in listings.items()}
        cuts = await asyncio.to_thread(_cut_all, runtime, model, documents)
        await _encode(runtime, model, Collection.LISTINGS, cuts, claims)

    await work_through(runtime.database, WorkKind.ENCODE_LISTINGS, do, at_once=ENCODED_AT_ONCE)


async def encode_candidates(runtime: Runtime) -> None:
    model = await runtime.model()

    async def do(claims: list[Claimed]) -> None:
        ids = [claim.subject_id for claim in claims]
        async with runtime.database.reading() as session:
            candidates = await candidates_by_id(session, SYSTEM, ids, findable_only=False)
        documents = {
            id_: (rankable_document(whole.profile, name=whole.candidate.name), whole.profile.language)
            for id_, whole in candidates.items()
        }
        cuts = await asyncio.to_thread(_cut_all, runtime, model, documents)
        await _encode(runtime, model, Collection.CANDIDATES, cuts, claims)

    await work_through(runtime.database, WorkKind.ENCODE_CANDIDATES, do, at_once=ENCODED_AT_ONCE)


async def encode_alerts(runtime: Runtime) -> None:
    model = await runtime.model()

    async def do(claims: list[Claimed]) -> None:
        async with runtime.database.reading() as session:
            alerts = await alerts_by_id(session, [claim.subject_id for claim in claims])
            reads = runtime.settings.model_languages
            cuts = await cut_alerts(session, model.encoder, alerts.values(), reads=reads)
        await _encode(runtime, model, Collection.ALERTS, cuts, claims)

    await work_through(runtime.database, WorkKind.ENCODE_ALERTS, do, at_once=ENCODED_AT_ONCE)


def _cut_all(runtime: Runtime, model: Model, documents: Mapping[int, tuple[Document, str]]) -> dict[int, Cut]:
    """Takes long: run it in a thread. Each document stands with the language that its owner states."""
    reads = runtime.settings.model_languages
    return {
        id_: cut_document(document, model.encoder, stated=stated, reads=reads)
        for id_, (document, stated) in documents.items()
    }


async def _encode(
    runtime: Runtime, model: Model, collection: Collection, cuts: Mapping[int, Cut], claims: list[Claimed]
) -> None:
    async with runtime.database.reading() as session:
        prepared = await prepare(session, model.encoder, cuts)
    encoded = await asyncio.to_thread(encode, model.encoder, prepared)
    async with runtime.database.transaction() as session:
        # What was erased meanwhile must leave no vector.
        present = await _HOLD[collection](session, list(encoded))
        encoded = {id_: encoded[id_] for id_ in sorted(present)}
        judged = {id_: cuts[id_].legibility for id_ in encoded}
        await keep(session, model.encoder, collection, encoded, judged, reads=runtime.settings.model_languages)
        await finish_work(session, claims)
        if collection is Collection.LISTINGS:
            for id_, listing in sorted((await listings_by_id(session, SYSTEM, list(encoded))).items()):
                if listing.state is ListingState.OPEN and listing.matched_revision < listing.revision:
                    await add_work(
                        session, WorkKind.MATCH_LISTINGS, [id_], owner_id=listing.organisation_id, edited=True
                    )
        elif collection is Collection.ALERTS:
            alerts = await alerts_by_id(session, list(encoded))
            await put_required_words(session, {id_: required_words_of(alert) for id_, alert in alerts.items()})
            for id_, alert in sorted(alerts.items()):
                if alert.state is AlertState.ACTIVE and alert.matched_revision < alert.revision:
                    await add_work(session, WorkKind.MATCH_ALERTS, [id_], owner_id=alert.person_id, edited=True)
        else:
            await note_rankable_version(session, list(encoded), rankable_version())
            on_them = await alerts_on_candidates(session, list(encoded))
            await add_work(session, WorkKind.ENCODE_ALERTS, list(on_them), edited=True)
