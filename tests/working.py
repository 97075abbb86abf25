"""Doing part of the work, as when a worker stops in the middle."""

from service.work import WorkKind
from workers.main import TASKS
from workers.runtime import Runtime


async def work_up_to(runtime: Runtime, last: WorkKind) -> None:
    """All due work of each kind in its order, up to and with the last."""
    for kind, task in TASKS.items():
        await task(runtime)
        if kind is last:
            return
