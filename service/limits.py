"""How often one source may do what costs something. Counted in Redis; while Redis is away, nobody is turned away."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter

from service.errors import TooMany

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 0.5


@dataclass(frozen=True)
class Limit:
    """A named limit, as "60/minute"."""

    name: str
    rate: str

    @property
    def item(self) -> RateLimitItem:
        return parse(self.rate)


class Limiter:
    """Counts by source address, which it keeps only as a hash."""

    def __init__(self, redis_url: str):
        uri = redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix://") else redis_url
        self._limiter = MovingWindowRateLimiter(RedisStorage(f"async+{uri}", implementation="redispy"))

    async def check(self, limit: Limit, source: str) -> None:
        """Count one use; raises TooMany when the source has used the limit up."""
        item, who = limit.item, hashlib.sha256(source.encode()).hexdigest()[:32]
        try:
            allowed = await asyncio.wait_for(self._limiter.hit(item, limit.name, who), _PATIENCE_SECONDS)
        except Exception as error:
            logger.warning("Limits are not counted while Redis does not answer: %s", type(error).__name__)
            return
        if not allowed:
            raise TooMany(
                f"More than {limit.rate.replace('/', ' a ')} came from your address: wait a little and try again.",
                retry_after_seconds=item.get_expiry(),
            )
