"""All SQL about alerts, their matches and announcements."""

from collections.abc import Collection as Ids
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import Person
from service.accounts.principal import Principal
from service.alerts.models import Alert, AlertState, Match, MatchState
from service.alerts.rules import PairFound
from service.candidates.models import Candidate
from service.change_log import Collection
from service.database import among
from service.errors import NotFound
from service.legibility.queries import is_unscored
from service.listings.models import Employer, Listing, ListingWords
from service.listings.queries import is_running
from service.mail.models import Delivery, DeliveryKind, DeliveryState
from service.paging import PageRequest
from service.search.filtering.queries import accepted, terms_of_columns
from service.search.levels import Level
from service.vectors import StoredVector
from service.work import Work, WorkKind

_ATTEMPTS_WAITED_FOR = 3


@dataclass(frozen=True)
class AcceptedPair:
    """A pair whose alert is active, whose listing is open and passes the alert's filters."""

    alert_id: int
    listing_id: int
    level: Level
    baseline: int


async def get_alert(session: AsyncSession, principal: Principal, public_id: UUID, *, lock: bool = False) -> Alert:
    """An alert that the principal's organisation made; NotFound for any other."""
    query = select(Alert).where(col(Alert.public_id) == public_id)
    if not principal.system:
        query = query.where(col(Alert.organisation_id) == principal.organisation())
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("There is no such alert in your organisation.")
    return found


async def list_alerts(session: AsyncSession, principal: Principal, page: PageRequest) -> list[Alert]:
    """One more than the page holds, newest first."""
    query = (
        select(Alert)
        .where(col(Alert.organisation_id) == principal.organisation())
        .order_by(col(Alert.id).desc())
        .limit(page.limit + 1)
    )
    if page.before is not None:
        query = query.where(col(Alert.id) < page.before)
    return list(await session.scalars(query))


async def lock_alert_of(session: AsyncSession, person_id: int, public_id: UUID) -> Alert:
    """A person's own alert; NotFound for any other."""
    found = await session.scalar(
        select(Alert).where(col(Alert.public_id) == public_id, col(Alert.person_id) == person_id).with_for_update()
    )
    if found is None:
        raise NotFound("This alert is gone: it was deleted.")
    return found


async def alerts_of_person(session: AsyncSession, person_id: int) -> list[Alert]:
    """All of a person's alerts that they confirmed or can still confirm, newest first."""
    return list(
        await session.scalars(select(Alert).where(col(Alert.person_id) == person_id).order_by(col(Alert.id).desc()))
    )


async def alerts_by_id(session: AsyncSession, ids: Ids[int]) -> dict[int, Alert]:
    return {alert.id: alert for alert in await session.scalars(select(Alert).where(among(col(Alert.id), ids)))}


async def hold_alerts(session: AsyncSession, ids: Ids[int]) -> set[int]:
    """Which of these are still there; they cannot be deleted before the transaction ends."""
    query = select(col(Alert.id)).where(among(col(Alert.id), ids)).order_by(col(Alert.id))
    return set(await session.scalars(query.with_for_update(read=True, key_share=True)))


async def wait_to_be_read(session: AsyncSession, generation: int) -> bool:
    """Whether active alerts have no vectors of this generation yet, as after a change of the model.

    Those that are new or changed do not count, as they will be matched with all that is open; nor those that cannot
    be encoded or are on a profile that is not scored, so that they do not hold up the others.
    """
    read = exists().where(
        col(StoredVector.generation_id) == generation,
        col(StoredVector.collection) == Collection.ALERTS.value,
        col(StoredVector.document_id) == col(Alert.id),
    )
    cannot_be_read = exists().where(
        col(Work.kind) == WorkKind.ENCODE_ALERTS.value,
        col(Work.subject_id) == col(Alert.id),
        (col(Work.attempts) > _ATTEMPTS_WAITED_FOR) | col(Work.set_aside_at).is_not(None),
    )
    waiting = select(col(Alert.id)).where(
        col(Alert.state) == AlertState.ACTIVE,
        col(Alert.matched_revision) >= col(Alert.revision),
        ~read,
        ~is_unscored(generation, Collection.ALERTS, col(Alert.id)),
        ~cannot_be_read,
    )
    return await session.scalar(waiting.limit(1)) is not None


async def alerts_still_to_look(session: AsyncSession, ids: Ids[int]) -> set[int]:
    """Those of these alerts that were confirmed or changed and will look at what is open now.

    Whoever is looking at this moment may have begun before: that one is not among them.
    """
    looking = exists().where(
        col(Work.kind) == WorkKind.MATCH_ALERTS.value,
        col(Work.subject_id) == col(Alert.id),
        col(Work.lease_token).is_not(None),
    )
    query = select(col(Alert.id)).where(
        among(col(Alert.id), ids), col(Alert.matched_revision) < col(Alert.revision), ~looking
    )
    return set(await session.scalars(query))


async def active_alert_ids(session: AsyncSession, ids: Ids[int] | None = None) -> set[int]:
    """Which alerts are active, of all or of these: what the alerts' index may hold."""
    query = select(col(Alert.id)).where(col(Alert.state) == AlertState.ACTIVE)
    return set(await session.scalars(query if ids is None else query.where(among(col(Alert.id), ids))))


async def alerts_on_candidates(session: AsyncSession, candidate_ids: Ids[int]) -> set[int]:
    """The active alerts that watch these candidates' profiles."""
    return set(
        await session.scalars(
            select(col(Alert.id)).where(
                col(Alert.candidate_id).in_(candidate_ids), col(Alert.state) == AlertState.ACTIVE
            )
        )
    )


async def accepted_pairs(session: AsyncSession, pairs: Sequence[tuple[int, int]]) -> list[AcceptedPair]:
    """Those (alert, listing) pairs whose alert is active and whose open listing passes the alert's filters.

    The canary's alert and its listings meet each other alone.
    """
    numbers = ARRAY(BigInteger)
    alert_ids, listing_ids = [alert for alert, _ in pairs], [listing for _, listing in pairs]
    pair = (
        func.unnest(cast(literal(alert_ids, numbers), numbers), cast(literal(listing_ids, numbers), numbers))
        .table_valued("alert_id", "listing_id", name="pair")
        .render_derived()
    )
    rows = await session.execute(
        select(col(Alert.id), col(Listing.id), col(Alert.level), col(Alert.baseline))
        .select_from(pair)
        .join(Alert, col(Alert.id) == pair.c.alert_id)
        .join(Listing, col(Listing.id) == pair.c.listing_id)
        .join(Employer, col(Employer.id) == col(Listing.employer_id))
        .where(col(Alert.state) == AlertState.ACTIVE, is_running(), col(Listing.canary) == col(Alert.canary))
        .where(accepted(terms_of_columns(Alert)))
    )
    return [AcceptedPair(alert, listing, level, baseline or 0) for alert, listing, level, baseline in rows]


async def pairs_by_words(session: AsyncSession, listing_ids: Ids[int]) -> list[tuple[int, int]]:
    """Every (alert, listing) pair of an active alert and one of these listings that holds one of its required words."""
    held = func.tsvector_to_array(col(ListingWords.words))
    rows = await session.execute(
        select(col(Alert.id), col(ListingWords.listing_id))
        .join(Alert, col(Alert.required_words).bool_op("&&")(held))
        .where(among(col(ListingWords.listing_id), listing_ids), col(Alert.state) == AlertState.ACTIVE)
    )
    return [(alert, listing) for alert, listing in rows]


async def put_required_words(session: AsyncSession, words: Mapping[int, list[str]]) -> None:
    for alert_id, required in sorted(words.items()):
        await session.execute(update(Alert).where(col(Alert.id) == alert_id).values(required_words=required))


async def told_listings(session: AsyncSession, alert_id: int) -> set[int]:
    """The listings that an alert has told, or is about to tell."""
    return set(
        await session.scalars(
            select(col(Match.listing_id))
            .where(col(Match.alert_id) == alert_id)
            .where(col(Match.state).in_((MatchState.FOUND, MatchState.ANNOUNCED)))
        )
    )


async def save_matches(
    session: AsyncSession,
    pairs: Sequence[PairFound],
    *,
    state: MatchState,
    why: dict[tuple[int, int], str],
    again: Ids[MatchState] = (MatchState.DROPPED,),
) -> set[int]:
    """Write matches that are new, or in one of the states `again`; returns the alerts that have something to tell."""
    if not pairs:
        return set()
    rows = [
        {
            "alert_id": pair.alert_id,
            "listing_id": pair.listing_id,
            "score": pair.score,
            "why": why.get((pair.listing_id, pair.passage), ""),
            "open_before": pair.open_before,
            "state": state,
        }
        # In one order, so that two workers that find the same pairs do not wait for each other in a circle.
        for pair in sorted(pairs, key=lambda pair: (pair.alert_id, pair.listing_id))
    ]
    for start in range(0, len(rows), 1_000):
        statement = insert(Match).values(rows[start : start + 1_000])
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["alert_id", "listing_id"],
                set_={name: statement.excluded[name] for name in ("state", "score", "why", "open_before")}
                | {"dropped_reason": None, "announcement_id": None, "created_at": func.now()},
                where=col(Match.state).in_(again),
            )
        )
    return {pair.alert_id for pair in pairs}


async def stop_all(session: AsyncSession, person_id: int) -> list[int]:
    """Stop every alert of a person; returns which."""
    rows = await session.scalars(
        update(Alert)
        .where(col(Alert.person_id) == person_id, col(Alert.state) != AlertState.STOPPED)
        .values(state=AlertState.STOPPED, state_at=func.now())
        .returning(col(Alert.id))
    )
    return list(rows)


async def mark_alert_matched(session: AsyncSession, alert_id: int, revision: int) -> None:
    """Note up to which revision an alert was matched with what is open."""
    await session.execute(
        update(Alert)
        .where(col(Alert.id) == alert_id, col(Alert.matched_revision) < revision)
        .values(matched_revision=revision)
    )


async def hold_revision(session: AsyncSession, alert_id: int) -> int | None:
    """An alert's revision, None when it is gone; it cannot be changed before the transaction ends."""
    return await session.scalar(select(col(Alert.revision)).where(col(Alert.id) == alert_id).with_for_update(read=True))


async def delete_unconfirmed(session: AsyncSession, *, before: datetime) -> None:
    """Delete alerts that were asked for before a moment and never confirmed, and persons who have nothing else."""
    await session.execute(
        delete(Alert).where(col(Alert.state) == AlertState.UNCONFIRMED, col(Alert.created_at) < before)
    )
    has_alert = exists().where(col(Alert.person_id) == col(Person.id))
    has_profile = exists().where(col(Candidate.person_id) == col(Person.id))
    await session.execute(
        delete(Person).where(
            col(Person.confirmed_at).is_(None), col(Person.created_at) < before, ~has_alert, ~has_profile
        )
    )


async def lock_unseen_alerts(session: AsyncSession, *, before: datetime, limit: int) -> list[tuple[Alert, Person]]:
    """Active alerts whose person did nothing with them since, and was not asked after that, with whom to ask."""
    seen_at = func.coalesce(col(Alert.seen_at), col(Alert.confirmed_at))
    rows = await session.execute(
        select(Alert, Person)
        .join(Person, col(Person.id) == col(Alert.person_id))
        .where(col(Alert.state) == AlertState.ACTIVE, seen_at < before)
        .where(or_(col(Alert.asked_at).is_(None), col(Alert.asked_at) < seen_at))
        .order_by(col(Alert.id))
        .limit(limit)
        .with_for_update(of=Alert, skip_locked=True)
    )
    return [(alert, person) for alert, person in rows]


async def lock_unanswered_alerts(session: AsyncSession, *, asked_before: datetime, limit: int) -> list[Alert]:
    """Active alerts whose person was asked by then, by a mail that was accepted, and did nothing since."""
    asked = exists().where(
        col(Delivery.alert_id) == col(Alert.id),
        col(Delivery.kind) == DeliveryKind.STILL_WANTED,
        col(Delivery.state) == DeliveryState.ACCEPTED,
        col(Delivery.attempted_at) >= col(Alert.asked_at),
    )
    found = await session.scalars(
        select(Alert)
        .where(col(Alert.state) == AlertState.ACTIVE, col(Alert.asked_at) < asked_before, asked)
        .where(func.coalesce(col(Alert.seen_at), col(Alert.confirmed_at)) < col(Alert.asked_at))
        .order_by(col(Alert.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found)
