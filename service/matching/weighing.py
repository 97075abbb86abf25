"""From factors to one number: each factor's share of it, and the shares sum to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.matching.factors.factor import Factor
from service.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Weighed:
    """A factor with its weight and the part of the total that it is."""

    factor: Factor
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class Total:
    value: float
    factors: tuple[Weighed, ...]


def weigh(factors: Sequence[Factor], weights: Weights) -> Total:
    """The weighted mean of the factors; one that is not stated counts its neutral value."""
    total = weights.total()
    weighed = []
    for factor in factors:
        weight = getattr(weights, factor.name)
        weighed.append(Weighed(factor, weight, weight * factor.counted / total))
    return Total(sum(each.share for each in weighed), tuple(weighed))
