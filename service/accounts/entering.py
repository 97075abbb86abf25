"""The addresses that let a recruiter or an operator in, once and for a short while."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import create_recruiter_link
from service.accounts.models import Organisation
from service.accounts.operators import create_operator_link
from service.links import Purpose, sign_link
from service.settings import Settings


async def make_entrance(session: AsyncSession, organisation: Organisation, settings: Settings, *, now: datetime) -> str:
    link = await create_recruiter_link(session, organisation)
    token = sign_link(Purpose.SIGN_IN, link.public_id, keys=settings.secret_keys, now=now)
    return f"{settings.public_url}/recruiter/enter/{token}"


async def make_operator_entrance(session: AsyncSession, settings: Settings, *, now: datetime) -> str:
    link = await create_operator_link(session)
    token = sign_link(Purpose.OPERATE, link.public_id, keys=settings.secret_keys, now=now)
    return f"{settings.public_url}/operations/enter/{token}"
