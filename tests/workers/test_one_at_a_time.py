"""Tasks of one process: one of a kind at a time, however often it is asked for."""

import asyncio

from service.work import WorkKind
from workers.one_at_a_time import OneAtATime


class Look:
    """Takes as long as `free` says, and counts."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.started = 0
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self) -> None:
        self.started += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.free.wait()
        finally:
            self.at_once -= 1


async def _settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_flood_of_pokes_makes_one_look_and_one_more() -> None:
    look = Look()
    working = OneAtATime({WorkKind.SEND_MAIL: look})

    working.ask(WorkKind.SEND_MAIL)
    await _settle()
    for _ in range(1_000):
        working.ask(WorkKind.SEND_MAIL)
    look.free.set()
    await _settle()

    assert (look.started, look.most_at_once) == (2, 1)


async def test_a_slow_kind_of_work_does_not_hold_up_another() -> None:
    slow, quick = Look(), Look()
    quick.free.set()
    working = OneAtATime({WorkKind.ENCODE_LISTINGS: slow, WorkKind.SEND_MAIL: quick})

    working.ask(WorkKind.ENCODE_LISTINGS)
    working.ask(WorkKind.SEND_MAIL)
    await _settle()

    assert (slow.at_once, quick.started, quick.at_once) == (1, 1, 0)
    await working.stop()


async def test_what_failed_is_looked_at_again_when_asked() -> None:
    looks = 0

    async def fail_once() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise ConnectionError("the database is away")

    working = OneAtATime({WorkKind.SEND_MAIL: fail_once})
    for _ in range(2):
        working.ask(WorkKind.SEND_MAIL)
        await _settle()

    assert looks == 2


async def test_stopping_waits_for_what_is_being_done_to_end() -> None:
    look = Look()
    working = OneAtATime({WorkKind.SEND_MAIL: look})
    working.ask(WorkKind.SEND_MAIL)
    await _settle()

    await working.stop()

    assert (look.started, look.at_once) == (1, 0)
