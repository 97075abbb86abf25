"""A small gazetteer: the places that the tests name, and some that are ordinary words too."""

from dataclasses import dataclass

_NAMES = (
    "Bath", "Greenwich", "Hull", "Ireland", "Java", "Leeds", "London", "Manchester", "Newcastle upon Tyne",
    "North Yorkshire", "Reading", "Sandwich", "Tyne and Wear", "Wales", "York",
)  # fmt: skip


@dataclass(frozen=True)
class ATown:
    name: str
    country: str = "GB"


_TOWNS = {name.casefold(): ATown(name) for name in _NAMES} | {"uk": ATown("UK")}


def find_town(name: str) -> ATown | None:
    return _TOWNS.get(name.casefold())
