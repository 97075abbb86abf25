"""Doing the work that is due, all of it or up to where a worker stops in the middle."""

from datetime import timedelta

from sqlalchemy import text

from service.database import Database
from service.work import WorkKind, add_work
from workers.main import TASKS
from workers.runtime import Runtime

_DUE = """SELECT count(*) FROM work
WHERE available_at <= now() AND set_aside_at IS NULL AND (leased_until IS NULL OR leased_until < now())"""
_FAILED = "SELECT kind, last_error FROM work WHERE last_error IS NOT NULL AND kind <> 'send_mail'"
_MOST_ROUNDS = 20


async def run_all_work(runtime: Runtime) -> None:
    for _ in range(_MOST_ROUNDS):
        for task in TASKS.values():
            await task(runtime)
        async with runtime.database.reading() as session:
            failed = (await session.execute(text(_FAILED))).all()
            due = await session.scalar(text(_DUE))
        assert not failed, failed
        if not due:
            return
    raise AssertionError(f"Work is still due after {_MOST_ROUNDS} rounds")


async def work_up_to(runtime: Runtime, last: WorkKind) -> None:
    """All due work of each kind in its order, up to and with the last."""
    for kind, task in TASKS.items():
        await task(runtime)
        if kind is last:
            return


async def let_time_pass(runtime: Runtime, time: timedelta) -> None:
    """The worker's clock goes on, and what waits for a moment has waited so much longer."""
    now = runtime.now() + time
    runtime.now = lambda: now
    async with runtime.database.transaction() as session:
        await session.execute(
            text("UPDATE work SET available_at = available_at - CAST(:time AS interval)"), {"time": time}
        )


async def ask_for(database: Database, kind: WorkKind, *subjects: int) -> None:
    async with database.transaction() as session:
        await add_work(session, kind, subjects)
