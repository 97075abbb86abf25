"""What is measured is what serves: a search over the API and an evaluation give the same order and the same scores."""

from dataclasses import replace

import httpx
import pytest

from service.database import Database
from service.evaluation.beir import document_of
from service.evaluation.configuration import SERVING
from service.evaluation.filtering import allowed_documents, filters_of
from service.evaluation.ranking import rank_task
from service.evaluation.tasks import Entry, Query, Task
from tests.factories import a_listing
from tests.fakes import FakeEncoder
from tests.given import Publish, Work

JOBS = {
    "Night Porter": ("Leeds", "Carry bags and open doors for hotel guests through the night. No driving is needed."),
    "Head Porter, Grand Hotel": (
        "York",
        "Lead the porters of a hotel. Guests come by night and day, and bags come too.",
    ),
    "Beekeeper": ("York", "Look after forty hives of bees and harvest honey in summer."),
    "Honey Seller": (
        "Hull",
        "Sell honey at a market stall. Some bees live behind it. You carry boxes of honey in bags.",
    ),
    "Bus Driver": ("Leeds", "Drive passengers through the town on time and in safety."),
}


@pytest.mark.parametrize(
    "description",
    [
        "honey",
        "porter",
        "at the Harbour Hotel in York",
        "harvest honey from hives of bees",
        "carry bags for hotel guests at night and drive a bus",
        "hotel porter near York, no driving",
    ],
)
async def test_a_search_and_an_evaluation_agree(
    client: httpx.AsyncClient, publish: Publish, work: Work, database: Database, description: str
) -> None:
    for title, (place, text) in JOBS.items():
        await publish(external_id=title, title=title, description=text, place=place)
    await work()
    employer = a_listing()["employer"]
    entries = {title: Entry(document_of(title, text), employer, place) for title, (place, text) in JOBS.items()}
    task = Task("jobs", entries, {"q": Query(description)}, {"q": {"Beekeeper": 1}}, reads=True)
    async with database.reading() as session:
        task = replace(task, allowed=await allowed_documents(session, filters_of(task)))

    answer = await client.post("/v1/search", json={"query": description, "weaker": True})
    ranking = rank_task(task, FakeEncoder(), SERVING)["q"]

    served = [(result["listing"]["title"], result["score"]) for result in answer.json()["results"]]
    assert served == [(each.document, pytest.approx(max(0.0, each.value), abs=1e-4)) for each in ranking]
