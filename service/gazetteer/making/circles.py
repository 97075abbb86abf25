"""The circle around many points of the earth."""

from collections.abc import Sequence

import numpy as np

from service.gazetteer.distances import EARTH_RADIUS_KM

_STEPS = 400


def circle_around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The middle of (latitude, longitude) pairs and the distance in km to the farthest, nearly the least possible.

    Begins in the mean and goes ever smaller steps towards whatever is farthest (Badoiu and Clarkson).
    """
    latitudes, longitudes = np.radians(np.array(points, dtype=np.float64)).T
    around = np.cos(latitudes)
    units = np.stack((around * np.cos(longitudes), around * np.sin(longitudes), np.sin(latitudes)), axis=1)
    middle = units.mean(axis=0)
    for step in range(1, _STEPS):
        middle /= np.linalg.norm(middle)
        middle += (units[(units @ middle).argmin()] - middle) / (step + 1)
    middle /= np.linalg.norm(middle)
    farthest = float(np.arccos(np.clip(units @ middle, -1.0, 1.0)).max())
    latitude, longitude = np.degrees((np.arcsin(middle[2]), np.arctan2(middle[1], middle[0])))
    return float(latitude), float(longitude), farthest * EARTH_RADIUS_KM
