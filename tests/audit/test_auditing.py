"""The audit from what is stored: applications, decisions, declared groups, and what the rankings were made by."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner

from service.audit.auditing import Audit, as_json, audit
from service.audit.queries import Scope
from service.audit.report import print_audit
from service.audit.swap_test import SwapResult
from service.cli import app
from service.database import Database
from service.settings import Settings
from tests.factories import Body, a_candidate
from tests.given import Publish, Work
from tests.tables import run

SWAP_TEST = SwapResult("1-test", 40, 90, 1000, ())
NOW = datetime(2030, 1, 1, tzinfo=UTC)
DECLARED = [
    {"sex": "female", "ethnicity": "asian"},
    {"sex": "female", "ethnicity": "white"},
    {"sex": "male", "ethnicity": "white"},
    None,
]

Report = Callable[..., Awaitable[Audit]]


@pytest.fixture
def report(database: Database) -> Report:
    async def make(scope: Scope = Scope()) -> Audit:  # noqa: B008
        async with database.reading() as session:
            return await audit(session, scope, organisation=None, swap_test=SWAP_TEST, now=NOW)

    return make


@pytest.fixture
async def ranked(api: httpx.AsyncClient, publish: Publish, work: Work) -> tuple[Body, list[str]]:
    """A listing for which four candidates were ranked, of whom three declared groups; in their order."""
    listing = await publish()
    ids = []
    for number, declared in enumerate(DECLARED):
        body = a_candidate(external_id=None, email=None, headline=f"Night Porter {number}")
        ids.append((await api.post("/v1/candidates", json=body)).json()["id"])
        if declared:
            await api.put(f"/v1/candidates/{ids[-1]}/declaration", json=declared)
    await work()
    await look(api, listing)
    return listing, ids


async def look(api: httpx.AsyncClient, listing: Body) -> None:
    assert (await api.get(f"/v1/listings/{listing['id']}/matches")).status_code == 200


async def decide(api: httpx.AsyncClient, listing: Body, candidate: str, decision: str) -> None:
    body = {"candidate_id": candidate, "decision": decision, "decided_by": "A. Recruiter"}
    answer = await api.post(f"/v1/listings/{listing['id']}/decisions", json=body)
    assert answer.status_code == 201, answer.text


async def test_of_an_empty_database_the_report_is_empty(report: Report) -> None:
    made = await report()

    assert (made.candidates, made.applicants, made.median_score) == (0, 0, None)
    assert made.selection.sex.categories == ()
    print_audit(Console(file=None, quiet=True), made)


async def test_rates_rest_on_the_latest_decisions_and_on_what_was_declared(
    api: httpx.AsyncClient, ranked: tuple[Body, list[str]], report: Report
) -> None:
    listing, (asian_woman, white_woman, white_man, unknown) = ranked
    await decide(api, listing, asian_woman, "shortlisted")
    await decide(api, listing, white_man, "shortlisted")
    await decide(api, listing, white_man, "dismissed")
    await decide(api, listing, unknown, "shortlisted")

    made = await report()

    by_sex = {each.name: (each.applicants, each.favoured, each.impact_ratio) for each in made.selection.sex.categories}
    assert by_sex == {"female": (2, 1, 1.0), "male": (1, 0, 0.0)}
    assert (made.selection.sex.unknown, made.selection.intersectional.unknown) == (1, 1)
    assert (made.shortlisted, made.dismissed, made.undecided) == (2, 1, 1)
    assert white_woman


async def test_a_candidate_is_counted_once_for_each_listing_however_often_they_were_shown(
    api: httpx.AsyncClient,
    ranked: tuple[Body, list[str]],
    publish: Publish,
    work: Work,
    database: Database,
    report: Report,
) -> None:
    listing, _ = ranked
    await run(database, "UPDATE ranking SET last_at = last_at - interval '1 hour'")
    await look(api, listing)
    other = await publish(title="Porter")
    await work()
    await look(api, other)

    made = await report()

    assert (made.period.rankings, made.candidates, made.applicants) == (3, 4, 8)


async def test_who_was_erased_is_counted_as_an_empty_place(
    api: httpx.AsyncClient, ranked: tuple[Body, list[str]], report: Report
) -> None:
    _, ids = ranked
    await api.delete(f"/v1/candidates/{ids[0]}")

    made = await report()

    assert (made.applicants, made.period.places_of_erased) == (3, 1)


async def test_the_scope_is_an_organisations_and_of_a_time(ranked: tuple[Body, list[str]], report: Report) -> None:
    others = await report(Scope(organisation_id=999))
    later = await report(Scope(since=datetime.now(UTC) + timedelta(days=1)))
    own = await report(Scope(organisation_id=1, since=datetime.now(UTC) - timedelta(days=1)))

    assert (others.applicants, later.applicants, own.applicants) == (0, 0, 4)


async def test_the_report_names_what_the_rankings_were_made_by(ranked: tuple[Body, list[str]], report: Report) -> None:
    (way,) = (await report()).made_by

    assert (way.rankings, way.score_version) == (1, "weights-1")
    assert way.generation
    assert way.rankable_version


async def test_no_candidate_stands_in_the_report(ranked: tuple[Body, list[str]], report: Report) -> None:
    _, ids = ranked

    said = json.dumps(as_json(await report()), default=str)

    assert not any(id_ in said for id_ in ids)
    assert "Featherstone" not in said


async def test_the_command_prints_the_report_with_the_swap_test_run_now(
    ranked: tuple[Body, list[str]], settings: Settings
) -> None:
    import asyncio

    names = ("database_url", "redis_url", "data_folder", "secret_key", "public_url", "mail_from")
    runner = CliRunner(env={f"ROLECALL_{name.upper()}": str(getattr(settings, name)) for name in names})

    result = await asyncio.to_thread(runner.invoke, app, ["audit", "--json", "--organisation", "Greenwich Council"])

    made = json.loads(result.stdout)
    assert result.exit_code == 0, result.output
    assert (made["organisation"], made["applicants"]) == ("Greenwich Council", 4)
    assert made["swap_test"]["passed"] is True
    assert made["swap_test"]["profiles"] == 40
