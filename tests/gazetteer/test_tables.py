"""The tables of the gazetteer: well formed, and complete for the UK."""

from importlib.resources import files

import pytest

from service.gazetteer.distances import distance_km
from service.gazetteer.places import find_place
from service.gazetteer.regions import country_codes, uk_regions


def lines_of(name: str) -> list[list[str]]:
    table = files("service.gazetteer").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines()]


@pytest.mark.parametrize(("name", "columns", "least"), [("places.tsv", 7, 39_000), ("areas.tsv", 8, 4_000)])
def test_every_line_is_a_position_in_a_country(name: str, columns: int, least: int) -> None:
    lines = lines_of(name)

    assert len(lines) > least
    assert {len(line) for line in lines} == {columns}
    assert {line[2] for line in lines} - country_codes() <= {"XK"}
    assert all(-90 <= float(line[4]) <= 90 and -180 <= float(line[5]) <= 180 for line in lines)


def test_every_town_of_a_county_lies_in_its_circle() -> None:
    for name in ("Kent", "North Yorkshire", "Greater London", "Highland", "Gwynedd"):
        county = find_place(name)
        assert county is not None
        towns = [line for line in lines_of("places.tsv") if line[2] == "GB" and line[3] in county.codes]
        assert len(towns) > 20
        for town in towns:
            place = find_place(f"{town[0]}, {name}")
            assert place is not None
            assert distance_km(place, county) <= county.radius_km


def test_every_region_of_the_uk_that_a_listing_may_name_is_an_area() -> None:
    assert [name for name in sorted(uk_regions()) if find_place(name) is None] == []
