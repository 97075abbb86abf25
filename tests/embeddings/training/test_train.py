"""Training on a handful of occupations: it learns them, and writes an adapter that the encoder reads."""

from pathlib import Path

import numpy as np

from embeddings.adapter import Adapter
from embeddings.encoder import SentenceEncoder
from embeddings.esco.occupations import learnable, read_occupations
from embeddings.occupation_names import FILE
from embeddings.training.batches import Mix
from embeddings.training.train import Progress, Recipe, train_adapter

OCCUPATIONS = learnable(read_occupations())[:12]
RECIPE = Recipe(steps=12, warm_up_steps=2, rank=4, mix=Mix(occupations=12, second_name=1.0, sentence=0.0))


def test_the_loss_falls_and_the_adapter_is_read(tmp_path: Path) -> None:
    seen: list[Progress] = []

    adapter = train_adapter(tmp_path, RECIPE, watch=seen.append, occupations=OCCUPATIONS)

    assert [each.step for each in seen] == list(range(1, 13))
    assert np.mean([each.loss for each in seen[-3:]]) < np.mean([each.loss for each in seen[:3]])
    assert adapter == Adapter.read(tmp_path)
    (tmp_path / FILE).unlink()
    assert SentenceEncoder.load(adapter=str(tmp_path)).encode(["welder"]).shape == (1, 384)
