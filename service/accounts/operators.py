"""How whoever runs the installation signs in: by a link of the command line, apart from every organisation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts import queries
from service.accounts.models import OperatorLink, OperatorSession, Scope
from service.accounts.principal import PUBLIC, Principal
from service.accounts.rules import check_unused, hash_secret, new_secret, session_ends_at
from service.errors import NotFound


async def create_operator_link(session: AsyncSession) -> OperatorLink:
    link = OperatorLink()
    session.add(link)
    await session.flush()
    return link


async def sign_in_operator(session: AsyncSession, link_id: UUID, *, now: datetime) -> str:
    """Use a one-time link; returns the session's secret for the cookie. Raises LinkUsed the second time."""
    link = await queries.lock_operator_link(session, link_id)
    if link is None:
        raise NotFound("This link is not known here. Ask for a new one: rolecall link operator")
    check_unused(link)
    link.used_at = now
    secret = new_secret()
    session.add(OperatorSession(token_hash=hash_secret(secret), expires_at=session_ends_at(now)))
    return secret


async def recognise_operator(session: AsyncSession, secret: str | None, *, now: datetime) -> Principal:
    """The operator whose cookie this is; PUBLIC without one or after it ended."""
    found = await queries.find_operator_session(session, hash_secret(secret), now=now) if secret else None
    if found is None:
        return PUBLIC
    return Principal(scopes=frozenset({Scope.OPERATIONS}), reference=f"operator:{found.token_hash[:16]}")


async def sign_out_operator(session: AsyncSession, secret: str) -> None:
    await queries.end_operator_session(session, hash_secret(secret))
