"""All SQL about organisations, keys, persons and sessions."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from service.accounts.models import (
    ApiKey,
    IdempotentAnswer,
    OperatorLink,
    OperatorSession,
    Organisation,
    Person,
    RecruiterLink,
    RecruiterSession,
)
from service.database import among


async def find_organisation(session: AsyncSession, name: str) -> Organisation | None:
    return await session.scalar(select(Organisation).where(col(Organisation.name) == name))


async def list_organisations(session: AsyncSession) -> list[Organisation]:
    """Those for which somebody acts, oldest first."""
    query = select(Organisation).where(~col(Organisation.canary)).order_by(col(Organisation.id))
    return list(await session.scalars(query))


async def find_key(session: AsyncSession, secret_hash: str) -> ApiKey | None:
    """The key with this hash, unless it was revoked."""
    return await session.scalar(
        select(ApiKey).where(col(ApiKey.secret_hash) == secret_hash, col(ApiKey.revoked_at).is_(None))
    )


async def put_person(
    session: AsyncSession, *, address: str, folded_address: str, time_zone: str, locale: str
) -> Person:
    """The person with this mailbox, made when there is none. The same statements run in both cases."""
    await session.execute(
        insert(Person)
        .values(address=address, folded_address=folded_address, time_zone=time_zone, locale=locale, public_id=uuid4())
        .on_conflict_do_nothing(index_elements=["folded_address"])
    )
    return (await session.scalars(select(Person).where(col(Person.folded_address) == folded_address))).one()


async def get_person(session: AsyncSession, person_id: int) -> Person:
    return (await session.scalars(select(Person).where(col(Person.id) == person_id))).one()


async def find_person(session: AsyncSession, public_id: UUID) -> Person | None:
    return await session.scalar(select(Person).where(col(Person.public_id) == public_id))


async def list_persons(session: AsyncSession, ids: list[int]) -> dict[int, Person]:
    found = await session.scalars(select(Person).where(among(col(Person.id), ids)))
    return {person.id: person for person in found}


async def lock_recruiter_link(session: AsyncSession, public_id: UUID) -> RecruiterLink | None:
    return await session.scalar(
        select(RecruiterLink).where(col(RecruiterLink.public_id) == public_id).with_for_update()
    )


async def find_session(session: AsyncSession, token_hash: str, *, now: datetime) -> RecruiterSession | None:
    return await session.scalar(
        select(RecruiterSession).where(
            col(RecruiterSession.token_hash) == token_hash, col(RecruiterSession.expires_at) > now
        )
    )


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(
        update(RecruiterSession).where(col(RecruiterSession.token_hash) == token_hash).values(expires_at=func.now())
    )


async def lock_operator_link(session: AsyncSession, public_id: UUID) -> OperatorLink | None:
    return await session.scalar(select(OperatorLink).where(col(OperatorLink.public_id) == public_id).with_for_update())


async def find_operator_session(session: AsyncSession, token_hash: str, *, now: datetime) -> OperatorSession | None:
    return await session.scalar(
        select(OperatorSession).where(
            col(OperatorSession.token_hash) == token_hash, col(OperatorSession.expires_at) > now
        )
    )


async def end_operator_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(
        update(OperatorSession).where(col(OperatorSession.token_hash) == token_hash).values(expires_at=func.now())
    )


async def reserve_answer(
    session: AsyncSession, organisation_id: int, operation: str, key: str, request_hash: str
) -> IdempotentAnswer | None:
    """Reserve the key for this request; returns the earlier use when there is one, after it has committed."""
    reserved = await session.scalar(
        insert(IdempotentAnswer)
        .values(organisation_id=organisation_id, operation=operation, key=key, request_hash=request_hash, answer="")
        .on_conflict_do_nothing()
        .returning(col(IdempotentAnswer.id))
    )
    if reserved is not None:
        return None
    earlier = select(IdempotentAnswer).where(
        col(IdempotentAnswer.organisation_id) == organisation_id,
        col(IdempotentAnswer.operation) == operation,
        col(IdempotentAnswer.key) == key,
    )
    return (await session.scalars(earlier)).one()


async def save_answer(
    session: AsyncSession, organisation_id: int, operation: str, key: str, subject_id: UUID, answer: str
) -> None:
    await session.execute(
        update(IdempotentAnswer)
        .where(col(IdempotentAnswer.organisation_id) == organisation_id)
        .where(col(IdempotentAnswer.operation) == operation, col(IdempotentAnswer.key) == key)
        .values(answer=answer, subject_id=subject_id)
    )


async def forget_answers_about(session: AsyncSession, subject_id: UUID) -> None:
    """Erasing something erases what was answered when it was made."""
    await session.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.subject_id) == subject_id))


async def forget_answers_before(session: AsyncSession, moment: datetime) -> None:
    await session.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < moment))
