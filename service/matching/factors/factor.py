"""One factor of a match: how well the two sides fit in one respect, and why."""

from dataclasses import dataclass

# What a factor counts that nobody stated: less than any fit, more than a misfit.
NEUTRAL = 0.4
# What the loosest fit counts. A listing that says what it offers and fits must not lose to one that says nothing.
LEAST_OF_A_FIT = 0.5


@dataclass(frozen=True, slots=True)
class Factor:
    """`value` lies between 0 and 1, and is None where one side does not say; `evidence` are words of either side."""

    name: str
    value: float | None
    reason: str
    evidence: tuple[str, ...] = ()

    @property
    def stated(self) -> bool:
        return self.value is not None

    @property
    def counted(self) -> float:
        return NEUTRAL if self.value is None else self.value


def not_stated(name: str, reason: str) -> Factor:
    return Factor(name, None, reason)


def between(value: float, lowest: float = 0.0, highest: float = 1.0) -> float:
    return max(lowest, min(highest, value))
