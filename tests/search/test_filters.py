"""A filter's results are exactly those that a reader of every listing would pick by hand, whichever way it is asked."""

import asyncio
import math
import random
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.alerts.models import Alert, AlertState
from service.alerts.queries import accepted_pairs
from service.database import Database
from service.gazetteer.places import find_place
from service.kinds import Period
from service.listings.pay import annual
from service.search.filtering.bounds import values_of
from service.search.queries import allowed_listing_ids
from service.search.schemas import ListingFilters
from service.words import affirms
from tests.factories import Body, a_listing
from tests.given import Publish, PublishMany, Subscribe, Work
from tests.tables import rows

PLACES = [
    None, "York", "york", "New York", "Leeds, West Yorkshire", "Kent", "Canterbury", "Greenwich, London (Greater)",
    "London", "Berlin, Germany", "Wandle Heath", "Remote", "Remote (UK)", "Remote (EU)", "Lyon, France",
]  # fmt: skip
# What lies in each place that a search may name, though its words do not say so.
LIE_IN: dict[str, set[str | None]] = {
    "York": {"York", "york"},
    "yorkshire": {"York", "york", "Leeds, West Yorkshire"},
    "new york": {"New York"},
    "Kent": {"Kent", "Canterbury"},
    "london": {"London", "Greenwich, London (Greater)"},
    "Germany": {"Berlin, Germany"},
    "UK": set(PLACES) - {None, "New York", "Berlin, Germany", "Wandle Heath", "Remote", "Remote (EU)", "Lyon, France"},
    "Truro": set(),
    "Nowhereville": set(),
}
EMPLOYERS = ["Harbour Hotel", "Hotel York", "City Council"]
PAYS: list[Body] = [
    {"pay_text": None},
    {"pay_text": "£24,500 per annum"},
    {"pay_text": "from £24,500 a year"},
    {"pay_text": "up to £35,000 a year"},
    {"pay_text": "£30,000 - £40,000 a year"},
    {"pay_text": "£15 an hour"},
    {"pay_text": "£120 a day"},
    {"pay_text": None, "pay_min": 35_000, "pay_max": 35_000, "pay_currency": "EUR", "pay_period": "year"},
    {"pay_text": None, "pay_min": 2_500, "pay_period": "month", "pay_currency": "GBP"},
    {"pay_text": "30,000 per annum"},
    {"pay_text": "Competitive"},
]
SENTENCES = ["", " You may live anywhere in Germany or France.", " We are based in Germany."]
HOURS_SAID = [
    "", " Alternate weekends.", " No weekend work.", " You work every weekend but never at night.", " Night shifts.",
    " Weekend work is not required.", " No two days are the same.",
    " Two days a week, no evenings, nights or weekends.",
]  # fmt: skip
OPENED = [0, 2, 10, 400]
HOW_MANY = 150


def a_world() -> list[Body]:
    """Drawn at random, the same at every run."""
    draw = random.Random(20)
    world = []
    for number in range(HOW_MANY):
        opened = datetime.now(UTC) - timedelta(days=draw.choice(OPENED), hours=1)
        fields: dict[str, Any] = {
            "external_id": f"p{number}",
            "place": draw.choice(PLACES),
            "employer": draw.choice(EMPLOYERS),
            "contract": draw.choice([None, "permanent", "temporary"]),
            "hours": draw.choice([None, "full_time", "part_time"]),
            "workplace": draw.choice([None, "on_site", "remote"]),
            "remote_from": draw.choice([None, None, None, ["FR", "US"]]),
            "description": "A night porter in a hotel." + draw.choice(SENTENCES) + draw.choice(HOURS_SAID),
            "opens_at": opened.isoformat(),
            **draw.choice(PAYS),
        }
        world.append(a_listing(**fields))
    return world


def words(*texts: str | None) -> set[str]:
    return {word for text in texts if text for word in re.findall(r"\w+", text.casefold())}


def fits(listing: Body, filters: Body) -> bool:
    """The filters as they are documented, in the plainest way."""
    return (
        (not filters.get("place") or is_there(listing, filters))
        and (not filters.get("employer") or words(filters["employer"]) <= words(listing["employer"]))
        and (not {"pay_at_least", "pay_at_most"} & filters.keys() or pays(listing, filters))
        and (not filters.get("contracts") or listing["contract"] in filters["contracts"])
        and (not filters.get("hours") or listing["hours"] == filters["hours"])
        and (not filters.get("workplaces") or listing["workplace"] in filters["workplaces"])
        and (not filters.get("remote_from") or may_be_done_from(listing, filters))
        and (not filters.get("posted_within_days") or is_recent(listing, filters["posted_within_days"]))
        and not any(names(phrase, listing) for phrase in left_out(filters))
    )


def names(phrase: str, listing: Body) -> bool:
    kinds = {"temporary": listing["contract"], "remote work": listing["workplace"]}
    return kinds.get(phrase) == phrase.removesuffix(" work") or affirms(
        phrase,
        title=listing["title"],
        body=listing["description"],
        employer=listing["employer"],
        place=listing["place"] or "",
    )


def is_there(listing: Body, filters: Body) -> bool:
    keep = filters.get("place_unknown") == "keep"
    wanted: str = filters["place"]
    if "within_km" not in filters:
        there = words(listing["place"], listing["place_locality"], listing["place_region"])
        named = words(wanted) <= there or listing["place"] in LIE_IN[wanted]
        return named or (keep and listing["place"] is None)
    if listing["place_latitude"] is None:
        return keep
    place = find_place(wanted)
    assert place is not None
    reach, around = filters["within_km"] + place.radius_km, listing["place_radius_km"]
    away = km(place.latitude, place.longitude, listing["place_latitude"], listing["place_longitude"])
    return away + around <= reach or (keep and away - around <= reach)


def km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """By the angle between two directions from the middle of the earth."""
    (x, y, z), (u, v, w) = (
        (math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a))
        for a, b in (
            (math.radians(latitude), math.radians(longitude)),
            (math.radians(other_latitude), math.radians(other_longitude)),
        )
    )
    across = math.dist((y * w - z * v, z * u - x * w, x * v - y * u), (0, 0, 0))
    return 6371.0088 * math.atan2(across, x * u + y * v + z * w)


def pays(listing: Body, filters: Body) -> bool:
    """Whatever an open end may be, the ranges meet; where they meet for some only, it is the searcher's choice."""
    keep = filters.get("pay_unknown", "keep") == "keep"
    least, most = listing["pay_min"], listing["pay_max"]
    if least is None and most is None:
        return bool(keep)
    if listing["pay_currency"] not in (None, filters.get("pay_currency", "GBP")):
        return False
    low, high = (
        None if each is None else annual(Decimal(str(each)), Period(listing["pay_period"])) for each in (least, most)
    )
    infinity = Decimal("Infinity")
    possible = [
        (bottom, top)
        for bottom in ([low] if low is not None else [Decimal(0), high])
        for top in ([high] if high is not None else [low, infinity])
    ]
    period = Period(filters.get("pay_period", "year"))
    asked_low = annual(Decimal(filters.get("pay_at_least", 0)), period)
    asked_high = annual(Decimal(filters["pay_at_most"]), period) if "pay_at_most" in filters else infinity
    meet = {bool(bottom <= asked_high and top >= asked_low) for bottom, top in possible if bottom is not None and top}
    return meet == {True} or (keep and True in meet)


def may_be_done_from(listing: Body, filters: Body) -> bool:
    if listing["workplace"] != "remote":
        return True
    countries = listing["remote_from"] or [listing["place_country"]]
    if countries == [None]:
        return filters.get("place_unknown") == "keep"
    return bool(filters["remote_from"] in countries)


def is_recent(listing: Body, days: int) -> bool:
    return datetime.fromisoformat(listing["opens_at"]) >= datetime.now(UTC) - timedelta(days=days)


def left_out(filters: Body) -> list[str]:
    return filters.get("without") or []


def asks_what_can_be_asked(filters: Body) -> bool:
    measured = "within_km" not in filters or filters.get("place") not in (None, "Nowhereville")
    return measured and filters.get("pay_at_least", 0) <= filters.get("pay_at_most", math.inf)


LEFT_OUT = [
    "weekends", "night shifts", "days", "the night porter", "evenings", "O'Neill's \\'", "York", "council", "temporary",
    "remote work",
]  # fmt: skip
KEEP_OR_DROP = st.sampled_from(["keep", "drop"])
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "place": st.sampled_from(sorted(LIE_IN)),
        "within_km": st.sampled_from([1, 20, 40, 80, 300, 2_000, 20_000]),
        "place_unknown": KEEP_OR_DROP,
        "employer": st.sampled_from(["hotel", "HOTEL york", "council", "nobody"]),
        "pay_at_least": st.sampled_from([0, 15, 16, 2_000, 24_500, 24_501, 30_000, 35_000, 100_000]),
        "pay_at_most": st.sampled_from([15, 2_600, 24_499, 24_500, 30_000, 36_000, 100_000]),
        "pay_period": st.sampled_from([period.value for period in Period]),
        "pay_currency": st.sampled_from(["GBP", "EUR"]),
        "pay_unknown": KEEP_OR_DROP,
        "contracts": st.lists(st.sampled_from(["permanent", "temporary", "casual"]), max_size=2),
        "hours": st.sampled_from(["full_time", "part_time"]),
        "workplaces": st.lists(st.sampled_from(["on_site", "remote"]), max_size=2),
        "remote_from": st.sampled_from(["GB", "DE", "FR", "US"]),
        "posted_within_days": st.sampled_from([1, 3, 30, 1_000]),
        "without": st.lists(
            st.sampled_from(LEFT_OUT),
            max_size=3,
        ),
    },
).filter(asks_what_can_be_asked)


@pytest.fixture
async def world(publish_many: PublishMany, client: httpx.AsyncClient) -> list[Body]:
    await publish_many(a_world())
    listings: list[Body] = (await client.get("/v1/listings", params={"limit": 200})).json()["items"]
    assert len(listings) == HOW_MANY
    return listings


async def allowed_to_a_search(database: Database, filters: ListingFilters) -> set[int]:
    async with database.reading() as session:
        return await allowed_listing_ids(session, filters)


async def accepted_by_an_alert(database: Database, filters: ListingFilters, listings: Iterable[int]) -> set[int]:
    """Of all pairs of one active alert that has these filters and a listing."""
    async with database.reading() as session:
        alert = await session.get(Alert, 1)
        assert alert is not None
        assert alert.state is AlertState.ACTIVE
        for name, value in values_of(filters).items():
            setattr(alert, name, value)
        await session.flush()
        return {pair.listing_id for pair in await accepted_pairs(session, [(1, listing) for listing in listings])}


async def found_by_search(client: httpx.AsyncClient, filters: Body) -> list[str]:
    body = {"query": "night porter", "filters": filters, "limit": 200, "weaker": True}
    answer = await client.post("/v1/search", json=body)
    assert answer.status_code == 200, answer.text
    return sorted(result["listing"]["external_id"] for result in answer.json()["results"])


async def test_what_filters_allow_is_what_a_scan_by_hand_finds_in_both_directions(
    subscribe: Subscribe, world: list[Body], database: Database
) -> None:
    await subscribe()
    ids = {name: id_ for id_, name in await rows(database, "SELECT id, external_id FROM listing")}
    loop = asyncio.get_running_loop()

    @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(filters=FILTERS)
    def hold(filters: Body) -> None:
        by_hand = {ids[listing["external_id"]] for listing in world if fits(listing, filters)}
        asked = ListingFilters.model_validate(filters)

        forward = asyncio.run_coroutine_threadsafe(allowed_to_a_search(database, asked), loop).result()
        reverse = asyncio.run_coroutine_threadsafe(accepted_by_an_alert(database, asked, ids.values()), loop).result()

        assert forward == by_hand
        assert reverse == by_hand

    await asyncio.to_thread(hold)


async def test_a_search_finds_all_that_its_filters_allow(
    client: httpx.AsyncClient, world: list[Body], work: Work
) -> None:
    await work()
    for filters in ({}, {"place": "York", "within_km": 80}, {"pay_at_least": 30_000, "workplaces": ["remote"]}):
        assert await found_by_search(client, filters) == sorted(
            listing["external_id"] for listing in world if fits(listing, filters)
        )


@pytest.mark.parametrize(
    ("filters", "field", "reason"),
    [
        ({"within_km": 10}, "filters/within_km", "place to measure from"),
        ({"place": "Grenwich", "within_km": 10}, "filters/within_km", "did you mean Greenwich"),
        ({"place": "SE10 9AA", "within_km": 10}, "filters/within_km", "not a postcode"),
        ({"place": "York", "within_km": 0}, "filters/within_km", "greater than or equal to 1"),
        ({"pay_at_least": 30_000, "pay_at_most": 20_000}, "filters/pay_at_most", "less than pay_at_least"),
        ({"pay_period": "decade"}, "filters/pay_period", "'year', 'month'"),
        ({"remote_from": "UK"}, "filters/remote_from", "ISO 3166-1"),
        ({"posted_within_days": 0}, "filters/posted_within_days", "greater than or equal to 1"),
        ({"without": ["the"]}, "filters/without", "Nothing is left out"),
        ({"without": ["nights, weekends"]}, "filters/without", "on its own"),
        ({"without": ["x"] * 21}, "filters/without", "at most 20"),
        ({"radius": 5}, "filters/radius", ""),
    ],
)
async def test_a_filter_that_cannot_be_meant_is_refused_by_its_name(
    client: httpx.AsyncClient, filters: Body, field: str, reason: str
) -> None:
    answer = await client.post("/v1/search", json={"query": "night porter", "filters": filters})

    assert answer.status_code == 422
    (problem,) = answer.json()["errors"]
    assert problem["field"] == field
    assert reason in problem["detail"]


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("No weekend work.", True),
        ("Weekend work is not required.", True),
        ("Alternate weekends.", False),
        ("You will not only work weekdays but also weekends.", False),
        ("Mondays to Fridays.", True),
    ],
)
async def test_what_is_to_be_left_out_goes_unless_it_is_denied(
    client: httpx.AsyncClient, publish: Publish, work: Work, said: str, stays: bool
) -> None:
    await publish(description=f"Carry bags for guests. {said}")
    await work()

    found = await found_by_search(client, {"without": ["weekends"]})

    assert len(found) == stays
