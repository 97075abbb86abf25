"""Names of places and what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.gazetteer.distances import distance_km
from service.gazetteer.places import Place, find_place, nearest_names


def found(name: str, *, country: str | None = None) -> Place:
    place = find_place(name, country=country)
    assert place is not None, name
    return place


@pytest.mark.parametrize(
    ("name", "town", "region", "country"),
    [
        ("York", "York", "North Yorkshire", "GB"),
        ("york", "York", "North Yorkshire", "GB"),
        ("York, North Yorkshire", "York", "North Yorkshire", "GB"),
        ("Greenwich, London (Greater)", "Greenwich", "Greater London", "GB"),
        ("Camden, London (Greater)", "Camden", "Greater London", "GB"),
        ("Camden (London)", "Camden", "Greater London", "GB"),
        ("Bath, Somerset", "Bath", "Somerset", "GB"),
        ("Bristol, Avon", "Bristol", "Bristol", "GB"),
        ("Hull, East Yorkshire", "Kingston upon Hull", "East Riding of Yorkshire", "GB"),
        ("Newcastle", "Newcastle upon Tyne", "Tyne and Wear", "GB"),
        ("Newport, Isle of Wight", "Newport", "Isle of Wight", "GB"),
        ("Richmond, North Yorkshire", "Richmond", "North Yorkshire", "GB"),
        ("Richmond, London", "Richmond", "Greater London", "GB"),
        ("Leith, Edinburgh", "Leith", "Edinburgh", "GB"),
        ("Newry, Co. Down, Northern Ireland", "Newry", "Northern Ireland", "GB"),
        ("Leeds, West Yorkshire, England", "Leeds", "West Yorkshire", "GB"),
        ("saint albans", "St Albans", "Hertfordshire", "GB"),
        ("Boston", "Boston", "Lincolnshire", "GB"),
        ("Boston, Massachusetts", "Boston", "Massachusetts", "US"),
        ("Melbourne", "Melbourne", "Victoria", "AU"),
        ("London, Ontario, Canada", "London", "Ontario", "CA"),
        ("Zurich, Switzerland", "Zürich", "Zurich", "CH"),
        ("Köln", "Köln", "North Rhine-Westphalia", "DE"),
        ("Cologne", "Köln", "North Rhine-Westphalia", "DE"),
        ("Atlanta, Georgia", "Atlanta", "Georgia", "US"),
    ],
)
def test_a_town_is_found_by_its_name(name: str, town: str, region: str, country: str) -> None:
    place = found(name)

    assert (place.name, place.region, place.country) == (town, region, country)
    assert (place.area, place.radius_km) == (False, 0)


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("London", "Greater London"),
        ("London (Greater)", "Greater London"),
        ("Wandle Heath, London (Greater)", "Greater London"),
        ("Kent", "Kent"),
        ("Yorkshire (North)", "North Yorkshire"),
        ("Wales", "Wales"),
        ("UK", "United Kingdom"),
        ("Nowhereville, Germany", "Germany"),
        ("Ontario", "Ontario"),
    ],
)
def test_what_is_larger_than_a_town_is_a_circle(name: str, area: str) -> None:
    place = found(name)

    assert (place.name, place.area) == (area, True)
    assert place.radius_km >= 5


@pytest.mark.parametrize("name", ["", "remote", "Various locations", "SE10 9AA", "Nowhereville", "?", "Python"])
def test_what_is_no_place_is_not_found(name: str) -> None:
    assert find_place(name) is None


def test_a_country_that_is_known_decides() -> None:
    assert found("Boston", country="US").region == "Massachusetts"
    assert found("Perth", country="AU").region == "Western Australia"
    assert found("Nowhereville", country="FR").name == "France"


def test_the_nearest_of_several_is_taken_where_one_is_near() -> None:
    assert (find_place("Richmond", near=found("Whitby")) or found("Leeds")).region == "North Yorkshire"


@pytest.mark.parametrize(
    ("one", "other", "km"), [("York", "Leeds", 35), ("London, UK", "Paris", 344), ("Sydney", "Auckland", 2156)]
)
def test_distances_are_those_of_the_map(one: str, other: str, km: float) -> None:
    assert distance_km(found(one), found(other)) == pytest.approx(km, rel=0.02)


def test_a_misspelt_name_has_neighbours() -> None:
    assert "Greenwich" in nearest_names("Grenwich")
    assert "York" in nearest_names("Yrok")
    assert nearest_names("") == []


@given(st.text(max_size=80))
def test_any_text_is_a_place_or_none(text: str) -> None:
    place = find_place(text)

    assert place is None or (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180)
