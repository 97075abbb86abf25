"""Every kind of task is safe to run twice, at the same time as itself, and after losing its lease."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from service.database import Database
from service.embedded.catcher import MailCatcher, Moment
from service.work import WorkKind
from tests.factories import a_candidate
from tests.given import Publish, Subscribe, Work
from tests.mails import alert_mails
from tests.tables import rows, run
from tests.working import ask_for, work_up_to
from workers.main import TASKS
from workers.runtime import Runtime

# What a task works on, in the small world below. A new kind of work has to be written down here.
SUBJECTS: dict[WorkKind, str] = {
    WorkKind.ENCODE_LISTINGS: "listing",
    WorkKind.ENCODE_CANDIDATES: "candidate",
    WorkKind.ENCODE_ALERTS: "alert",
    WorkKind.MATCH_LISTINGS: "listing",
    WorkKind.MATCH_ALERTS: "alert",
    WorkKind.COMPOSE_MAIL: "person",
    WorkKind.SEND_MAIL: "delivery",
}
# Whatever must be the same however often and however crossed the tasks ran.
OUTCOME = """
SELECT 'match', count(*), string_agg(DISTINCT state, ',') FROM match
UNION ALL SELECT 'announcement', count(*), string_agg(DISTINCT state, ',') FROM announcement
UNION ALL SELECT 'delivery', count(*), string_agg(DISTINCT state, ',') FROM delivery
UNION ALL SELECT 'vector', count(*), string_agg(DISTINCT collection, ',' ORDER BY collection) FROM stored_vector
UNION ALL SELECT 'work', count(*), '' FROM work
"""
EXPECTED = [
    ("match", 6, "announced"),
    ("announcement", 6, "sent"),
    ("delivery", 4, "accepted"),
    ("vector", 14, "alerts,candidates,listings"),
    ("work", 0, ""),
]

Prepare = Callable[[], Awaitable[None]]


def test_every_kind_of_work_has_its_task_and_its_place_in_these_tests() -> None:
    assert set(TASKS) == set(WorkKind) == set(SUBJECTS)
    assert {kind: task.__name__ for kind, task in TASKS.items()} == {kind: kind.value for kind in TASKS}


@pytest.fixture
def prepare(api: httpx.AsyncClient, publish: Publish, subscribe: Subscribe) -> Prepare:
    """Two active alerts, and three listings and a candidate that wait to be encoded."""

    async def make() -> None:
        for name in ("one", "two"):
            await subscribe(email=f"{name}@example.com")
        for number in range(3):
            await publish(employer=f"Hotel {number}")
        await api.post("/v1/candidates", json=a_candidate(email=None))

    return make


@pytest.mark.parametrize("kind", WorkKind)
async def test_a_task_that_runs_twice_does_its_work_once(
    prepare: Prepare, runtime: Runtime, work: Work, catcher: MailCatcher, database: Database, kind: WorkKind
) -> None:
    await prepare()
    await work_up_to(runtime, kind)
    subjects = [id_ for (id_,) in await rows(database, f"SELECT id FROM {SUBJECTS[kind]}")]

    await ask_for(database, kind, *subjects)
    await TASKS[kind](runtime)
    await work()

    assert sorted(await rows(database, OUTCOME)) == sorted(EXPECTED)
    assert len(alert_mails(catcher.messages)) == 2


@pytest.mark.parametrize("kind", WorkKind)
async def test_a_task_that_runs_at_the_same_time_as_itself_does_its_work_once(
    prepare: Prepare, runtime: Runtime, work: Work, catcher: MailCatcher, database: Database, kind: WorkKind
) -> None:
    await prepare()

    for each, task in TASKS.items():
        await asyncio.gather(*(task(runtime) for _ in range(4 if each is kind else 1)))
    await work()

    assert sorted(await rows(database, OUTCOME)) == sorted(EXPECTED)
    assert len(alert_mails(catcher.messages)) == 2


async def test_all_tasks_at_once_several_times_over_tell_everything_once(
    prepare: Prepare, runtime: Runtime, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await prepare()

    await asyncio.gather(*(task(runtime) for _ in range(4) for task in TASKS.values()))
    await work()

    told = await rows(database, "SELECT person_id, opening_id, count(*) FROM announcement GROUP BY 1, 2")
    assert len(told) == 6
    assert {count for _, _, count in told} == {1}
    assert len({mail.parsed()["Message-ID"] for mail in catcher.messages}) == len(catcher.messages)


async def test_a_mail_whose_sender_lost_its_lease_meanwhile_comes_twice_at_most_and_is_recognised(
    publish: Publish, subscribe: Subscribe, runtime: Runtime, work: Work, catcher: MailCatcher, database: Database
) -> None:
    loop = asyncio.get_running_loop()
    taken_over = asyncio.Event()

    async def take_over() -> None:
        await run(database, "UPDATE work SET leased_until = now() - interval '1 second'")
        await TASKS[WorkKind.SEND_MAIL](runtime)

    async def accept_slowly(moment: Moment) -> str | None:
        if moment.stage == "END" and not taken_over.is_set():
            taken_over.set()
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(take_over(), loop))
        return None

    await subscribe()
    await publish()
    await work_up_to(runtime, WorkKind.COMPOSE_MAIL)
    catcher.reply = accept_slowly
    await TASKS[WorkKind.SEND_MAIL](runtime)
    catcher.reply = None
    await work()

    mails = alert_mails(catcher.messages)
    assert len(mails) == 2
    assert len({mail.parsed()["Message-ID"] for mail in mails}) == 1
    assert await rows(database, "SELECT state, attempts FROM delivery WHERE kind = 'alert'") == [("accepted", 2)]
