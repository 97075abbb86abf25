"""PostgreSQL and Python agree on the words of listings, word by word and phrase by phrase."""

import asyncio

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from embeddings.encoder import FloatMatrix
from service.database import Database
from service.search.lexical.memory import WordsIndex, read_words
from service.search.lexical.queries import nearest_by_words, wanted_words_of, words_of_listings
from service.search.wanted import Wanted, terms_wanted
from service.words import affirms, phrase_query, text_vector
from tests.factories import a_listing
from tests.fakes import FakeEncoder
from tests.given import PublishMany
from tests.tables import rows, value

TITLES = ["Night Porter", "Head Porter", "C++ Developer", "HGV Driver, 7.5t", "Beekeeper"]
BODIES = [
    "Carry bags at night. No driving.",
    "You write C++ and node.js, not C#.",
    "Drive a 7.5t lorry; a CSCS card helps.",
    "Forty hives of bees in York. No weekend work.",
]
EMPLOYERS = ["Harbour Hotel", "O'Neill's Bees", "York Council"]
PIECES = st.sampled_from(
    [
        "night",
        "nights",
        "no ",
        "not ",
        "without ",
        "work",
        "and",
        "the",
        "C++",
        "it's",
        "7.5t",
        ", ",
        ". ",
        "\n",
        "\\",
        "'",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join)
ROWS: FloatMatrix = FakeEncoder().encode(["anything"])


@pytest.fixture
async def world(publish_many: PublishMany) -> None:
    await publish_many(
        a_listing(external_id=f"p{n}", title=TITLES[n % 5], description=BODIES[n % 4], employer=EMPLOYERS[n % 3])
        for n in range(60)
    )


async def in_memory(database: Database) -> WordsIndex:
    sql = """SELECT listing.id, title, description, name, concat_ws(' ', place, place_locality, place_region)
        FROM listing JOIN employer ON employer.id = employer_id"""
    found = await rows(database, sql)
    return WordsIndex(
        {
            id_: read_words(title=title, body=body, employer=employer, place=place)
            for id_, title, body, employer, place in found
        }
    )


@pytest.mark.parametrize(
    "description",
    ["night porter", "C++ and node.js", "a 7.5t HGV in Leeds", "bees for O'Neill", "the", "xylorimba", "work in York"],
)
async def test_what_is_found_by_words_is_what_memory_finds(world: None, database: Database, description: str) -> None:
    memory = await in_memory(database)
    wanted = Wanted(ROWS, terms=terms_wanted(description))

    async with database.reading() as session:
        found = await nearest_by_words(session, wanted, limit=30)
        among_some = await nearest_by_words(session, wanted, limit=30, allowed=range(1, 20))

    assert found == memory.nearest(wanted, limit=30)
    assert among_some == memory.nearest(wanted, limit=30, allowed=range(1, 20))


async def test_the_words_that_are_loaded_are_those_that_memory_reads(world: None, database: Database) -> None:
    memory = await in_memory(database)
    wanted = Wanted(ROWS, terms=terms_wanted("C++ porter who drives at night"))

    async with database.reading() as session:
        everything = await words_of_listings(session, memory.documents)
        some = await wanted_words_of(session, wanted, memory.documents)

    assert everything == memory.documents
    for id_, words in some.items():
        assert words.terms == everything[id_].terms & wanted.heavy_terms.keys()
        assert words.title_terms == everything[id_].title_terms & wanted.heavy_terms.keys()


async def test_an_edited_listing_has_the_words_that_it_has_now(
    api: httpx.AsyncClient, world: None, database: Database
) -> None:
    public_id = await value(database, "SELECT public_id FROM listing WHERE external_id = 'p0'")
    await api.patch(f"/v1/listings/{public_id}", json={"description": "Mend clocks.", "employer": "Clock House"})

    async with database.reading() as session:
        (words,) = (await words_of_listings(session, [1])).values()

    assert words == read_words(title="Night Porter", body="Mend clocks.", employer="Clock House", place="Leeds")


async def test_a_phrase_is_found_where_python_finds_it(database: Database) -> None:
    loop = asyncio.get_running_loop()
    sql = text("SELECT CAST(:vector AS tsvector) @@ CAST(:query AS tsquery)")

    async def found(vector: str, query: str) -> bool:
        async with database.reading() as session:
            return bool(await session.scalar(sql, {"vector": vector, "query": query}))

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(title=TEXTS, body=TEXTS, phrase=st.lists(PIECES, min_size=1, max_size=4).map(" ".join))
    def hold(title: str, body: str, phrase: str) -> None:
        query = phrase_query(phrase)
        by_python = affirms(phrase, title=title, body=body, employer="Night Work", place="Night")
        if query is None:
            assert not by_python
            return
        vector = text_vector(title=title, employer="Night Work", place="Night", body=body)

        assert asyncio.run_coroutine_threadsafe(found(vector, query), loop).result() == by_python

    await asyncio.to_thread(hold)


async def test_the_longest_text_is_found_by_its_last_words(database: Database) -> None:
    body = "night work and " * 6_600 + "weekend duty"
    query = phrase_query("weekend duty")
    assert query is not None

    sql = text("SELECT CAST(:vector AS tsvector) @@ CAST(:query AS tsquery)")
    async with database.reading() as session:
        found = await session.scalar(sql, {"vector": text_vector(body=body), "query": query})

    assert found
    assert affirms("weekend duty", title="", body=body)
