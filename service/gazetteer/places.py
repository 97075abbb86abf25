"""Finding a place by its name: towns as points, counties, regions and countries as circles.

GeoNames' places, in two tables beside this file; what they do not know is not a place here. Postcodes are not known.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files

from service.gazetteer.distances import Point, distance_km
from service.gazetteer.names import fold_name
from service.gazetteer.regions import find_country

HOME = "GB"
# Melbourne is Australia's, not the village in Derbyshire; but Boston is Lincolnshire's.
_TIMES_AS_LARGE = 50
_LARGE = 1_000_000
# "Leith, Edinburgh": a part of a town is no farther from its middle than this.
_PART_OF_TOWN_KM = 30.0
_ALIKE = 0.7
_NAMES_KEPT = 5_000
_DIVIDERS = re.compile(r"\s*[,;|/\n]\s*|\s+[-–—]\s+")
_BRACKETS = re.compile(r"\s*[()\[\]]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A town, whose radius is 0, or an `area` with the radius within which all of it lies.

    `region` is the county in the UK and the state or province elsewhere, None where that is not known.
    """

    name: str
    country: str
    region: str | None
    latitude: float
    longitude: float
    population: int
    radius_km: float = 0.0
    area: bool = False
    codes: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def key(self) -> str:
        """The same for every way to write this place, and of no other: "FR", "GB:kent", "GB.ENG.Q5:york"."""
        if "*" in self.codes:
            return self.country
        code = "" if self.area else f".{min(self.codes)}"
        return f"{self.country}{code}:{fold_name(self.name)}"


def find_place(name: str, *, country: str | None = None, near: Point | None = None) -> Place | None:
    """The place that a name means, as "York", "York, North Yorkshire" or "Camden, London (Greater)"; None if unknown.

    Of several, one in the UK comes first unless another is far larger; then the larger, or the nearest to `near`. Where
    the town is not known but what is written behind it is ("Wandle Heath, London"), that area is the answer.
    """
    parts = [part for part in _parts(name) if fold_name(part)]
    if len(parts) > 1 and (last := find_country(parts[-1])) and country in {None, last}:
        parts, country = parts[:-1], last
    if len(parts) == 1 and (only := find_country(parts[0])) and country in {None, only}:
        return _country(only)
    for start in range(len(parts)):
        found = _within(_named(parts[start], country), [_named(part, country) for part in parts[start + 1 :]])
        if found:
            return min(found, key=lambda place: _order(place, found, near))
    return _country(country) if country else None


def keys_around(place: Place) -> tuple[str, ...]:
    """The place's own key and those of all counties, regions and the country that it wholly lies in."""
    tables = _tables()
    counted = [_areas_with(place.country, code) for code in place.codes if code != "*"]
    around = frozenset.intersection(*counted) if counted else frozenset()
    country = tables.countries.get(place.country)
    return tuple(dict.fromkeys((place.key, *sorted(around), *((country.key,) if country else ()))))


@cache
def region_keys() -> frozenset[str]:
    """The keys of the areas that name a town's region: the UK's counties, the first-level regions of the rest."""
    regions = _tables().regions
    names = {(country, name) for (country, code), name in regions.items() if country != HOME or "." in code}
    return frozenset(f"{country}:{fold_name(name)}" for country, name in names)


def place_of_key(key: str) -> Place | None:
    """The area that has this key."""
    country, _, name = key.partition(":")
    areas = _tables().areas.get(name, ()) if name else ()
    return next((area for area in areas if area.key == key), None) or (None if name else _country(country))


def nearest_names(name: str, *, limit: int = 3) -> list[str]:
    """Names of places in the UK that are spelled like this one, best known first among equals."""
    folded = fold_name(name.partition(",")[0])
    near: list[tuple[float, int, str]] = []
    for known in _tables().towns:
        if not folded or known[0] != folded[0] or abs(len(known) - len(folded)) > 3:
            continue
        ratio = SequenceMatcher(None, known, folded).ratio()
        if ratio > _ALIKE and (home := [place for place in _places_named(known) if place.country == HOME]):
            best = max(home, key=lambda place: place.population)
            near.append((-round(ratio, 1), -best.population, best.name))
    return list(dict.fromkeys(found for *_, found in sorted(near)))[:limit]


def _parts(name: str) -> Iterator[str]:
    for part in _DIVIDERS.split(name.strip()):
        if not _BRACKETS.search(part) or _named(part, None):
            yield part
        else:
            yield from _BRACKETS.split(part)


def _named(name: str, country: str | None) -> tuple[Place, ...]:
    """Every place of this name; "London (Greater)" and "Yorkshire (West)" are turned."""
    folded = fold_name(name)
    words = folded.rpartition(" ")
    found = _places_named(folded)
    if not found and "(" in name:
        found = _places_named(f"{words[2]} {words[0]}")
    return tuple(place for place in found if country in {None, place.country})


def _within(found: tuple[Place, ...], behind: list[tuple[Place, ...]]) -> tuple[Place, ...]:
    """Those of the found that lie in what is named behind them; a name that nothing knows says nothing."""
    for around in behind:
        if around:
            found = tuple(place for place in found if any(_lies_in(place, other) for other in around))
    return found


def _lies_in(place: Place, other: Place) -> bool:
    if place.country != other.country or (place.area and not other.area):
        return False
    if not other.area:
        return distance_km(place, other) <= _PART_OF_TOWN_KM
    if "*" in other.codes or any(_is_under(code, other.codes) for code in place.codes):
        return True
    # Small places have no county of their own in the tables.
    unknown = place.country == HOME and any("." not in code for code in place.codes)
    return unknown and not place.area and distance_km(place, other) <= other.radius_km


def _is_under(code: str, codes: frozenset[str]) -> bool:
    return code in codes or code.partition(".")[0] in codes


def _order(place: Place, found: tuple[Place, ...], near: Point | None) -> tuple[object, ...]:
    towns = [each for each in found if not each.area]
    largest_at_home = max((town.population for town in towns if town.country == HOME), default=0)
    far_larger = not place.area and place.population > max(_LARGE, largest_at_home * _TIMES_AS_LARGE)
    rank = 0 if far_larger else 1 if place.country == HOME else 2
    away = distance_km(place, near) if near else 0.0
    return (rank if near is None else 0, _gives_way(place, towns), away, -place.population, place.country)


def _gives_way(place: Place, towns: list[Place]) -> bool:
    """Whether an area's name means a town instead: Zurich does, but London, Ontario and Wales do not."""
    if not place.area or place.name == "Greater London":
        return False
    return any(town.population * _TIMES_AS_LARGE > place.population for town in towns)


def _country(code: str) -> Place | None:
    return _tables().countries.get(code)


@dataclass(frozen=True)
class _Tables:
    """The lines of both tables by folded name; a town becomes a Place when it is asked for.

    What stands before the countries names a town's region; what stands behind them only helps to find it.
    """

    areas: dict[str, list[Place]]
    towns: dict[str, list[str]]
    regions: dict[tuple[str, str], str]
    countries: dict[str, Place]


@cache
def _tables() -> _Tables:
    areas: defaultdict[str, list[Place]] = defaultdict(list)
    towns: defaultdict[str, list[str]] = defaultdict(list)
    regions: dict[tuple[str, str], str] = {}
    countries: dict[str, Place] = {}
    for line in _lines("areas.tsv"):
        area = _area(line)
        for name in _folded_names(line):
            areas[name].append(area)
        if "*" in area.codes:
            countries[area.country] = area
        elif not countries:
            regions.update({(area.country, code): area.name for code in area.codes})
    for line in _lines("places.tsv"):
        for name in _folded_names(line):
            towns[name].append(line)
    return _Tables(areas, towns, regions, countries)


@lru_cache(maxsize=_NAMES_KEPT)
def _areas_with(country: str, code: str) -> frozenset[str]:
    """The keys of the areas that hold everything of this code."""
    areas = (area for named in _tables().areas.values() for area in named if area.country == country)
    return frozenset(area.key for area in areas if "*" not in area.codes and _is_under(code, area.codes))


@lru_cache(maxsize=_NAMES_KEPT)
def _places_named(folded: str) -> tuple[Place, ...]:
    tables = _tables()
    return (*tables.areas.get(folded, ()), *map(_town, tables.towns.get(folded, ())))


def _lines(name: str) -> list[str]:
    return files("service.gazetteer").joinpath(name).read_text(encoding="utf-8").splitlines()


def _folded_names(line: str) -> set[str]:
    name, others, _ = line.split("\t", 2)
    return {fold_name(each) for each in (name, *others.split(";"))} - {""}


def _area(line: str) -> Place:
    name, _, country, codes, latitude, longitude, radius, people = line.split("\t")
    at = (float(latitude), float(longitude))
    return Place(name, country, None, *at, int(people), float(radius), area=True, codes=frozenset(codes.split()))


def _town(line: str) -> Place:
    name, _, country, code, latitude, longitude, people = line.split("\t")
    regions = _tables().regions
    region = regions.get((country, code)) or regions.get((country, code.partition(".")[0]))
    return Place(name, country, region, float(latitude), float(longitude), int(people), codes=frozenset((code,)))
