"""Doing part of the work, as when a worker stops in the middle."""

from service.database import Database
from service.work import WorkKind, add_work
from workers.main import TASKS
from workers.runtime import Runtime


async def work_up_to(runtime: Runtime, last: WorkKind) -> None:
    """All due work of each kind in its order, up to and with the last."""
    for kind, task in TASKS.items():
        await task(runtime)
        if kind is last:
            return


async def ask_for(database: Database, kind: WorkKind, *subjects: int) -> None:
    async with database.transaction() as session:
        await add_work(session, kind, subjects)
