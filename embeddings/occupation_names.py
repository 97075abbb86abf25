"""Texts that are names of known occupations, read together with the other names of the same occupation.

"Childminder" and "child day care worker" share no word and few contexts. Where a text is a name that ESCO gives to an
occupation, its row is drawn towards the middle of all names of that occupation: synonyms from a vocabulary instead of
from the model. Only occupations that training may read are in the table (embeddings/esco).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from embeddings.errors import ModelMissing
from embeddings.esco.occupations import Occupation, learnable, read_occupations

FILE = "occupation_rows.npy"
# How far a name's row is drawn: this many parts of the middle to one part of its own (docs/ranking.md).
DRAWN = 0.3

Rows = npt.NDArray[np.float32]


class OccupationNames:
    """`rows` holds the middle of each occupation's names, a unit row for each of `occupations`."""

    def __init__(self, occupations: tuple[Occupation, ...], rows: Rows) -> None:
        if len(occupations) != len(rows):
            raise ModelMissing(f"{len(rows)} rows do not belong to {len(occupations)} occupations: train again.")
        self._rows = rows
        self._named: dict[str, list[int]] = {}
        for number, occupation in enumerate(occupations):
            for label in occupation.labels:
                self._named.setdefault(_folded(label), []).append(number)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Read the table that belongs to an adapter; None where it has none."""
        path = folder / FILE
        if not path.is_file():
            return None
        return cls(learnable(read_occupations()), np.load(path, allow_pickle=False).astype(np.float32))

    def draw(self, texts: Sequence[str], rows: Rows) -> Rows:
        """Return unit rows of the texts, those of known names drawn to their occupation; of several, to all alike."""
        drawn = rows.copy()
        for place, text in enumerate(texts):
            if numbers := self._named.get(_folded(text)):
                towards = rows[place] + DRAWN * self._rows[numbers].mean(axis=0)
                drawn[place] = towards / np.linalg.norm(towards)
        return drawn


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
