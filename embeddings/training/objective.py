"""What training makes smaller: texts of one occupation apart, and texts of different occupations together.

Two terms of equal weight, both softmax cross entropies over cosines times a scale. The first compares each text with
the middles of all occupations (a memory that follows the model; Wu et al., Unsupervised Feature Learning via
Non-Parametric Instance Discrimination, 2018), the second with all texts of the batch (supervised contrastive loss,
Khosla et al., 2020, https://arxiv.org/abs/2004.11362).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from embeddings.training.batches import Batch

SCALE = 20.0
# How much of a middle stays when a text of its occupation has been seen.
KEPT = 0.9
_NEVER = -1e9


def loss(rows: "Tensor", middles: "Tensor", batch: "Batch", names: Mapping[str, frozenset[int]]) -> "Tensor":
    """`rows` (texts, dimension) and `middles` (occupations, dimension) are unit rows."""
    import torch

    numbers = torch.tensor(batch.occupations)
    return _to_middles(rows, middles, batch, numbers, names) + _to_each_other(rows, numbers)


def moved(middles: "Tensor", rows: "Tensor", batch: "Batch") -> "Tensor":
    """The middles after the texts of a batch were seen."""
    import torch

    middles = middles.clone()
    for row, number in zip(rows, batch.occupations, strict=True):
        middles[number] = KEPT * middles[number] + (1 - KEPT) * row
    return torch.nn.functional.normalize(middles, dim=-1)


def _to_middles(
    rows: "Tensor", middles: "Tensor", batch: "Batch", numbers: "Tensor", names: Mapping[str, frozenset[int]]
) -> "Tensor":
    import torch

    scores = rows @ middles.T * SCALE
    shared = torch.zeros_like(scores, dtype=torch.bool)
    for place, text in enumerate(batch.texts):
        for number in names.get(text.casefold(), frozenset()) - {batch.occupations[place]}:
            shared[place, number] = True
    return torch.nn.functional.cross_entropy(scores.masked_fill(shared, _NEVER), numbers)


def _to_each_other(rows: "Tensor", numbers: "Tensor") -> "Tensor":
    import torch

    itself = torch.eye(len(rows), dtype=torch.bool)
    alike = (numbers[:, None] == numbers[None, :]) & ~itself
    scores = (rows @ rows.T * SCALE).masked_fill(itself, _NEVER)
    chances = scores - torch.logsumexp(scores, dim=1, keepdim=True)
    paired = alike.any(dim=1)
    return -((chances * alike).sum(dim=1)[paired] / alike.sum(dim=1)[paired]).mean()
