"""Where a place lies, as the columns of a table that keeps documents."""

from dataclasses import dataclass

from sqlalchemy import ARRAY, String
from sqlmodel import Field, SQLModel

from service.gazetteer.places import Place, find_place, keys_around


class LocationColumns(SQLModel):
    """Null where the place is not stated or not known; the radius of a town is 0, of an area all of it lies within."""

    place_latitude: float | None = None
    place_longitude: float | None = None
    place_radius_km: float | None = None
    place_within: list[str] | None = Field(default=None, sa_type=ARRAY(String(120)))


@dataclass(frozen=True, slots=True)
class Location:
    """The same names as in LocationColumns; `place_within` are the keys of the place and of what it lies in."""

    place_latitude: float | None = None
    place_longitude: float | None = None
    place_radius_km: float | None = None
    place_within: list[str] | None = None


def locate(name: str, *, country: str | None = None) -> Location:
    return location_of(find_place(name, country=country))


def location_of(place: Place | None) -> Location:
    if place is None:
        return Location()
    return Location(place.latitude, place.longitude, place.radius_km, list(keys_around(place)))
