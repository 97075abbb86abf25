"""Migrations with rows in the tables: what an installation of before held means the same afterwards."""

from typing import Any

import pytest
from sqlalchemy import text

from service.database import Database
from service.migrations.migrate import migrate
from tests.tables import rows

FIRST = "0001"
_FILLERS = {
    "uuid": "gen_random_uuid()",
    "text": "''",
    "character varying": "''",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
    "bytea": "''",
    "bigint": "0",
    "integer": "0",
    "numeric": "0",
}


async def _put(database: Database, table: str, **values: Any) -> int:
    """Insert a row; what must be there and was not given gets a value of its type. Returns the row's key."""
    required = await rows(
        database,
        "SELECT column_name::text, data_type::text FROM information_schema.columns WHERE is_nullable = 'NO'"
        f" AND column_default IS NULL AND is_identity = 'NO' AND table_name = '{table}'",
    )
    fillers = {name: _FILLERS[kind] for name, kind in required if name not in values}
    columns = ", ".join([*values, *fillers])
    given = ", ".join([*(f":{name}" for name in values), *fillers.values()])
    async with database.engine.begin() as connection:
        added = await connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({given}) RETURNING id"), values)
        return int(added.scalar_one())


@pytest.fixture
async def of_before(empty: Database) -> Database:
    """A database at the first schema."""
    await migrate(empty, revision=FIRST)
    return empty


async def _listing(database: Database, **values: Any) -> int:
    organisation = await _put(database, "organisation", name=f"Council {values['external_id']}")
    employer = await _put(database, "employer", organisation_id=organisation, name="Council", folded_name="council")
    opening = await _put(database, "opening")
    owned = {"organisation_id": organisation, "employer_id": employer, "opening_id": opening}
    return await _put(database, "listing", **owned, state="open", description="Bees.", title="Beekeeper", **values)


async def _alert(database: Database, description: str, *, named: list[str], **values: Any) -> int:
    address = f"{description.replace(' ', '.')}@example.com"
    person = await _put(database, "person", address=address, folded_address=address)
    written = {"description": description, "named_places": named, "person_id": person}
    chosen = {"place_unknown": "keep", "pay_unknown": "keep", "pay_currency": "GBP", "cadence": "at_once"}
    return await _put(database, "alert", **written, **chosen, level="good", state="active", **values)


async def test_listings_are_located_and_their_pay_is_a_years(of_before: Database) -> None:
    york = await _listing(
        of_before, external_id="a", place="York", pay_min=20, pay_max=20, pay_period="hour", pay_currency="GBP"
    )
    nowhere = await _listing(of_before, external_id="b", place="Neverwhere")
    remote = await _listing(of_before, external_id="c", place="Remote (EU)", workplace="remote")

    await migrate(of_before)

    located = await rows(
        of_before,
        "SELECT id, round(place_latitude), 'remote' = workplace AND 'DE' = ANY (remote_from), round(pay_min_yearly)"
        " FROM listing ORDER BY id",
    )
    assert located == [(york, 54, None, 38480), (nowhere, None, None, None), (remote, None, True, None)]


async def test_a_place_that_an_alert_names_becomes_its_filter(of_before: Database) -> None:
    near = await _alert(of_before, "beekeeper near York", named=["york"])
    chosen = await _alert(of_before, "beekeeper in Leeds", named=["leeds"], place="Hull")
    none = await _alert(of_before, "beekeeper", named=[])
    several = await _alert(of_before, "beekeeper in Leeds or York", named=["leeds", "york"])

    await migrate(of_before)

    alerts = await rows(of_before, "SELECT id, meaning, place, within_km, round(near_latitude) FROM alert ORDER BY id")
    assert alerts == [
        (near, "beekeeper", "York", 25, 54),
        (chosen, "beekeeper", "Hull", None, None),
        (none, "beekeeper", None, None, None),
        (several, "beekeeper in Leeds or York", None, None, None),
    ]
    assert await rows(of_before, "SELECT subject_id FROM work WHERE kind = 'encode_alerts'") == [(several,)]
