"""Each kind of work is done by one task at a time in a process; asked for meanwhile, it looks once more."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from service.work import WorkKind

logger = logging.getLogger(__name__)

Look = Callable[[], Coroutine[Any, Any, None]]


class OneAtATime:
    """Asking never waits: neither a flood of pokes nor the loss of Redis touches work that is under way."""

    def __init__(self, looks: Mapping[WorkKind, Look]):
        self._looks = looks
        self._asked: set[WorkKind] = set()
        self._doing: dict[WorkKind, asyncio.Task[None]] = {}

    def ask(self, kind: WorkKind) -> None:
        self._asked.add(kind)
        if kind not in self._doing:
            self._doing[kind] = asyncio.create_task(self._do(kind), name=kind.value)

    async def stop(self) -> None:
        """Have what is being done given back, or ended where it may not be cut off."""
        tasks = list(self._doing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _do(self, kind: WorkKind) -> None:
        try:
            while kind in self._asked:
                self._asked.discard(kind)
                await self._looks[kind]()
        except Exception:
            logger.exception("%s stopped; what is due is looked for again in a moment", kind.value)
        finally:
            del self._doing[kind]
