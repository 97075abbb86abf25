"""Reading a description over the API: what was understood is said, applied, and undone when asked."""

import httpx
import pytest

from tests.factories import Body
from tests.given import Publish, Work

QUERY = "night porter near York, part time, no weekends"


@pytest.fixture
async def porters(publish: Publish, work: Work) -> None:
    for number, (place, hours, text) in enumerate(
        [
            ("York", "part_time", "Carry bags at night."),
            ("Selby, North Yorkshire", "part_time", "Carry bags at night, and no weekends."),
            ("York", "part_time", "Carry bags at night and on weekends."),
            ("York", "full_time", "Carry bags at night."),
            ("Truro", "part_time", "Carry bags at night."),
            (None, "part_time", "Carry bags at night, wherever."),
        ]
    ):
        await publish(external_id=f"p{number}", title="Night Porter", place=place, hours=hours, description=text)
    await work()


async def search(client: httpx.AsyncClient, **body: object) -> Body:
    answer = await client.post("/v1/search", json={"query": QUERY, "weaker": True, **body})
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()
    return found


def numbers(answer: Body) -> set[str]:
    return {result["listing"]["external_id"] for result in answer["results"]}


async def test_words_that_name_filters_filter_and_are_said(client: httpx.AsyncClient, porters: None) -> None:
    answer = await search(client)

    assert numbers(answer) == {"p0", "p1", "p5"}
    assert answer["meaning"] == "night porter"
    assert [(part["kind"], part["words"]) for part in answer["understood"]] == [
        ("place", "near York"),
        ("hours", "part time"),
        ("without", "no weekends"),
    ]
    assert answer["understood"][0]["says"] == "Within 25 km of York (or place not stated)"
    assert answer["understood"][0]["filters"] == {"place": "York", "within_km": 25, "place_unknown": "keep"}
    assert (answer["filters"]["hours"], answer["filters"]["without"]) == ("part_time", ["weekends"])


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"keep_as_words": ["near York"]}, {"p0", "p1", "p4", "p5"}),
        ({"keep_as_words": ["no weekends", "part time"]}, {"p0", "p1", "p2", "p3", "p5"}),
        ({"understand": False}, {"p0", "p1", "p2", "p3", "p4", "p5"}),
        ({"filters": {"place": "Truro"}}, {"p4"}),
        ({"filters": {"hours": None}}, {"p0", "p1", "p3", "p5"}),
    ],
)
async def test_a_reading_can_be_undone_and_a_given_filter_wins(
    client: httpx.AsyncClient, porters: None, how: Body, found: set[str]
) -> None:
    assert numbers(await search(client, **how)) == found


async def test_without_understanding_the_words_are_the_meaning(client: httpx.AsyncClient) -> None:
    answer = await search(client, understand=False, filters={"place": "Leeds"})

    assert (answer["understood"], answer["meaning"], answer["filters"]["place"]) == ([], QUERY, "Leeds")
