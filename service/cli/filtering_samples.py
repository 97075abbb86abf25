"""The documents that the sample tasks' filters let through, asked of a database that lives for this question only."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.evaluation.tasks import Task


def filtered(tasks: Sequence["Task"]) -> list["Task"]:
    """The same tasks with what their descriptions' filters allow; a database is started only where one reads them."""
    if not any(task.reads for task in tasks):
        return list(tasks)
    from service.embedded.stack import Stack

    with Stack(redis=False) as stack:
        return asyncio.run(_ask(stack.database_url, tasks))


async def _ask(url: str, tasks: Sequence["Task"]) -> list["Task"]:
    from service.database import Database
    from service.evaluation.filtering import allowed_documents, filters_of, put_samples
    from service.migrations.migrate import migrate

    database = Database(url)
    try:
        await migrate(database)
        async with database.reading() as session:
            await put_samples(session, now=datetime.now(UTC))
            return [
                replace(task, allowed=await allowed_documents(session, filters_of(task))) if task.reads else task
                for task in tasks
            ]
    finally:
        await database.close()
