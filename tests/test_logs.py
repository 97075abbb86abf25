"""Logs say what failed and where, and nothing of a person."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.database import Database
from service.errors import Conflict
from service.logs import PrivateFormatter, name_error


async def write_half_a_row(database: Database, address: str) -> None:
    async with database.transaction() as session:
        await session.execute(text("INSERT INTO suppression (folded_address) VALUES (:address)"), {"address": address})


async def test_a_database_error_is_logged_without_the_row_that_it_quotes(database: Database) -> None:
    address = "@".join(("ada", "example.org"))
    with pytest.raises(DBAPIError) as failed:
        await write_half_a_row(database, address)

    error = (failed.type, failed.value, failed.tb)
    logged = PrivateFormatter().format(logging.LogRecord("service", logging.ERROR, "", 1, "A task failed", (), error))

    assert address not in logged
    assert "SQLSTATE 23502" in logged
    assert "test_logs.py" in logged


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (ValueError("ada@example.org is wrong"), "builtins.ValueError"),
        (Conflict("This was closed."), "service.errors.Conflict: This was closed."),
        (TimeoutError("no answer"), "builtins.TimeoutError: no answer"),
    ],
)
def test_only_our_own_errors_and_the_systems_are_quoted(error: Exception, named: str) -> None:
    assert name_error(error) == named
