"""Written places and what they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kinds import Workplace
from service.listings.places import Place, understand_place

LONDON = "Greater London"


@pytest.mark.parametrize(
    ("text", "locality", "region", "country"),
    [
        ("London (Greater)", None, LONDON, "GB"),
        ("Greenwich, London (Greater)", "Greenwich", LONDON, "GB"),
        ("Westminster, London", "Westminster", LONDON, "GB"),
        ("London", "London", LONDON, "GB"),
        ("London, Ontario, Canada", "London", "Ontario", "CA"),
        ("London, Ontario", "London", None, None),
        ("York, North Yorkshire", "York", "North Yorkshire", "GB"),
        ("Cambridgeshire", None, "Cambridgeshire", "GB"),
        ("Leeds, West Yorkshire, England", "Leeds", "West Yorkshire", "GB"),
        ("Newry, Co. Down, Northern Ireland", "Newry", "County Down", "GB"),
        ("Glasgow, Scotland", "Glasgow", "Scotland", "GB"),
        ("Berlin, Germany", "Berlin", None, "DE"),
        ("Zürich, Switzerland", "Zürich", None, "CH"),
        ("Singapore", None, None, "SG"),
        ("Atlanta, Georgia", "Atlanta", None, None),
        ("Harlow", "Harlow", None, None),
        ("Various locations", None, None, None),
        ("SE10 9AA", None, None, None),
        ("", None, None, None),
        ("Leeds, " * 40, None, None, None),
    ],
)
def test_places_are_read(text: str, locality: str | None, region: str | None, country: str | None) -> None:
    assert understand_place(text) == Place(locality, region, country)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Remote (UK)", Place(country="GB", workplace=Workplace.REMOTE)),
        ("Home based, Wales", Place(region="Wales", country="GB", workplace=Workplace.REMOTE)),
        ("Hybrid - Manchester", Place(locality="Manchester", workplace=Workplace.HYBRID)),
        ("London (hybrid)", Place("London", LONDON, "GB", Workplace.HYBRID)),
        ("Remote or on site", Place()),
    ],
)
def test_where_one_works_is_read_from_a_place(text: str, place: Place) -> None:
    assert understand_place(text) == place


@given(st.text(max_size=250))
def test_any_text_gives_a_place(text: str) -> None:
    place = understand_place(text)

    assert place.country is None or len(place.country) == 2
