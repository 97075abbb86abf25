"""What could not be scored, said instead of a number: a document that is too short or in another language."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.candidates.models import Candidate, Findable
from service.candidates.queries import candidates_by_id, findable_ids_of
from service.candidates.rankable_text import rankable_document
from service.change_log import Collection
from service.legibility.queries import unscored_among
from service.legibility.rules import Legibility, check_scored
from service.search.replica import Replica
from service.vectors import generation_id


@dataclass(frozen=True)
class UnscoredCandidate:
    """A candidate as they may be shown, beside a ranking in which they have no place."""

    candidate: Candidate
    name: str | None
    headline: str
    legibility: Legibility


async def check_can_be_matched(
    session: AsyncSession, generation: int, collection: Collection, document_id: int
) -> None:
    """Raise CannotBeScored where this document was read and found too short or in another language."""
    unscored = await unscored_among(session, generation, collection, [document_id])
    if document_id in unscored:
        check_scored(unscored[document_id])


async def unscored_candidates(
    session: AsyncSession, replica: Replica, principal: Principal, *, limit: int
) -> list[UnscoredCandidate]:
    """Candidates of the principal's organisation whom no ranking can place, the newest first.

    Only those who let themselves be found, as in a ranking.
    """
    generation = await generation_id(session, replica.fingerprint)
    allowed = await findable_ids_of(session, principal)
    unscored = await unscored_among(session, generation, Collection.CANDIDATES, allowed)
    newest = sorted(unscored, reverse=True)[:limit]
    found = await candidates_by_id(session, principal, newest, findable_only=True)
    return [
        UnscoredCandidate(
            candidate=whole.candidate,
            name=whole.candidate.name if whole.candidate.findable is Findable.NAMED else None,
            headline=rankable_document(whole.profile, name=whole.candidate.name).title,
            legibility=unscored[document_id],
        )
        for document_id in newest
        if (whole := found.get(document_id)) is not None
    ]
