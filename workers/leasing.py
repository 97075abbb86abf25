"""Working on claimed rows: claim and commit, keep the lease while working, give back what failed."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.claiming import Past, claim_one_with, claim_work, due_pasts
from service.database import Database
from service.logs import name_error
from service.work import LEASE_SECONDS, Claimed, LeaseLost, WorkKind, give_back_work, postpone_work, renew_leases

logger = logging.getLogger(__name__)

Do = Callable[[list[Claimed]], Awaitable[None]]

# What crashed before is done one row at a time in a process, whatever its kind: the leases of everything that died with
# a worker end together, and what died with the poison again and again would be taken for poison too.
_one_suspect = asyncio.Lock()
_RENEW_EVERY = LEASE_SECONDS / 4
_LONGEST_WAIT_SECONDS = 600


async def work_through(database: Database, kind: WorkKind, do: Do, *, at_once: int) -> None:
    """Do all work of a kind that is due. `do` gets a batch and finishes it in its own transaction, or raises.

    Work that went wrong before is claimed and done alone, in turns with the rest, so that one row that always fails
    cannot hold up its neighbours, and one that ends its worker is not taken for them.
    """
    while True:
        async with database.reading() as session:
            pasts = await due_pasts(session, kind)
        done = False
        for past in (each for each in Past if each in pasts):
            done |= await _do_some(database, kind, past, do, at_once=at_once)
        if not done:
            return


def wait_after(attempts: int) -> timedelta:
    """How long failed work rests: 1 s, doubling with each attempt, at most ten minutes."""
    return timedelta(seconds=min(_LONGEST_WAIT_SECONDS, 2.0 ** min(attempts - 1, 20)))


async def uninterrupted(doing: Coroutine[Any, Any, None], *, on_stop: Callable[[], None]) -> None:
    """Do something to its end even when this worker is told to stop meanwhile; `on_stop` may bring the end nearer."""
    task = asyncio.create_task(doing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        on_stop()
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _do_some(database: Database, kind: WorkKind, past: Past, do: Do, *, at_once: int) -> bool:
    """Claim what has this past and do it; returns whether there was any."""
    async with _one_suspect if past is Past.CRASHED else contextlib.nullcontext():
        async with database.transaction() as session:
            claims = await (
                claim_work(session, kind, limit=at_once) if past is Past.NONE else claim_one_with(session, past, kind)
            )
        if claims:
            await _do_leased(database, claims, do)
        return bool(claims)


async def _do_leased(database: Database, batch: Sequence[Claimed], do: Do) -> None:
    renewing = asyncio.create_task(_keep_leases(database, batch))
    try:
        await do(list(batch))
    except LeaseLost as error:
        logger.warning("%s", error)
        await _postpone(database, batch, timedelta(), "another worker took over a part of the batch")
    except asyncio.CancelledError:
        await asyncio.shield(_while_leased(database, lambda session: give_back_work(session, batch)))
        raise
    except Exception as error:
        logger.exception("%s of %d rows failed and will be tried again", batch[0].kind, len(batch))
        await _postpone(database, batch, wait_after(batch[0].attempts), name_error(error))
    finally:
        renewing.cancel()


async def _keep_leases(database: Database, batch: Sequence[Claimed]) -> None:
    while True:
        await asyncio.sleep(_RENEW_EVERY)
        try:
            async with database.transaction() as session:
                await renew_leases(session, batch)
        except Exception:
            logger.warning("Leases could not be renewed; if they end, another worker takes over", exc_info=True)


async def _postpone(database: Database, batch: Sequence[Claimed], delay: timedelta, error: str) -> None:
    await _while_leased(database, lambda session: postpone_work(session, batch, delay=delay, error=error))


async def _while_leased(database: Database, write: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """While the database does not answer, tried for as long as the lease lasts: after that the work is free anyway."""
    for _ in range(LEASE_SECONDS):
        try:
            async with database.transaction() as session:
                return await write(session)
        except Exception as failure:
            logger.warning("Work could not be given back yet: %s", name_error(failure))
            await asyncio.sleep(1)
