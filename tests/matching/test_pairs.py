"""A pair as a whole: shares that sum to the score, precise listings that do not lose to vague ones, ties that hold."""

from dataclasses import asdict, replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.matching.deal_breakers.outcome import DealBreaker, Kind, Outcome
from service.matching.factors.factor import Factor
from service.matching.levels import LEAST_NEAREST, LEAST_TOTAL, accepts, strength_of_pair
from service.matching.pairs import Pair, in_order, match
from service.matching.skills.sharing import SkillsShared
from service.matching.weighing import weigh
from service.matching.weights import DEFAULT_WEIGHTS, Weights, weights_with
from service.search.levels import Level
from tests.matching.facts import a_meeting, a_seeker, an_offer, candidate_read, listing_read

NAMES = tuple(asdict(DEFAULT_WEIGHTS))
# What makes the listing vague in one respect.
VAGUE: dict[str, dict[str, Any]] = {
    "place": {"spot": None},
    "pay": {"pay_min_yearly": None, "pay_max_yearly": None},
    "hours": {"hours": None},
    "contract": {"contract": None},
    "seniority": {"level": None},
}
WEIGHTS = st.builds(Weights, **{name: st.floats(0, 1) for name in NAMES}).filter(lambda weights: weights.total() > 0)


@settings(max_examples=200, deadline=None)
@given(values=st.lists(st.none() | st.floats(0, 1), min_size=7, max_size=7), weights=WEIGHTS)
def test_the_shares_sum_to_the_score(values: list[float | None], weights: Weights) -> None:
    factors = [Factor(name, value, "") for name, value in zip(NAMES, values, strict=True)]

    total = weigh(factors, weights)

    assert total.value == pytest.approx(sum(each.share for each in total.factors))
    assert 0 <= total.value <= 1 + 1e-9


@settings(max_examples=100, deadline=None)
@given(value=st.floats(-0.2, 0.9), weights=WEIGHTS, count=st.integers(1, len(VAGUE)), at=st.integers(0, 100))
def test_of_two_listings_of_equal_relevance_the_precise_one_that_fits_does_not_lose(
    value: float, weights: Weights, count: int, at: int
) -> None:
    choices = list(combinations(VAGUE, count))
    left_out = {name: said for each in choices[at % len(choices)] for name, said in VAGUE[each].items()}
    precise, vague = listing_read(an_offer()), listing_read(an_offer(**left_out))

    totals = [match(candidate_read(a_seeker()), each, a_meeting(value), weights).total for each in (precise, vague)]

    assert totals[0] >= totals[1]


def test_a_listing_that_names_the_skill_does_not_lose_to_one_that_names_none() -> None:
    seeker = candidate_read(a_seeker())
    precise, vague = listing_read(an_offer()), listing_read(an_offer(), "We are a friendly place.")

    totals = [match(seeker, each, a_meeting(), DEFAULT_WEIGHTS).total for each in (precise, vague)]

    assert totals[0] > totals[1]


def test_a_listing_that_names_a_related_skill_does_not_lose_to_one_that_names_none() -> None:
    seeker = candidate_read(a_seeker(), ("Python",))
    precise, vague = listing_read(an_offer(), "You need Java."), listing_read(an_offer(), "We are friendly.")

    totals = [match(seeker, each, a_meeting(), DEFAULT_WEIGHTS).total for each in (precise, vague)]

    assert totals[0] >= totals[1]


def test_every_factor_has_its_reason() -> None:
    pair = match(candidate_read(a_seeker()), listing_read(an_offer()), a_meeting(), DEFAULT_WEIGHTS)

    assert [each.factor.name for each in pair.factors] == list(NAMES)
    assert all(each.factor.reason.endswith(".") for each in pair.factors)


def test_relevance_outweighs_every_other_factor_together_with_the_next() -> None:
    others = [weight for name, weight in asdict(DEFAULT_WEIGHTS).items() if name != "relevance"]

    assert DEFAULT_WEIGHTS.relevance > sum(others)
    assert DEFAULT_WEIGHTS.total() == pytest.approx(1)


def test_a_listings_own_weights_replace_the_defaults_that_they_name() -> None:
    assert weights_with({"pay": 0.5}) == replace(DEFAULT_WEIGHTS, pay=0.5)
    assert weights_with(None) == weights_with({}) == DEFAULT_WEIGHTS


def a_pair(total: float, *, nearest: float = 0.9, outcome: Outcome = Outcome.MET) -> Pair:
    deal_breaker = DealBreaker(Kind.EXPERIENCE, outcome, "Five years are needed.")
    return Pair(total, replace(a_meeting(), nearest=nearest), (), SkillsShared(), (deal_breaker,))


def test_ties_break_by_number_and_a_broken_pair_stands_below_all_others() -> None:
    broken = a_pair(0.9, outcome=Outcome.NOT_MET)
    pairs = {7: a_pair(0.5), 3: a_pair(0.5), 9: broken, 1: a_pair(0.2), 5: a_pair(0.6, outcome=Outcome.NOT_STATED)}

    ordered = [number for number, _ in in_order(pairs)]

    assert ordered == [5, 3, 7, 1, 9] == [number for number, _ in in_order(dict(reversed(pairs.items())))]


@pytest.mark.parametrize(
    ("pair", "accepted"),
    [
        (a_pair(0.9), [Level.BROAD, Level.GOOD, Level.STRONG]),
        (a_pair(LEAST_TOTAL[Level.GOOD]), [Level.BROAD, Level.GOOD]),
        (a_pair(LEAST_TOTAL[Level.BROAD] - 0.01), []),
        (a_pair(0.9, nearest=LEAST_NEAREST - 0.01), []),
        (a_pair(0.9, outcome=Outcome.NOT_MET), []),
        (a_pair(0.9, outcome=Outcome.NOT_STATED), [Level.BROAD, Level.GOOD, Level.STRONG]),
    ],
)
def test_what_each_level_accepts(pair: Pair, accepted: list[Level]) -> None:
    assert [level for level in Level if accepts(level, pair)] == accepted
    if not pair.broken:
        assert strength_of_pair(pair).bars == 1 + len(accepted)
