"""How much each factor of a match counts: the defaults, and a listing's own in their place."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

WEIGHTS_VERSION = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """What the work is about comes first; the rest decides between listings that are about the same work."""

    relevance: float = 0.60
    skills: float = 0.15
    place: float = 0.10
    pay: float = 0.05
    hours: float = 0.04
    contract: float = 0.03
    seniority: float = 0.03

    def total(self) -> float:
        return float(sum(asdict(self).values()))


DEFAULT_WEIGHTS = Weights()


def weights_with(own: Mapping[str, float] | None) -> Weights:
    """The defaults, with what a listing sets of its own."""
    return replace(DEFAULT_WEIGHTS, **own) if own else DEFAULT_WEIGHTS
