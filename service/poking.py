"""Pokes: jobs without payload that say only which kind of work there is. Losing or doubling one changes nothing."""

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any

from arq import ArqRedis, create_pool
from arq.connections import RedisSettings
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Written by arq while its worker polls; it lapses when the worker stops.
WORKER_KEY = "rolecall:worker"
_PATIENCE_SECONDS = 0.5
UNREACHABLE = (RedisError, OSError, asyncio.TimeoutError)


def serialise(job: dict[str, Any]) -> bytes:
    """arq would pickle; jobs hold nothing that JSON cannot."""
    return json.dumps(job, default=str).encode()


def redis_settings(url: str) -> RedisSettings:
    settings = RedisSettings.from_dsn(url)
    settings.conn_timeout = 2
    settings.conn_retries = 0
    return settings


class Poker:
    """Pokes the workers of one Redis. While Redis is away it does nothing: their clock finds the work."""

    def __init__(self, redis_url: str):
        self._url = redis_url
        self._redis: ArqRedis | None = None

    async def poke(self, kinds: Iterable[str]) -> None:
        """Say that there is work of these kinds; never raises and never waits long."""
        try:
            await asyncio.wait_for(self._poke(kinds), _PATIENCE_SECONDS)
        except UNREACHABLE as error:
            logger.warning("Redis does not answer, the workers will find the work by their clock: %s", error)

    async def answers(self) -> bool:
        try:
            return bool(await asyncio.wait_for((await self._connection()).ping(), _PATIENCE_SECONDS))
        except UNREACHABLE:
            return False

    async def worker_seen(self) -> bool | None:
        """Whether a worker showed life in the last seconds; None when Redis does not answer."""
        try:
            redis = await self._connection()
            return bool(await asyncio.wait_for(redis.exists(WORKER_KEY), _PATIENCE_SECONDS))
        except UNREACHABLE:
            return None

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    async def _poke(self, kinds: Iterable[str]) -> None:
        redis = await self._connection()
        for kind in sorted(kinds):
            await redis.enqueue_job(kind)

    async def _connection(self) -> ArqRedis:
        if self._redis is None:
            self._redis = await create_pool(
                redis_settings(self._url), job_serializer=serialise, job_deserializer=json.loads
            )
        return self._redis
