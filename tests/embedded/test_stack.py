"""Everything together, temporary and kept."""

from pathlib import Path

import asyncpg
from redis import Redis

from service.embedded.stack import Stack


async def test_a_temporary_stack_works_and_leaves_nothing() -> None:
    with Stack(catcher=True) as stack:
        connection = await asyncpg.connect(stack.database_url.replace("+asyncpg", ""))
        assert await connection.fetchval("SELECT current_database()") == "rolecall"
        await connection.close()
        with Redis.from_url(stack.redis_url) as client:
            assert client.ping()
        assert stack.smtp_port > 0
        assert stack.postgres
        places = [stack.folder, stack.postgres.home]

    assert not any(place.exists() for place in places)


def test_a_stack_without_servers_starts_nothing(tmp_path: Path) -> None:
    with Stack(tmp_path, postgres=False, redis=False) as stack:
        assert stack.servers == []
        assert (stack.database_url, stack.redis_url, stack.smtp_port) == ("", "", 0)
