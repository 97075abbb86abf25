"""What is done with accounts: keys made and checked, recruiters let in, repeats answered as before."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts import queries
from service.accounts.models import ApiKey, Organisation, RecruiterLink, RecruiterSession, Scope
from service.accounts.principal import PUBLIC, Principal
from service.accounts.rules import (
    KEY_PREFIX,
    check_unused,
    hash_request,
    hash_secret,
    new_secret,
    session_ends_at,
)
from service.errors import Conflict, Invalid, NotFound, Unauthorised

RECRUITER_SCOPES = frozenset({Scope.LISTINGS_READ, Scope.CANDIDATES_READ})


@dataclass(frozen=True)
class Created:
    """What a creation made, and the answer to it; the answer is forgotten when the subject is."""

    subject_id: UUID
    answer: str


class KeyReused(Invalid):
    code = "idempotency-key-reused"


async def put_organisation(session: AsyncSession, name: str) -> Organisation:
    """The organisation of this name, made when there is none; nobody acts for the canary's."""
    found = await queries.find_organisation(session, name)
    if found is not None and found.canary:
        raise Conflict("This name is the canary's: choose another.")
    if found is not None:
        return found
    organisation = Organisation(name=name)
    session.add(organisation)
    await session.flush()
    return organisation


async def create_key(session: AsyncSession, organisation: Organisation, *, name: str, scopes: Sequence[Scope]) -> str:
    """Make an API key; its secret is returned here and stored nowhere."""
    secret = new_secret(KEY_PREFIX)
    session.add(
        ApiKey(
            organisation_id=organisation.id,
            name=name,
            secret_hash=hash_secret(secret),
            scopes=sorted(scope.value for scope in scopes),
        )
    )
    await session.flush()
    return secret


async def recognise_key(session: AsyncSession, authorization: str | None) -> Principal:
    """The principal of an Authorization header; PUBLIC without one, Unauthorised for one that does not hold."""
    if authorization is None:
        return PUBLIC
    scheme, _, secret = authorization.partition(" ")
    key = await queries.find_key(session, hash_secret(secret.strip())) if scheme.casefold() == "bearer" else None
    if key is None:
        raise Unauthorised("This API key does not hold: it was mistyped or revoked.")
    scopes = frozenset(Scope(scope) for scope in key.scopes)
    return Principal(key.organisation_id, scopes, reference=f"key:{key.public_id}")


async def create_recruiter_link(session: AsyncSession, organisation: Organisation) -> RecruiterLink:
    link = RecruiterLink(organisation_id=organisation.id)
    session.add(link)
    await session.flush()
    return link


async def sign_in_recruiter(session: AsyncSession, link_id: UUID, *, now: datetime) -> str:
    """Use a one-time link; returns the session's secret for the cookie. Raises LinkUsed the second time."""
    link = await queries.lock_recruiter_link(session, link_id)
    if link is None:
        raise NotFound("This link is not known here. Ask for a new one: rolecall link recruiter")
    check_unused(link)
    link.used_at = now
    secret = new_secret()
    session.add(
        RecruiterSession(
            organisation_id=link.organisation_id, token_hash=hash_secret(secret), expires_at=session_ends_at(now)
        )
    )
    return secret


async def recognise_session(session: AsyncSession, secret: str | None, *, now: datetime) -> Principal:
    """The recruiter whose cookie this is; PUBLIC without one or after it ended."""
    found = await queries.find_session(session, hash_secret(secret), now=now) if secret else None
    if found is None:
        return PUBLIC
    return Principal(found.organisation_id, RECRUITER_SCOPES, reference=f"session:{found.token_hash[:16]}")


async def sign_out_recruiter(session: AsyncSession, secret: str) -> None:
    await queries.end_session(session, hash_secret(secret))


async def answer_once(
    session: AsyncSession,
    principal: Principal,
    key: str | None,
    operation: str,
    body: bytes,
    create: Callable[[], Awaitable[Created]],
) -> str:
    """Run `create` once for an Idempotency-Key; a repeat gets the same answer, another body is refused."""
    if key is None:
        return (await create()).answer
    organisation_id, request_hash = principal.organisation(), hash_request(operation.encode(), body)
    earlier = await queries.reserve_answer(session, organisation_id, operation, key, request_hash)
    if earlier is not None:
        if earlier.request_hash != request_hash:
            raise KeyReused(
                "This Idempotency-Key was used for another request: use a new one.", field="Idempotency-Key"
            )
        return earlier.answer
    created = await create()
    await queries.save_answer(session, organisation_id, operation, key, created.subject_id, created.answer)
    return created.answer
