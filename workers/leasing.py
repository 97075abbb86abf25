"""Working on claimed rows: claim and commit, keep the lease while working, give back what failed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from service.database import Database
from service.logs import name_error
from service.work import LEASE_SECONDS, Claimed, LeaseLost, WorkKind, claim_work, postpone_work, renew_leases

logger = logging.getLogger(__name__)

Do = Callable[[list[Claimed]], Awaitable[None]]
_RENEW_EVERY = LEASE_SECONDS / 4
_LONGEST_WAIT_SECONDS = 600


async def work_through(database: Database, kind: WorkKind, do: Do, *, at_once: int) -> None:
    """Do all work of a kind that is due. `do` gets a batch and finishes it in its own transaction, or raises.

    Work that failed before is done alone, so that one row that always fails cannot hold up its neighbours.
    """
    while True:
        async with database.transaction() as session:
            claims = await claim_work(session, kind, limit=at_once)
        if not claims:
            return
        fresh = [claim for claim in claims if claim.attempts == 1]
        for batch in ([fresh] if fresh else []) + [[claim] for claim in claims if claim.attempts > 1]:
            await _do_leased(database, batch, do)


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


async def _do_leased(database: Database, batch: Sequence[Claimed], do: Do) -> None:
    renewing = asyncio.create_task(_keep_leases(database, batch))
    try:
        await do(list(batch))
    except LeaseLost as error:
        logger.warning("%s", error)
        await _give_back(database, batch, timedelta(), "another worker took over a part of the batch")
    except asyncio.CancelledError:
        await asyncio.shield(_give_back(database, batch, timedelta(), "the worker stopped"))
        raise
    except Exception as error:
        logger.exception("%s of %d rows failed and will be tried again", batch[0].kind, len(batch))
        await _give_back(database, batch, wait_after(batch[0].attempts), name_error(error))
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


async def _give_back(database: Database, batch: Sequence[Claimed], delay: timedelta, error: str) -> None:
    """While the database does not answer, tried for as long as the lease lasts: after that the work is free anyway."""
    for _ in range(LEASE_SECONDS):
        try:
            async with database.transaction() as session:
                return await postpone_work(session, batch, delay=delay, error=error)
        except Exception as failure:
            logger.warning("%s could not be given back yet: %s", batch[0].kind, failure)
            await asyncio.sleep(1)
