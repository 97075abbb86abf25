"""Vectors that are kept: nothing is encoded twice, and no other model's are taken."""

from pathlib import Path

import numpy as np

from service.evaluation.kept_vectors import KeepingEncoder
from tests.fakes import FakeEncoder


def test_a_text_is_encoded_once_and_read_from_the_folder_later(tmp_path: Path) -> None:
    first, second = FakeEncoder(), FakeEncoder()

    rows = KeepingEncoder(first, tmp_path).encode(["cook", "baker", "cook"])
    again = KeepingEncoder(second, tmp_path).encode(["baker", "driver", "cook"])

    assert first.encoded == ["cook", "baker"]
    assert second.encoded == ["driver"]
    assert np.array_equal(rows, FakeEncoder().encode(["cook", "baker", "cook"]))
    assert np.array_equal(again, FakeEncoder().encode(["baker", "driver", "cook"]))


def test_another_models_vectors_are_not_taken(tmp_path: Path) -> None:
    other = FakeEncoder(revision="another")

    KeepingEncoder(FakeEncoder(), tmp_path).encode(["cook"])
    KeepingEncoder(other, tmp_path).encode(["cook"])

    assert other.encoded == ["cook"]


def test_a_damaged_file_is_encoded_again(tmp_path: Path) -> None:
    KeepingEncoder(FakeEncoder(), tmp_path).encode(["cook"])
    (kept,) = tmp_path.rglob("*.npz")
    kept.write_bytes(kept.read_bytes()[:100])
    again = FakeEncoder()

    rows = KeepingEncoder(again, tmp_path).encode(["cook"])

    assert again.encoded == ["cook"]
    assert np.array_equal(rows, FakeEncoder().encode(["cook"]))


def test_nothing_asked_is_nothing_encoded(tmp_path: Path) -> None:
    assert KeepingEncoder(FakeEncoder(16), tmp_path).encode([]).shape == (0, 16)
