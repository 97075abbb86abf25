"""Finding what alerts should tell: newly opened listings against all alerts, one alert against what is open."""

import asyncio
from collections.abc import Collection as Ids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from embeddings.encoder import Encoder, FloatMatrix
from embeddings.passages import Passage
from embeddings.vector_index import VectorIndex
from service.accounts.principal import SYSTEM
from service.alerts import queries
from service.alerts.models import Alert, MatchState
from service.alerts.profiles import accepted_for_alert, accepted_pair, seekers_of
from service.alerts.rules import (
    WIDEST_RADIUS,
    PairFound,
    filters_of,
    split_first_mail,
    strong_enough,
    wanted_of,
)
from service.alerts.telling.cadence import due_at
from service.alerts.telling.composing import rhythm_of
from service.alerts.telling.queries import rhythms_of
from service.candidates.queries import candidates_by_id
from service.candidates.rankable_text import rankable_document
from service.change_log import Collection, Event, event_positions
from service.encoding import Cut, cut_document
from service.legibility.rules import legibility_of_query
from service.listings.queries import hold_revisions, listings_by_id, mark_matched
from service.listings.rules import passage_text
from service.search.actions import ROUNDING, documents_within, listings_as_scored, rank
from service.search.levels import LEAST_SCORE, Level
from service.search.lexical.memory import as_scored
from service.search.lexical.queries import listings_with_required_words, words_of_listings
from service.search.queries import allowed_listing_ids, opened_since
from service.search.replica import Replica
from service.search.schemas import ListingFilters
from service.search.score import Score, score
from service.search.wanted import Wanted, texts_of
from service.vectors import generation_id, load_vectors, passage_places
from service.work import WorkKind, add_work, schedule_work

_A_WEEK = timedelta(days=7)
_ANNOUNCING = (Event.OPENED, Event.EDITED)


@dataclass(frozen=True)
class FoundPairs:
    """Pairs to be told, pairs that were open before and stay untold, and the words that met in each."""

    told: tuple[PairFound, ...] = ()
    untold: tuple[PairFound, ...] = ()
    why: Mapping[tuple[int, int], str] | None = None


async def cut_alerts(session: AsyncSession, encoder: Encoder, alerts: Ids[Alert], *, reads: Ids[str]) -> dict[int, Cut]:
    """What the encoder reads of each alert: its description, or the rankable text of its candidate's profile."""
    watched = {alert.candidate_id for alert in alerts if alert.candidate_id is not None}
    candidates = await candidates_by_id(session, SYSTEM, watched, findable_only=False)
    cuts: dict[int, Cut] = {}
    for alert in alerts:
        if alert.candidate_id is None:
            # Whatever language it is in, what somebody asks for is searched for.
            judged = legibility_of_query(alert.description or alert.meaning, reads=reads)
            cuts[alert.id] = Cut(_description_passages(alert.meaning, encoder), judged)
        elif alert.candidate_id in candidates:
            whole = candidates[alert.candidate_id]
            document = rankable_document(whole.profile, name=whole.candidate.name)
            cuts[alert.id] = cut_document(document, encoder, stated=whole.profile.language, reads=reads)
    return cuts


async def find_for_listings(
    session: AsyncSession, alerts: Replica, listing_ids: Ids[int], *, unseen: Ids[int] = ()
) -> FoundPairs:
    """Which active alerts these listings fit: by radius and required words, then filters, then the one score.

    `unseen` were not matched yet since they opened or were edited. They are told also where an alert began after that:
    it looked at what was open before the encoder had read them. One that is still to look will find them itself.
    """
    index = await alerts.catch_up(session)
    generation = await generation_id(session, alerts.fingerprint)
    rows = await load_vectors(session, generation, Collection.LISTINGS, listing_ids)
    near = await asyncio.to_thread(pairs_within_reach, index, rows)
    by_words = await queries.pairs_by_words(session, rows)
    accepted = await queries.accepted_pairs(session, sorted({*near, *by_words}))
    positions = await event_positions(session, Collection.LISTINGS, list(rows), _ANNOUNCING)
    words = await words_of_listings(session, rows)
    documents = {id_: as_scored(matrix, words.get(id_)) for id_, matrix in rows.items()}
    found_alerts = await queries.alerts_by_id(session, {pair.alert_id for pair in accepted})
    wanted = _wanted_by_alert(index, found_alerts)
    seekers = await seekers_of(session, found_alerts.values(), {id_: side.rows for id_, side in wanted.items()})
    listings = await listings_by_id(session, SYSTEM, {pair.listing_id for pair in accepted}) if seekers else {}
    still_to_look = await queries.alerts_still_to_look(session, found_alerts)
    told = []
    for pair in accepted:
        at = positions.get(pair.listing_id, 0)
        missed = pair.listing_id in unseen and pair.alert_id not in still_to_look
        if pair.alert_id not in wanted or (at <= pair.baseline and not missed):
            continue
        document = documents[pair.listing_id]
        if (seeker := seekers.get(pair.alert_id)) is not None:
            met = accepted_pair(seeker, listings[pair.listing_id], document.rows, pair.level)
        else:
            met = _met(score(wanted[pair.alert_id], document), pair.level)
        if met is not None:
            told.append(PairFound(pair.alert_id, pair.listing_id, *met, at))
    return FoundPairs(tuple(told), why=await _why(session, generation, told))


async def find_for_alert(session: AsyncSession, listings: Replica, alert: Alert) -> FoundPairs:
    """Which open listings an alert fits and has not told, now that it was confirmed or changed.

    The canary's fits none: what is open is not for it.
    """
    if alert.canary:
        return FoundPairs()
    generation = await generation_id(session, listings.fingerprint)
    rows = (await load_vectors(session, generation, Collection.ALERTS, [alert.id])).get(alert.id)
    if rows is None or alert.baseline is None:
        return FoundPairs()
    filters = filters_of(alert)
    allowed = await allowed_listing_ids(session, filters) if filters else None
    if alert.candidate_id is None:
        ranked = await _accepted_for_description(session, listings, alert, rows, allowed)
    else:
        seeker = (await seekers_of(session, [alert], {alert.id: rows})).get(alert.id)
        ranked = await accepted_for_alert(session, listings, alert, seeker, allowed) if seeker else []
    told_already = await queries.told_listings(session, alert.id)
    ranked = [found for found in ranked if found[0] not in told_already]
    positions = await event_positions(session, Collection.LISTINGS, [listing for listing, *_ in ranked], _ANNOUNCING)
    pairs = [
        PairFound(alert.id, listing, value, passage, positions.get(listing, 0)) for listing, value, passage in ranked
    ]
    told, untold = split_first_mail(pairs, baseline=alert.baseline)
    told = [replace(pair, open_before=pair.at <= alert.baseline) for pair in told]
    return FoundPairs(tuple(told), tuple(untold), await _why(session, generation, told))


async def _accepted_for_description(
    session: AsyncSession, listings: Replica, alert: Alert, rows: FloatMatrix, allowed: Ids[int] | None
) -> list[tuple[int, float, int]]:
    """The open listings that an alert's description accepts: number, score and passage, best first."""
    index = await listings.catch_up(session)
    wanted, least = wanted_of(alert, rows), LEAST_SCORE[alert.level]
    by_words = await listings_with_required_words(session, wanted, allowed=allowed)
    near = await asyncio.to_thread(documents_within, index, wanted, least=least, allowed=allowed, by_words=by_words)
    ranked = rank(wanted, await listings_as_scored(session, wanted, near), least=least)
    return [(listing, found.value, found.passage) for listing, found in ranked]


def _met(found: Score, level: Level) -> tuple[float, int] | None:
    return (found.value, found.passage) if strong_enough(found.value, level) else None


async def keep_found_for_alert(session: AsyncSession, found: FoundPairs, alert: Alert, *, now: datetime) -> None:
    """Write what a confirmed or changed alert found, which can be what it left untold before.

    What was found for a wish that was changed meanwhile is dropped: the new one is matched once it is read.
    """
    if await queries.hold_revision(session, alert.id) != alert.revision:
        return
    again = (MatchState.DROPPED, MatchState.EARLIER)
    await queries.save_matches(session, found.untold, state=MatchState.EARLIER, why={})
    why = dict(found.why or {})
    if await queries.save_matches(session, found.told, state=MatchState.FOUND, why=why, again=again):
        # Some of it was open before, and is told at once.
        await add_work(session, WorkKind.COMPOSE_MAIL, [alert.person_id], owner_id=alert.person_id)
    await queries.mark_alert_matched(session, alert.id, alert.revision)


async def keep_found_for_listings(
    session: AsyncSession, found: FoundPairs, revisions: dict[int, int], *, now: datetime
) -> None:
    """Write what listings found, and up to which revision each has been matched; edited meanwhile, they come again."""
    held = await hold_revisions(session, revisions)
    current = {id_: revision for id_, revision in revisions.items() if held.get(id_) == revision}
    told = [pair for pair in found.told if pair.listing_id in current]
    why = dict(found.why or {})
    await ask_for_mail(session, await queries.save_matches(session, told, state=MatchState.FOUND, why=why), now=now)
    await mark_matched(session, current)


async def ask_for_mail(session: AsyncSession, alert_ids: Ids[int], *, now: datetime) -> None:
    """Have mail made for the persons of these alerts, when what is found now is due for each."""
    due: dict[int, datetime] = {}
    for person, cadence in await rhythms_of(session, alert_ids):
        at = due_at(cadence, now, rhythm_of(person), first=False)
        due[person.id] = min(at, due.get(person.id, at))
    await schedule_work(session, WorkKind.COMPOSE_MAIL, due, now=now)


async def last_weeks_openings(session: AsyncSession, filters: ListingFilters, *, now: datetime) -> set[int]:
    """Open listings of the past seven days that the filters allow."""
    recent = await opened_since(session, now - _A_WEEK)
    return await allowed_listing_ids(session, filters, among_ids=recent)


def _description_passages(description: str, encoder: Encoder) -> tuple[Passage, ...]:
    pieces = texts_of(description, encoder)
    return tuple(Passage(number, "description", 0, len(piece), piece) for number, piece in enumerate(pieces))


def pairs_within_reach(index: VectorIndex, listings: Mapping[int, FloatMatrix]) -> list[tuple[int, int]]:
    """Every (alert, listing) pair that any level could accept, but for its required words."""
    pairs = []
    for listing_id, rows in listings.items():
        hits = index.above_many(rows, radius=WIDEST_RADIUS - ROUNDING)
        pairs += [(alert_id, listing_id) for alert_id in sorted({hit.document for found in hits for hit in found})]
    return pairs


def _wanted_by_alert(index: VectorIndex, alerts: Mapping[int, Alert]) -> dict[int, Wanted]:
    """Each alert as a side of the score, as far as the index holds it."""
    held = {alert_id: index.rows_of(alert_id) for alert_id in alerts}
    return {alert_id: wanted_of(alerts[alert_id], rows) for alert_id, rows in held.items() if rows is not None}


async def _why(session: AsyncSession, generation: int, pairs: Sequence[PairFound]) -> dict[tuple[int, int], str]:
    """The words of each (listing, passage) that met."""
    met = {(pair.listing_id, pair.passage) for pair in pairs}
    places = await passage_places(session, generation, Collection.LISTINGS, met)
    listings = await listings_by_id(session, SYSTEM, {listing for listing, _ in met})
    return {
        (listing, passage): passage_text(listings[listing], place.field, place.start, place.end)
        for (listing, passage), place in places.items()
        if listing in listings
    }
