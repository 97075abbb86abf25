"""A small gazetteer: the places that the tests name, and some that are ordinary words too."""

from dataclasses import dataclass

_NAMES = (
    "Bath", "Drama", "Greenwich", "Hull", "Ireland", "Java", "Law", "Leeds", "London", "Manchester",
    "Newcastle upon Tyne", "North Yorkshire", "Reading", "Sandwich", "Tyne and Wear", "Wales", "York",
)  # fmt: skip


@dataclass(frozen=True)
class ATown:
    name: str
    country: str = "GB"
    population: int = 10_000


_TOWNS = {name.casefold(): ATown(name, population=3_000 if name == "Law" else 10_000) for name in _NAMES} | {
    "uk": ATown("UK")
}


def find_town(name: str) -> ATown | None:
    return _TOWNS.get(name.casefold())
