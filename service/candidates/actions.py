"""What is done with candidates: saved, changed, erased; each records its change and asks for its work."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.accounts.queries import forget_answers_about
from service.candidates import queries
from service.candidates.models import Candidate, Profile
from service.candidates.queries import Whole
from service.candidates.schemas import CandidateChanges, CandidateInput, Limits
from service.change_log import Collection, Event, record_change
from service.errors import Conflict, Invalid
from service.gazetteer.locating import locate
from service.vectors import delete_vectors
from service.work import WorkKind, add_work

_OF_CANDIDATE = {"name", "findable"}
_NEVER_EMPTY = {"headline", "summary", "skills", "language", "findable"}


class CandidateExists(Conflict):
    code = "candidate-exists"


async def create_candidate(
    session: AsyncSession, principal: Principal, given: CandidateInput, *, person_id: int | None
) -> Whole:
    """Save a new candidate of the principal's organisation; raises CandidateExists for a known external id."""
    if given.external_id is not None:
        known = await queries.find_by_external_id(session, principal, given.external_id)
        if known is not None:
            raise CandidateExists(
                f"A candidate {given.external_id!r} is here already: change it with "
                f"PATCH /v1/candidates/{known.public_id}."
            )
    candidate = Candidate(
        organisation_id=principal.organisation(),
        person_id=person_id,
        external_id=given.external_id or "",
        name=given.name,
        findable=given.findable,
    )
    candidate.external_id = candidate.external_id or str(candidate.public_id)
    session.add(candidate)
    await session.flush()
    profile = Profile(
        candidate_id=candidate.id,
        headline=given.headline,
        summary=given.summary,
        skills=list(given.skills),
        place=given.place,
        desired_pay_text=given.desired_pay_text,
        language=given.language,
        **{name: getattr(given, name) for name in Limits.model_fields},
        **asdict(locate(given.place or "")),
    )
    session.add(profile)
    await session.flush()
    await _changed(session, candidate)
    return Whole(candidate, profile)


async def change_candidate(
    session: AsyncSession, principal: Principal, public_id: UUID, changes: CandidateChanges, *, now: datetime
) -> Whole:
    """Change what is named and leave the rest (RFC 7396)."""
    whole = await queries.get_candidate(session, principal, public_id, lock=True)
    for name, value in _named(changes).items():
        setattr(whole.candidate if name in _OF_CANDIDATE else whole.profile, name, value)
    for name, value in asdict(locate(whole.profile.place or "")).items():
        setattr(whole.profile, name, value)
    whole.candidate.updated_at = now
    await session.flush()
    await _changed(session, whole.candidate)
    return whole


async def delete_candidate(session: AsyncSession, principal: Principal, public_id: UUID) -> None:
    """Erase a candidate with their profile, their vectors and the alerts that watch it."""
    whole = await queries.get_candidate(session, principal, public_id, lock=True)
    await forget_answers_about(session, whole.candidate.public_id)
    await queries.forget_places_of(session, whole.candidate.id)
    alerts = await queries.watching_alert_ids(session, whole.candidate.id)
    for collection, ids in ((Collection.CANDIDATES, [whole.candidate.id]), (Collection.ALERTS, alerts)):
        await delete_vectors(session, collection, ids)
        for id_ in ids:
            record_change(session, collection, id_, Event.LEFT)
    await session.delete(whole.candidate)


def _named(changes: CandidateChanges) -> dict[str, Any]:
    named = {name: getattr(changes, name) for name in changes.model_fields_set}
    for name in _NEVER_EMPTY & named.keys():
        if named[name] is None:
            raise Invalid(f"{name} cannot be removed: leave it out to keep it.", field=name)
    return named


async def _changed(session: AsyncSession, candidate: Candidate) -> None:
    record_change(session, Collection.CANDIDATES, candidate.id, Event.EDITED)
    await add_work(session, WorkKind.ENCODE_CANDIDATES, [candidate.id], owner_id=candidate.organisation_id, edited=True)
