"""How a person would ask for each learnable occupation in plain words; README.md here says who wrote them."""

import csv
from collections.abc import Mapping
from pathlib import Path

WRITTEN = Path(__file__).with_name("plain_words_en.csv")


def read_plain_words(path: Path = WRITTEN) -> Mapping[str, tuple[str, ...]]:
    """The texts of each occupation, by its URI."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["uri"]: (row["short"], row["long"]) for row in csv.DictReader(file)}
