"""Connections to PostgreSQL and the shape of a transaction: one for a request, three steps for a task."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, ColumnElement, DateTime, Enum, Identity, any_, bindparam, func
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Mapped
from sqlmodel import SQLModel

from service.change_log import append_recorded

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def identity_column() -> "Column[int]":
    """The bigint key of a table: short, for joins and for the vector indexes, never shown outside."""
    return Column(BigInteger, Identity(always=True), primary_key=True)


def time_column(*, default_now: bool = False, nullable: bool = False, index: bool = False) -> "Column[datetime]":
    """A moment, stored in UTC."""
    default = func.now() if default_now else None
    return Column(DateTime(timezone=True), nullable=nullable, server_default=default, index=index)


def enum_column(kind: type, name: str, *, nullable: bool = False, default: str | None = None) -> "Column[Any]":
    """An enumeration stored as its value in a text column with a CHECK, so that members can be added by a migration."""
    values = Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda e: [m.value for m in e],
    )
    return Column(values, nullable=nullable, server_default=default)


def among(column: "ColumnElement[Any] | Mapped[int] | Mapped[int | None]", ids: Iterable[int]) -> ColumnElement[bool]:
    """`column` is one of `ids`, sent as one array: an IN list may not exceed 32,767 entries."""
    return column == any_(bindparam(None, list(ids), type_=ARRAY(BigInteger), unique=True))


AFTER_COMMIT = "work_to_poke"
Poke = Callable[[frozenset[str]], Awaitable[None]]


async def _poke_nobody(kinds: frozenset[str]) -> None:
    """Work waits for the next tick of the workers' clock."""


class Database:
    """One engine and its transactions. `poke` is told, after each commit, which kinds of work were added."""

    def __init__(self, url: str, *, poke: Poke = _poke_nobody, pool_size: int = 10):
        self.engine: AsyncEngine = create_async_engine(
            url, pool_pre_ping=True, pool_size=pool_size, max_overflow=10, hide_parameters=True
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.poke = poke

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """All or nothing: commits when the block ends, rolls back when it raises. Only edges open one."""
        async with self._sessions() as session:
            yield session
            await append_recorded(session)
            await session.commit()
            kinds = frozenset(session.info.pop(AFTER_COMMIT, ()))
        if kinds:
            await self.poke(kinds)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """For reads only: nothing that the block does is kept."""
        async with self._sessions() as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()
