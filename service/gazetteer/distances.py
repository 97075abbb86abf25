"""How far apart two points of the earth are. Pure arithmetic."""

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.1949


class Point(Protocol):
    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


def distance_km(a: Point, b: Point) -> float:
    """The great-circle distance, by the haversine formula."""
    north = sin(radians(b.latitude - a.latitude) / 2) ** 2
    east = sin(radians(b.longitude - a.longitude) / 2) ** 2
    share = north + cos(radians(a.latitude)) * cos(radians(b.latitude)) * east
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(share)))
