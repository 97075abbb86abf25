"""Selection rates, scoring rates and impact ratios, as New York City's rules define them. No database, no clock.

The rules are 6 RCNY 5-300 and 5-301, which implement Local Law 144 of 2021 (Administrative Code 20-870 ff.).
"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# 5-301(d): an auditor may leave a category of less than 2% of the data out of the impact ratios, and says so.
SMALL_SHARE = 0.02


@dataclass(frozen=True)
class Assessed:
    """One candidate ranked for one listing. A group is None where it is not declared."""

    sex: str | None
    ethnicity: str | None
    score: float
    selected: bool


@dataclass(frozen=True)
class Category:
    """`impact_ratio` is None where no category has a rate above nothing; `small` is less than 2% of the data."""

    name: str
    applicants: int
    favoured: int
    rate: float
    impact_ratio: float | None
    small: bool


@dataclass(frozen=True)
class RateTable:
    """The categories of one kind, the most numerous first, and how many were assessed whose category is unknown."""

    categories: tuple[Category, ...]
    unknown: int


@dataclass(frozen=True)
class Rates:
    """A rate by sex, by race or ethnicity, and by both together (5-301(b)(3) and (c)(4))."""

    sex: RateTable
    ethnicity: RateTable
    intersectional: RateTable


def selection_rates(assessed: Sequence[Assessed]) -> Rates:
    """Who was selected to move forward, of all who were considered.

    5-300, "Selection rate": individuals in the category moving forward divided by all individuals in the category.
    "Impact ratio" (1): the selection rate of a category divided by that of the most selected category.
    """
    return _rates(assessed, lambda each: each.selected)


def scoring_rates(assessed: Sequence[Assessed]) -> Rates:
    """Who scored above the median of the full sample, those of unknown category included.

    5-300, "Scoring rate": the rate at which individuals in a category receive a score above the sample's median score.
    "Impact ratio" (2): the scoring rate of a category divided by that of the highest scoring category.
    """
    median = median_score(assessed)
    return _rates(assessed, lambda each: median is not None and each.score > median)


def median_score(assessed: Sequence[Assessed]) -> float | None:
    return statistics.median(each.score for each in assessed) if assessed else None


def _rates(assessed: Sequence[Assessed], favoured: Callable[[Assessed], bool]) -> Rates:
    def table(category_of: Callable[[Assessed], str | None]) -> RateTable:
        return _table((category_of(each), favoured(each)) for each in assessed)

    return Rates(table(lambda each: each.sex), table(lambda each: each.ethnicity), table(_both))


def _both(each: Assessed) -> str | None:
    return f"{each.sex}, {each.ethnicity}" if each.sex and each.ethnicity else None


def _table(assessed: Iterable[tuple[str | None, bool]]) -> RateTable:
    applicants: Counter[str] = Counter()
    favoured: Counter[str] = Counter()
    unknown = 0
    for category, is_favoured in assessed:
        if category is None:
            unknown += 1
            continue
        applicants[category] += 1
        favoured[category] += is_favoured
    rates = {category: favoured[category] / count for category, count in applicants.items()}
    highest, known = max(rates.values(), default=0.0), applicants.total()
    ordered = sorted(applicants, key=lambda category: (-applicants[category], category))
    return RateTable(
        tuple(
            Category(
                name=category,
                applicants=applicants[category],
                favoured=favoured[category],
                rate=rates[category],
                impact_ratio=rates[category] / highest if highest else None,
                small=applicants[category] < SMALL_SHARE * known,
            )
            for category in ordered
        ),
        unknown,
    )
