"""Each factor, case by case: what fits, what does not, and what nobody says."""

from decimal import Decimal

import pytest

from service.kinds import ContractKind, Hours, Workplace
from service.matching.factors.contract import contract
from service.matching.factors.factor import LEAST_OF_A_FIT, NEUTRAL, Factor
from service.matching.factors.hours import hours
from service.matching.factors.pay import pay
from service.matching.factors.place import place
from service.matching.factors.relevance import relevance
from service.matching.factors.seniority import seniority
from service.matching.factors.skills import skills
from service.matching.facts import CandidateFacts, Limits, ListingFacts, Said, Spot
from service.matching.levels_of_work import Level, level_of
from service.matching.skills.sharing import Related, SkillsShared
from tests.matching.facts import LYON, YORK, a_seeker, an_offer, hoped

REMOTE = Workplace.REMOTE
LINCOLN = Spot(53.23, -0.54, "GB")
WITHIN_100 = Limits(within_km=Said(100))


@pytest.mark.parametrize(
    ("seeker", "offer", "value", "reason"),
    [
        (a_seeker(), an_offer(), 1.0, "It is less than 5 km from home."),
        (a_seeker(home=YORK), an_offer(), 0.70, "It is about 35 km from home."),
        (
            a_seeker(home=YORK, spots_named=(a_seeker().home,)),
            an_offer(),
            1.0,
            "It is less than 5 km from a place that the profile names.",
        ),
        (a_seeker(home=LINCOLN), an_offer(), 0.21, "It is about 90 km from home."),
        (a_seeker(home=LINCOLN, limits=WITHIN_100), an_offer(), LEAST_OF_A_FIT, "It is about 90 km from home."),
        (a_seeker(home=LYON, limits=WITHIN_100), an_offer(), 0.0, "It is about 1005 km from home."),
        (a_seeker(home=LYON), an_offer(), 0.0, "It is about 1005 km from home."),
        (a_seeker(), an_offer(spot=None), None, "The listing does not say where it is, as far as the place is known."),
        (a_seeker(home=None), an_offer(), None, "The profile does not say where, as far as the place is known."),
        (a_seeker(), an_offer(workplace=REMOTE, remote_from=frozenset({"GB"})), 1.0, "The work can be done from home."),
        (
            a_seeker(home=LYON, country="FR"),
            an_offer(workplace=REMOTE, remote_from=frozenset({"GB"})),
            0.0,
            "The work is done from home, in another country.",
        ),
        (a_seeker(home=LYON, country="FR"), an_offer(workplace=REMOTE), 1.0, "The work can be done from home."),
    ],
)
def test_place(seeker: CandidateFacts, offer: ListingFacts, value: float | None, reason: str) -> None:
    assert_factor(place(seeker, offer), value, reason)


@pytest.mark.parametrize(
    ("seeker", "offer", "value", "reason"),
    [
        (a_seeker(), an_offer(), 1.0, "The pay reaches what is hoped for."),
        (
            a_seeker(pay=(hoped(26_500),)),
            an_offer(),
            LEAST_OF_A_FIT,
            "The top of the pay is 2% below what is hoped for.",
        ),
        (a_seeker(pay=(hoped(40_000),)), an_offer(), 0.0, "The top of the pay is 35% below what is hoped for."),
        (
            a_seeker(pay=(hoped(40_000, less_will_do=True),)),
            an_offer(),
            NEUTRAL,
            "The top of the pay is 35% below what is hoped for, where less would do for some work.",
        ),
        (a_seeker(), an_offer(pay_min_yearly=None, pay_max_yearly=None), None, "The listing does not say its pay."),
        (a_seeker(pay=()), an_offer(), None, "The profile does not say what pay is hoped for."),
        (a_seeker(), an_offer(pay_currency="EUR"), None, "Pay is stated in another currency than the pay hoped for."),
        (
            a_seeker(pay=(hoped(80_000, currency="EUR"), hoped(24_000))),
            an_offer(),
            1.0,
            "The pay reaches what is hoped for.",
        ),
        (
            a_seeker(),
            an_offer(pay_max_yearly=None, pay_min_yearly=Decimal(30_000)),
            1.0,
            "The pay reaches what is hoped for.",
        ),
        (
            a_seeker(pay=(hoped(40_000),)),
            an_offer(pay_max_yearly=None),
            NEUTRAL,
            "The pay begins below what is hoped for; how far it goes is not said.",
        ),
    ],
)
def test_pay(seeker: CandidateFacts, offer: ListingFacts, value: float | None, reason: str) -> None:
    assert_factor(pay(seeker, offer), value, reason)


@pytest.mark.parametrize(
    ("wanted", "offered", "value", "reason"),
    [
        ({Hours.FULL_TIME}, Hours.FULL_TIME, 1.0, "This is full time, as wanted."),
        ({Hours.PART_TIME}, Hours.FULL_TIME, 0.0, "This is full time; part time is wanted."),
        ({Hours.PART_TIME, Hours.FULL_TIME}, Hours.FULL_TIME, 1.0, "This is full time, as wanted."),
        (None, Hours.FULL_TIME, None, "This is full time; the profile does not say what is wanted."),
        ({Hours.FULL_TIME}, None, None, "The listing does not say full or part time."),
    ],
)
def test_hours(wanted: set[Hours] | None, offered: Hours | None, value: float | None, reason: str) -> None:
    seeker = a_seeker(hours=Said(frozenset(wanted)) if wanted else None)

    assert_factor(hours(seeker, an_offer(hours=offered)), value, reason)


@pytest.mark.parametrize(
    ("wanted", "offered", "value", "reason"),
    [
        ({ContractKind.PERMANENT}, ContractKind.PERMANENT, 1.0, "This is permanent, as wanted."),
        ({ContractKind.TEMPORARY}, ContractKind.FIXED_TERM, 0.6, "This is for a fixed term, near to what is wanted."),
        ({ContractKind.PERMANENT}, ContractKind.CASUAL, 0.0, "This is casual work; wanted is permanent."),
        (None, ContractKind.CASUAL, None, "This is casual work; the profile does not say what is wanted."),
        ({ContractKind.PERMANENT}, None, None, "The listing does not say what kind of contract it is."),
    ],
)
def test_contract(
    wanted: set[ContractKind] | None, offered: ContractKind | None, value: float | None, reason: str
) -> None:
    seeker = a_seeker(contracts=Said(frozenset(wanted)) if wanted else None)

    assert_factor(contract(seeker, an_offer(contract=offered)), value, reason)


@pytest.mark.parametrize(
    ("stands", "asked", "value", "reason"),
    [
        ({Level.SENIOR}, Level.SENIOR, 1.0, "This is for a senior or leading hand, which the profile says too."),
        ({Level.SENIOR}, Level.MANAGER, 0.5, "This is for a manager; the profile is that of a senior or leading hand."),
        ({Level.TRAINEE}, Level.HEAD, 0.0, "This is for a head or director; the profile is that of a trainee."),
        ({Level.JUNIOR, Level.MANAGER}, Level.MANAGER, 1.0, "This is for a manager, which the profile says too."),
        (set(), Level.MANAGER, None, "This is for a manager; the profile does not say its level."),
        ({Level.SENIOR}, None, None, "The listing's title does not say its level."),
    ],
)
def test_seniority(stands: set[Level], asked: Level | None, value: float | None, reason: str) -> None:
    assert_factor(seniority(a_seeker(levels=frozenset(stands)), an_offer(level=asked)), value, reason)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Electrician (Maintenance)", None),
        ("Apprentice Gardener, Parks", Level.TRAINEE),
        ("Graduate Electronics Engineer", Level.TRAINEE),
        ("Junior Data Engineer", Level.JUNIOR),
        ("Teaching Assistant (Key Stage 1)", None),
        ("Executive Assistant", None),
        ("Assistant Buyer, textiles", Level.JUNIOR),
        ("Senior Ecologist", Level.SENIOR),
        ("Lead Data Engineer (contract)", Level.SENIOR),
        ("Team Manager, Older Adults Mental Health", Level.MANAGER),
        ("Deputy Manager, Children's Home", Level.MANAGER),
        ("Account Manager, software", None),
        ("Head of Mathematics", Level.HEAD),
        ("Finance Director", Level.HEAD),
    ],
)
def test_the_level_that_a_title_names(title: str, level: Level | None) -> None:
    assert level_of(title) == level


@pytest.mark.parametrize(
    ("shared", "names_some", "value", "reason"),
    [
        (SkillsShared(exact=("sql",), listing_names_some=True), True, 0.5, "Shared: sql."),
        (
            SkillsShared(exact=("sql", "dbt", "python"), asked=4, shown=3.0, listing_names_some=True),
            True,
            0.8,
            "Shared: sql, dbt, python.",
        ),
        (
            SkillsShared(related=(Related("gas boilers", "boilers"),), listing_names_some=True),
            True,
            NEUTRAL,
            "Related: gas boilers.",
        ),
        (
            SkillsShared(related=(Related("python", "java"),), asked=1, shown=0.5, listing_names_some=True),
            True,
            NEUTRAL,
            "Related: python.",
        ),
        (
            SkillsShared(missing=("sql",), asked=1, listing_names_some=True),
            True,
            0.0,
            "None of the profile's skills is named in the listing.",
        ),
        (SkillsShared(), True, None, "The listing names no skills."),
        (SkillsShared(), False, None, "The profile names no skills."),
    ],
)
def test_skills(shared: SkillsShared, names_some: bool, value: float | None, reason: str) -> None:
    assert_factor(skills(shared, profile_names_some=names_some), value, reason)


@pytest.mark.parametrize(("score", "value"), [(-0.2, 0.0), (0.15, 0.0), (0.4, 0.5), (0.65, 1.0), (0.9, 1.0)])
def test_relevance_counts_from_what_unrelated_texts_have_in_common(score: float, value: float) -> None:
    assert relevance(score).value == pytest.approx(value)


def assert_factor(factor: Factor, value: float | None, reason: str) -> None:
    assert factor.reason == reason
    assert factor.value == (None if value is None else pytest.approx(value, abs=0.02))
    assert factor.counted == (NEUTRAL if value is None else factor.value)
