"""How far a listing is, in words: only where both places are known exactly enough, and not within one place."""

from datetime import UTC, datetime
from typing import Any

import pytest

from service.alerts.models import Alert
from service.alerts.reasons.distances import distance_from_place
from service.gazetteer.locating import locate
from service.kinds import Workplace
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.search.levels import Level


def an_alert(place: str | None) -> Alert:
    return Alert(person_id=1, level=Level.GOOD, place=place)


def a_listing(place: str, **changed: Any) -> Listing:
    at = locate(place)
    columns = {name: getattr(at, name) for name in ("place_latitude", "place_longitude", "place_radius_km")}
    return Listing(
        title="Clerk", description="", state=ListingState.OPEN, state_at=datetime.now(UTC), **{**columns, **changed}
    )


@pytest.mark.parametrize(
    ("asked", "place", "locale", "said"),
    [
        ("Leeds", "Wakefield", "en_GB", "about 8 miles from Leeds"),
        ("leeds", "Wakefield", "de_DE", "about 13 km from Leeds"),
        ("Leeds", "Wakefield", "en_US", "about 8 miles from Leeds"),
        ("Leeds", "Truro", "en_GB", "about 285 miles from Leeds"),
        ("Leeds", "Leeds", "en_GB", ""),
        ("Kent", "Canterbury", "en_GB", ""),
        ("Leeds", "Kent", "en_GB", ""),
        ("Leeds", "Nowhereville", "en_GB", ""),
        ("Nowhereville", "Leeds", "en_GB", ""),
        (None, "Leeds", "en_GB", ""),
    ],
)
def test_a_distance_is_said_where_it_is_known(asked: str | None, place: str, locale: str, said: str) -> None:
    assert distance_from_place(an_alert(asked), a_listing(place), locale=locale) == said


def test_work_from_home_is_not_far_from_anywhere() -> None:
    assert distance_from_place(an_alert("Leeds"), a_listing("Truro", workplace=Workplace.REMOTE), locale="en_GB") == ""
