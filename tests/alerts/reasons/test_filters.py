"""What a mail says of an alert's filters agrees with what the filters accept, and is said in words that are true."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from service.alerts.models import Alert
from service.alerts.reasons.filters import fit_of_filters
from service.alerts.reasons.queries import FilterOutcomes, outcomes_of_filters
from service.database import Database
from service.kinds import Workplace
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.mail.contents import Fit
from service.search.filtering.bounds import values_of
from service.search.filtering.queries import Outcome
from service.search.schemas import ListingFilters
from tests.factories import Body
from tests.given import Subscribe
from tests.search.test_filters import FILTERS, accepted_by_an_alert, world
from tests.tables import rows

__all__ = ["world"]


async def outcomes(database: Database, filters: ListingFilters, listings: list[int]) -> dict[int, FilterOutcomes]:
    async with database.reading() as session:
        alert = await session.get(Alert, 1)
        assert alert is not None
        for name, value in values_of(filters).items():
            setattr(alert, name, value)
        await session.flush()
        found = await outcomes_of_filters(session, [(1, listing) for listing in listings])
        return {listing: each for (_, listing), each in found.items()}


async def test_a_listing_meets_what_it_is_said_to_meet(
    subscribe: Subscribe, world: list[Body], database: Database
) -> None:
    await subscribe()
    ids = [id_ for (id_,) in await rows(database, "SELECT id FROM listing")]
    loop = asyncio.get_running_loop()

    def run(coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(filters=FILTERS)
    def hold(filters: Body) -> None:
        asked = ListingFilters.model_validate(filters)
        strictly = asked.model_copy(update={"pay_unknown": "drop", "place_unknown": "drop"})
        said = run(outcomes(database, asked, ids))

        surely = {id_ for id_, each in said.items() if all(outcome is Outcome.MET for outcome in each.values())}
        never = {id_ for id_, each in said.items() if Outcome.NOT_MET in each.values()}
        assert surely == run(accepted_by_an_alert(database, strictly, ids))
        assert not never & run(accepted_by_an_alert(database, asked, ids))

    await asyncio.to_thread(hold)


def a_listing(**changed: Any) -> Listing:
    return Listing(title="Clerk", description="", state=ListingState.OPEN, state_at=datetime.now(UTC), **changed)


WITH_PAY: Body = {"pay_text": "from £20,000", "pay_min": Decimal(20_000)}


@pytest.mark.parametrize(
    ("filters", "outcomes", "listing", "fit"),
    [
        ({"place": "York"}, {"place": "met"}, {"place": "York"}, Fit(meets=("in York",))),
        (
            {"place": "York", "within_km": 25},
            {"place": "met"},
            {"place": "York"},
            Fit(meets=("within 25 km (16 miles) of York",)),
        ),
        ({"place": "York"}, {"place": "not_stated"}, {}, Fit(not_stated=("where it is",))),
        (
            {"place": "York", "within_km": 25},
            {"place": "not_stated"},
            {"place": "Yorkshire"},
            Fit(not_stated=("whether it is within 25 km (16 miles) of York",)),
        ),
        ({"pay_at_least": 30_000}, {"pay_least_yearly": "not_stated"}, {}, Fit(not_stated=("pay",))),
        (
            {"pay_at_least": 30_000},
            {"pay_least_yearly": "not_stated"},
            WITH_PAY,
            Fit(not_stated=("whether the pay is £30,000 a year or more",)),
        ),
        (
            {"hours": "part_time", "contracts": ["permanent"]},
            {"hours": "met", "contracts": "not_met"},
            {},
            Fit(meets=("part time",), not_met=("permanent",)),
        ),
        (
            {"without": ["weekends", "temporary"]},
            {"without_words": "met", "without_contracts": "met"},
            {},
            Fit(meets=("without weekends or temporary",)),
        ),
        (
            {"without": ["temporary"]},
            {"without_words": "met", "without_contracts": "not_met"},
            {},
            Fit(not_met=("without temporary",)),
        ),
        ({"remote_from": "FR"}, {"remote_from": "met"}, {"workplace": Workplace.ON_SITE}, Fit()),
        (
            {"remote_from": "FR"},
            {"remote_from": "met"},
            {"workplace": Workplace.REMOTE},
            Fit(meets=("remote only if open to France",)),
        ),
        ({"posted_within_days": 1}, {"posted_within_days": "not_met"}, {}, Fit()),
        ({}, {}, {}, Fit()),
    ],
    ids=str,
)  # fmt: skip
def test_each_filter_is_told_in_words(filters: Body, outcomes: dict[str, str], listing: Body, fit: Fit) -> None:
    asked = ListingFilters.model_validate(filters)
    found = {name: Outcome(outcome) for name, outcome in outcomes.items()}

    assert fit_of_filters(asked, found, a_listing(**listing), locale="en_GB") == fit


def test_sums_and_distances_are_written_as_the_reader_writes_them() -> None:
    asked = ListingFilters.model_validate(
        {"place": "Delft", "within_km": 1_500, "pay_at_least": 30_000, "pay_currency": "EUR"}
    )
    found = {"place": Outcome.MET, "pay_least_yearly": Outcome.MET}

    fit = fit_of_filters(asked, found, a_listing(), locale="de_DE")

    assert fit.meets == ("within 1500 km of Delft", "30.000\u00a0€ a year or more")
