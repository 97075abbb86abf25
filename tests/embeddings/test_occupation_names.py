"""Names of one occupation are drawn together, and nothing else is moved."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import ModelMissing
from embeddings.esco.occupations import Occupation
from embeddings.occupation_names import OccupationNames

CARE = Occupation("u:1", "5311", "child day care worker", ("childminder", "Nursery Worker"), "Looks after children.")
PLANTS = Occupation("u:2", "6113", "gardener", ("nursery worker",), "Looks after plants.")
ACROSS, UP = np.eye(2, dtype=np.float32)
NAMES = OccupationNames((CARE, PLANTS), np.stack([UP, ACROSS]))


def test_a_known_name_is_drawn_to_the_middle_of_its_occupation() -> None:
    drawn = NAMES.draw(["childminder"], ACROSS[np.newaxis])

    assert drawn[0] @ UP > 0.2
    assert np.linalg.norm(drawn[0]) == pytest.approx(1)


def test_case_and_spaces_do_not_matter() -> None:
    rows = np.stack([ACROSS, ACROSS])

    plain, spaced = NAMES.draw(["childminder", " Child  Day care WORKER "], rows)

    assert np.array_equal(plain, spaced)


def test_a_name_of_two_occupations_is_drawn_to_both_alike() -> None:
    drawn = NAMES.draw(["nursery worker"], UP[np.newaxis])[0]

    towards_plants, towards_care = drawn @ ACROSS, drawn @ UP
    assert 0 < towards_plants < towards_care


def test_what_is_no_name_stays_as_it_is() -> None:
    assert np.array_equal(NAMES.draw(["a childminder in Leeds"], ACROSS[np.newaxis]), ACROSS[np.newaxis])


def test_rows_of_other_occupations_are_refused() -> None:
    with pytest.raises(ModelMissing, match="train again"):
        OccupationNames((CARE,), np.stack([UP, ACROSS]))


def test_an_adapter_without_a_table_draws_nothing(tmp_path: Path) -> None:
    assert OccupationNames.read(tmp_path) is None
