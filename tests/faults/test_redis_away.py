"""Redis stopped, frozen or emptied under load: the API accepts, everybody is told, and nobody lends a hand."""

import asyncio
import os
import signal
import time
from random import Random

import httpx
from redis.asyncio import Redis

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.redis import EmbeddedRedis
from service.embedded.stack import Stack
from tests.faults.conftest import Start
from tests.faults.flow import Flow, assert_told_once, repeated, until_done

PATIENCE_SECONDS = 60.0


async def test_redis_can_stop_and_come_back_at_any_moment(
    flow: Flow, start: Start, stack: Stack, client: httpx.AsyncClient, database: Database, catcher: MailCatcher,
    chance: Random,
) -> None:  # fmt: skip
    redis, worker = _redis_of(stack), start(encode_seconds=0.1)
    await _until_at_work(client)
    pid = worker.pid

    for away_seconds in (0.5, 4.0):
        posting = asyncio.create_task(flow.post_many(10))
        await asyncio.sleep(chance.uniform(0, 1))
        redis.stop()
        await asyncio.gather(flow.post(), asyncio.sleep(away_seconds))
        redis.start()
        print(f"at work again {await _until_at_work(client):.1f} s after Redis was back")
        await posting
    await until_done(database, seconds=PATIENCE_SECONDS)

    assert flow.refusals == []
    assert_told_once(catcher.messages, flow.due)
    assert repeated(catcher.messages) == {}
    assert worker.pid == pid


async def test_a_redis_that_hangs_stops_nothing_else(
    flow: Flow, start: Start, stack: Stack, client: httpx.AsyncClient, database: Database, catcher: MailCatcher
) -> None:
    redis, worker = _redis_of(stack), start()
    await _until_at_work(client)
    pid = worker.pid

    assert redis.pid
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        await flow.post()
        print(f"mailed in {await until_done(database, seconds=PATIENCE_SECONDS):.1f} s while Redis hung")
    finally:
        os.kill(redis.pid, signal.SIGCONT)
    print(f"at work again {await _until_at_work(client):.1f} s after Redis went on")

    assert flow.refusals == []
    assert_told_once(catcher.messages, flow.due)
    assert worker.pid == pid


async def test_redis_can_be_emptied_at_any_moment(
    flow: Flow, start: Start, stack: Stack, client: httpx.AsyncClient, database: Database, catcher: MailCatcher,
    chance: Random,
) -> None:  # fmt: skip
    worker = start(encode_seconds=0.1)
    await _until_at_work(client)
    pid = worker.pid

    posting = asyncio.create_task(flow.post_many(20))
    async with Redis.from_url(stack.redis_url) as redis:
        while not posting.done():
            await asyncio.sleep(chance.uniform(0, 0.3))
            await redis.flushall()
    print(f"done {await until_done(database, seconds=PATIENCE_SECONDS):.1f} s after the last listing")

    assert_told_once(catcher.messages, flow.due)
    assert repeated(catcher.messages) == {}
    assert worker.pid == pid


def _redis_of(stack: Stack) -> EmbeddedRedis:
    assert stack.redis
    return stack.redis


async def _until_at_work(client: httpx.AsyncClient) -> float:
    """Wait until a worker's sign of life reaches the API through Redis; returns how long that took."""
    started = time.monotonic()
    while not (await client.get("/health")).json()["worker_seen"]:
        assert time.monotonic() < started + PATIENCE_SECONDS, "the worker was not seen again"
        await asyncio.sleep(0.05)
    return time.monotonic() - started
