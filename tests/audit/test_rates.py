"""Rates and impact ratios on an example that was worked out by hand, with unknowns and small categories."""

import pytest

from service.audit.rates import Assessed, Category, median_score, scoring_rates, selection_rates


def group(count: int, selected: int, *, sex: str | None, ethnicity: str | None, scores: list[float]) -> list[Assessed]:
    return [Assessed(sex, ethnicity, scores[number % len(scores)], number < selected) for number in range(count)]


# 10 women: 4 white (2 shortlisted), 6 asian (3). 10 men: 8 white (2), 2 asian (0). Two say nothing, one of them chosen,
# and one woman says nothing of her ethnicity. By hand: women 5 of 11, men 2 of 10; white 4 of 12, asian 3 of 8.
EXAMPLE = [
    *group(4, 2, sex="female", ethnicity="white", scores=[0.9, 0.9, 0.2, 0.2]),
    *group(6, 3, sex="female", ethnicity="asian", scores=[0.8, 0.8, 0.8, 0.3, 0.3, 0.3]),
    *group(8, 2, sex="male", ethnicity="white", scores=[0.7, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]),
    *group(2, 0, sex="male", ethnicity="asian", scores=[0.6, 0.4]),
    *group(2, 1, sex=None, ethnicity=None, scores=[0.95, 0.05]),
    *group(1, 0, sex="female", ethnicity=None, scores=[0.35]),
]


def found(categories: tuple[Category, ...]) -> dict[str, tuple[int, int, float, float | None]]:
    return {
        each.name: (
            each.applicants,
            each.favoured,
            round(each.rate, 4),
            each.impact_ratio and round(each.impact_ratio, 4),
        )
        for each in categories
    }


def test_selection_rates_by_sex_and_by_ethnicity_are_those_worked_out_by_hand() -> None:
    rates = selection_rates(EXAMPLE)

    assert found(rates.sex.categories) == {"female": (11, 5, 0.4545, 1.0), "male": (10, 2, 0.2, 0.44)}
    assert found(rates.ethnicity.categories) == {"white": (12, 4, 0.3333, 0.8889), "asian": (8, 3, 0.375, 1.0)}


def test_intersections_are_of_those_who_said_both() -> None:
    rates = selection_rates(EXAMPLE)

    assert found(rates.intersectional.categories) == {
        "male, white": (8, 2, 0.25, 0.5),
        "female, asian": (6, 3, 0.5, 1.0),
        "female, white": (4, 2, 0.5, 1.0),
        "male, asian": (2, 0, 0.0, 0.0),
    }


def test_unknowns_are_counted_and_in_no_category() -> None:
    rates = selection_rates(EXAMPLE)

    assert (rates.sex.unknown, rates.ethnicity.unknown, rates.intersectional.unknown) == (2, 3, 3)


def test_scoring_rates_are_of_scores_above_the_median_of_all() -> None:
    # Of 23 scores the twelfth is the median: 0.3 (three of them). Above it: 6 of 11 women, 4 of 10 men.
    rates = scoring_rates(EXAMPLE)

    assert median_score(EXAMPLE) == 0.3
    assert found(rates.sex.categories) == {"female": (11, 6, 0.5455, 1.0), "male": (10, 4, 0.4, 0.7333)}
    assert found(rates.ethnicity.categories) == {"white": (12, 4, 0.3333, 0.5333), "asian": (8, 5, 0.625, 1.0)}


def test_where_nobody_was_selected_there_is_no_ratio() -> None:
    rates = selection_rates([Assessed("female", "white", 0.5, False)])

    assert found(rates.sex.categories) == {"female": (1, 0, 0.0, None)}


def test_of_nobody_there_is_nothing_to_report() -> None:
    assert selection_rates([]).sex == scoring_rates([]).intersectional
    assert median_score([]) is None


@pytest.mark.parametrize(("others", "small"), [(49, False), (50, True)])
def test_a_category_of_less_than_a_fiftieth_is_noted(others: int, small: bool) -> None:
    assessed = [*group(others, 10, sex="male", ethnicity=None, scores=[0.5]), Assessed("another", None, 0.5, True)]

    (_, least) = selection_rates(assessed).sex.categories

    assert (least.name, least.small) == ("another", small)
