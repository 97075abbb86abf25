"""ESCO's occupations as they were published, and which of them are kept out of training to measure with.

This service uses the ESCO classification of the European Commission; README.md beside this file names the source.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PUBLISHED = Path(__file__).with_name("occupations_en.csv")
# One ISCO group of so many is kept out, so that nothing of its occupations is ever learned.
_ONE_IN = 5


@dataclass(frozen=True)
class Occupation:
    """`isco_group` is the ISCO-08 unit group, four digits; the first stand for the groups above it."""

    uri: str
    isco_group: str
    label: str
    alternative_labels: tuple[str, ...]
    description: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The preferred label, then the alternative ones."""
        return (self.label, *self.alternative_labels)


def read_occupations(path: Path = PUBLISHED) -> tuple[Occupation, ...]:
    """Read the file in its own order; labels that occur twice in an occupation are read once."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_occupation(row) for row in csv.DictReader(file))


def is_held_out(isco_group: str) -> bool:
    """Whether a group is kept out of training, mining and calibration: a fifth of the groups, by a hash of the code."""
    return int(hashlib.sha256(isco_group.encode()).hexdigest(), 16) % _ONE_IN == 0


def held_out(occupations: Iterable[Occupation]) -> tuple[Occupation, ...]:
    return tuple(each for each in occupations if is_held_out(each.isco_group))


def learnable(occupations: Iterable[Occupation]) -> tuple[Occupation, ...]:
    """The occupations that training, mining and calibration may read."""
    return tuple(each for each in occupations if not is_held_out(each.isco_group))


def _occupation(row: dict[str, str]) -> Occupation:
    label = _tidy(row["preferredLabel"])
    others = dict.fromkeys(_tidy(line) for line in row["altLabels"].splitlines())
    return Occupation(
        uri=row["conceptUri"],
        isco_group=row["iscoGroup"],
        label=label,
        alternative_labels=tuple(other for other in others if other and other != label),
        description=row["description"].strip(),
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())
