"""Deal-breakers, on sentences of the samples: asked for or not, met or not, and never "not met" for want of words."""

from typing import Any

import pytest

from service.kinds import ContractKind, Hours, Workplace
from service.matching.deal_breakers.deciding import decide, read_demands
from service.matching.deal_breakers.experience import experience_of
from service.matching.deal_breakers.outcome import DealBreaker, Kind, Outcome
from service.matching.facts import CandidateFacts, Limits, ListingFacts, Said
from service.matching.sentences import clauses_of
from service.matching.wishes import limits_in, narrowing, wishes_in
from tests.matching.facts import LEEDS, LYON, YORK, hoped

MET, NOT_MET, NOT_STATED = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_STATED


def decided(listing: str, profile: str, **facts: Any) -> list[DealBreaker]:
    asked = clauses_of(listing)
    told = clauses_of(profile)
    candidate = CandidateFacts(clauses=told, years=experience_of(told), **facts)
    return list(decide(read_demands(asked, "GB"), candidate, ListingFacts("Porter", clauses=asked)))


def outcomes(listing: str, profile: str, **facts: Any) -> list[tuple[Kind, Outcome]]:
    return [(each.kind, each.outcome) for each in decided(listing, profile, **facts)]


DRIVING = "You must have a full driving licence and your own car (we pay 45p a mile)."


@pytest.mark.parametrize(
    ("listing", "profile", "outcome"),
    [
        (DRIVING, "I have a driving licence and a clear background check.", MET),
        (DRIVING, "I drive and am used to sleep-ins.", MET),
        (DRIVING, "I speak English, Shona and Ndebele and drive my own car.", MET),
        (DRIVING, "I hold a licence for working at height and drive vans.", MET),
        (DRIVING, "I do not drive.", NOT_MET),
        (DRIVING, "I have no driving licence, but a good bicycle.", NOT_MET),
        (DRIVING, "I do not have a full UK driving licence.", NOT_MET),
        (DRIVING, "I have a provisional driving licence.", NOT_MET),
        (DRIVING, "I lost my driving licence last year.", NOT_STATED),
        (DRIVING, "My driving licence was taken away.", NOT_STATED),
        (DRIVING, "I drive vans well. My driving licence was taken away.", NOT_STATED),
        (DRIVING, "I used to drive my own car.", NOT_STATED),
        (DRIVING, "I lead volunteers with pleasure.", NOT_STATED),
        ("A clean driving licence is needed for the van.", "I don't drive.", NOT_MET),
        ("You need to drive or have someone to drive you.", "I don't drive.", NOT_STATED),
        ("Need: a driving licence or be close to one, basic hand tools.", "I am learning to drive.", NOT_STATED),
        ("A driving licence isn't required.", "I don't drive.", None),
        ("A driving licence helps because our parking is awful.", "I don't drive.", None),
        ("A full driving licence would be useful to everyone.", "I don't drive.", None),
        ("You'll drive to football and sit on the stairs.", "I don't drive.", None),
    ],
)
def test_driving(listing: str, profile: str, outcome: Outcome | None) -> None:
    expected = [(Kind.DRIVING_LICENCE, outcome)] if outcome else []
    assert outcomes(listing, profile) == expected


@pytest.mark.parametrize(
    ("licences", "outcome"),
    [
        ({"driving"}, MET),
        ({"driving licence"}, MET),
        ({"full uk driving licence"}, MET),
        ({"full uk licence"}, MET),
        ({"sia", "category b"}, MET),
        ({"provisional driving licence"}, NOT_MET),
        ({"forklift driving"}, NOT_MET),
        ({"personal licence"}, NOT_MET),
        (set(), NOT_MET),
    ],
)
def test_a_list_of_licences_is_complete(licences: set[str], outcome: Outcome) -> None:
    assert outcomes(DRIVING, "I drive.", licences=frozenset(licences)) == [(Kind.DRIVING_LICENCE, outcome)]


def test_a_skill_that_names_a_provisional_licence_is_no_licence() -> None:
    assert outcomes(DRIVING, "", skills=("driving licence",)) == [(Kind.DRIVING_LICENCE, MET)]
    assert outcomes(DRIVING, "", skills=("provisional driving licence",)) == [(Kind.DRIVING_LICENCE, NOT_STATED)]


@pytest.mark.parametrize(
    ("listing", "profile", "outcome"),
    [
        (
            "You must be registered with Social Work England.",
            "Registered social worker with six years in adult teams.",
            MET,
        ),
        ("You must be registered with Social Work England.", "I have been a care assistant for a year.", NOT_STATED),
        ("You must be registered with Social Work England.", "I am not yet registered.", NOT_MET),
        ("HCPC registration is essential.", "HCPC registered since spring.", MET),
        ("You must be GDC registered with your immunisations up to date.", "I am a dental nurse.", NOT_STATED),
        ("We require qualified teacher status or its equivalent.", "I hold qualified teacher status.", MET),
        ("Candidates will be qualified accountants.", "Chartered accountant in food exports.", MET),
        ("A current SIA door supervision or CCTV licence is essential.", "I was a night porter.", NOT_STATED),
        ("Newly registered nurses are very welcome.", "I am a nurse.", None),
        ("DBS check required.", "I am a nurse.", None),
    ],
)
def test_registration(listing: str, profile: str, outcome: Outcome | None) -> None:
    expected = [(Kind.REGISTRATION, outcome)] if outcome else []
    assert outcomes(listing, profile) == expected


def test_a_register_that_a_complete_list_does_not_name_is_lacking_unless_another_way_is_taken() -> None:
    strict = "You must be registered with Social Work England."
    soft = "You need registration with Social Care Wales, or to be within three months of it."

    assert outcomes(strict, "", licences=frozenset({"driving"})) == [(Kind.REGISTRATION, NOT_MET)]
    assert outcomes(strict, "", licences=frozenset({"social work"})) == [(Kind.REGISTRATION, MET)]
    assert outcomes(soft, "", licences=frozenset({"driving"})) == [(Kind.REGISTRATION, NOT_STATED)]


RIGHT = "You must have the right to work in the UK."


@pytest.mark.parametrize(
    ("listing", "profile", "stated", "outcome"),
    [
        (RIGHT, "I care for people.", None, NOT_STATED),
        (RIGHT, "I hold settled status.", None, MET),
        (RIGHT, "I need sponsorship.", None, NOT_MET),
        (RIGHT, "I do not need sponsorship.", None, NOT_STATED),
        (RIGHT, "I don't require visa sponsorship.", None, NOT_STATED),
        (RIGHT, "I neither need nor require sponsorship.", None, NOT_STATED),
        (RIGHT, "I am not a student and need sponsorship.", None, NOT_MET),
        (RIGHT, "I don't need sponsorship as I have the right to work in the UK.", None, MET),
        (RIGHT, "I have the right to work in the UK and do not need sponsorship.", None, MET),
        (RIGHT, "I do not have the right to work in the UK.", None, NOT_MET),
        (RIGHT, "I don't yet have the right to work in the UK.", None, NOT_MET),
        (RIGHT, "I am not entitled to work in the UK.", None, NOT_MET),
        (RIGHT, "I do not have the right to work in France.", None, NOT_STATED),
        (RIGHT, "I have the right to work in France.", None, NOT_STATED),
        (RIGHT, "I hope to have the right to work in the UK by May.", None, NOT_STATED),
        (RIGHT, "I do not hold settled status.", None, NOT_STATED),
        (RIGHT, "", {"GB", "IE"}, MET),
        (RIGHT, "", {"FR"}, NOT_MET),
        ("You must have the right to work in France.", "I have the right to work in France.", None, MET),
        ("Canvassers must be 18 or over, entitled to work in the UK, and neutral.", "", {"GB"}, MET),
        ("You will check identity and right to work papers.", "", {"FR"}, None),
    ],
)
def test_right_to_work(listing: str, profile: str, stated: set[str] | None, outcome: Outcome | None) -> None:
    found = outcomes(listing, profile, right_to_work=frozenset(stated) if stated is not None else None)

    assert found == ([(Kind.RIGHT_TO_WORK, outcome)] if outcome else [])


ELECTRICIAN = "You must have at least five years of experience as an electrician."
FIVE = "You must have five years' post-qualifying experience including chairing of safeguarding meetings."


@pytest.mark.parametrize(
    ("listing", "profile", "outcome"),
    [
        (FIVE, "Registered social worker with six years in adult teams.", MET),
        (FIVE, "Three years as a residential worker.", NOT_MET),
        (FIVE, "Four years at a parcel company, and before that two years as an analyst.", NOT_STATED),
        (FIVE, "I have cared for people for a long time.", NOT_STATED),
        (FIVE, "Two years ago I moved. I took a break of four years.", NOT_STATED),
        ("Applicants must have at least six months' experience with people in distress.", "A year in a hostel.", MET),
        ("You should have a couple of years in a kitchen of good standing.", "One year in a pub kitchen.", NOT_MET),
        ("You will need about a year on a help desk.", "Six months on a help desk.", NOT_STATED),
        ("Candidates will be accountants of at least ten years' standing.", "Eighteen years in export.", MET),
        ("It requires at least five years in residential land.", "I am new to it.", NOT_STATED),
        ("5+ years' experience required.", "Four years in a hostel.", NOT_MET),
        ("5+ years' experience required.", "20+ years in hostels.", MET),
        ("Three to five years' experience required.", "Four years in a hostel.", MET),
        (ELECTRICIAN, "I have twenty years of experience as a nurse.", NOT_STATED),
        (ELECTRICIAN, "I have been a nurse for twenty years.", NOT_STATED),
        (ELECTRICIAN, "Registered nurse with twenty years of experience.", NOT_STATED),
        (ELECTRICIAN, "Twenty years in nursing.", NOT_STATED),
        (ELECTRICIAN, "Three years as an electrician and twenty years as a nurse.", NOT_STATED),
        (ELECTRICIAN, "I have six years of experience as a maintenance electrician.", MET),
        (ELECTRICIAN, "I have been an electrician for six years, after ten years as a nurse.", MET),
        (ELECTRICIAN, "I have twenty years of experience.", MET),
        (ELECTRICIAN, "Three years as an electrician.", NOT_MET),
        ("You must have at least five years' experience.", "I have twenty years of experience as a nurse.", MET),
        ("In the first six months you must meet every member of staff.", "Three weeks in an office.", None),
        ("Our five-year premises plan needs a reader.", "", None),
        ("No experience needed.", "", None),
    ],
)
def test_experience(listing: str, profile: str, outcome: Outcome | None) -> None:
    expected = [(Kind.EXPERIENCE, outcome)] if outcome else []
    assert outcomes(listing, profile) == expected


def test_stated_years_decide_alone() -> None:
    assert outcomes(FIVE, "Twenty years in shops.", years_in_all=4.0) == [(Kind.EXPERIENCE, NOT_MET)]
    assert outcomes(FIVE, "", years_in_all=5.0) == [(Kind.EXPERIENCE, MET)]


def test_years_that_are_no_work_are_not_counted() -> None:
    told = experience_of(
        clauses_of(
            "Returning after nine years at home. I played handball for sixteen years. A break of four years. Aged 40."
            " My husband is posted to Peterborough for two years. I have been away from the classroom for five years."
        )
    )

    assert told == ()


@pytest.mark.parametrize(
    ("listing", "profile", "outcome"),
    [
        ("We need NVQ Level 3 in care.", "I hold the Level 3 diploma in care.", MET),
        ("We need NVQ Level 3 in care.", "I hold the Level 2 diploma in care and started on Level 3.", NOT_STATED),
        ("We need NVQ Level 3 in care.", "I took a Level 3 IT diploma.", NOT_STATED),
        ("We need a degree in chemistry and more.", "My degree was in chemistry.", MET),
        ("We need a degree in chemistry and more.", "My degree was in statistics.", NOT_STATED),
        ("A degree is required.", "I have no degree.", NOT_MET),
        ("A degree is required.", "Textile graduate.", MET),
        ("A numerate degree or comparable experience is needed.", "I have no degree.", NOT_STATED),
        ("A master's degree or doctorate is required.", "I am a graduate.", NOT_STATED),
        ("A master's degree or doctorate is required.", "Hydrologist with a doctorate.", MET),
        ("A degree is not required if you can show the work.", "I have no degree.", None),
        ("A degree in planning would be welcome but isn't insisted upon.", "I have no degree.", None),
    ],
)
def test_qualification(listing: str, profile: str, outcome: Outcome | None) -> None:
    expected = [(Kind.QUALIFICATION, outcome)] if outcome else []
    assert outcomes(listing, profile) == expected


def test_each_quotes_the_sentence_it_came_from_and_the_answer() -> None:
    (found,) = decided(f"We are kind. {FIVE} Ring us.", "Registered. Three years as a residential worker.")

    assert (found.sentence, found.answer) == (FIVE, "Three years as a residential worker.")


def limited(limits: Limits, listing: ListingFacts, **facts: Any) -> list[tuple[Kind, Outcome, str]]:
    candidate = CandidateFacts(limits=limits, **facts)
    found = decide(read_demands((), None), candidate, listing)
    return [(each.kind, each.outcome, each.answer) for each in found]


def test_distance() -> None:
    within = Limits(within_km=Said(20))
    here, remote = ListingFacts("Porter", spot=YORK), ListingFacts("Porter", workplace=Workplace.REMOTE)

    assert limited(within, here, home=YORK) == [(Kind.DISTANCE, MET, "It is less than 5 km away.")]
    assert limited(within, here, home=LEEDS) == [(Kind.DISTANCE, NOT_MET, "It is about 35 km away.")]
    assert limited(within, remote, home=LEEDS)[0][:2] == (Kind.DISTANCE, MET)
    assert limited(within, ListingFacts("Porter"), home=LYON)[0][:2] == (Kind.DISTANCE, NOT_STATED)


@pytest.mark.parametrize(
    ("limits", "kind", "fitting", "other"),
    [
        (
            Limits(hours=Said(frozenset({Hours.PART_TIME}))),
            Kind.HOURS,
            {"hours": Hours.PART_TIME},
            {"hours": Hours.FULL_TIME},
        ),
        (
            Limits(contracts=Said(frozenset({ContractKind.PERMANENT}))),
            Kind.CONTRACT,
            {"contract": ContractKind.PERMANENT},
            {"contract": ContractKind.CASUAL},
        ),
        (
            Limits(workplaces=Said(frozenset({Workplace.REMOTE}))),
            Kind.WORKPLACE,
            {"workplace": Workplace.REMOTE},
            {"workplace": Workplace.ON_SITE},
        ),
    ],
)
def test_limits_of_a_profiles_own_fields(
    limits: Limits, kind: Kind, fitting: dict[str, Any], other: dict[str, Any]
) -> None:
    found = [limited(limits, ListingFacts("Porter", **said))[0][:2] for said in (fitting, other, {})]

    assert found == [(kind, MET), (kind, NOT_MET), (kind, NOT_STATED)]


@pytest.mark.parametrize(
    ("amount", "written", "floor", "outcome"),
    [
        (30_000, 26_000, True, NOT_MET),
        (25_000, 26_000, True, MET),
        (25_000, None, True, NOT_STATED),
        (30_000, 26_000, False, None),
    ],
)
def test_only_a_pay_that_is_called_the_least_is_a_limit(
    amount: int, written: int | None, floor: bool, outcome: Outcome | None
) -> None:
    offer = ListingFacts("Porter", pay_max_yearly=hoped(written).yearly if written else None, pay_currency="GBP")

    found = limited(Limits(), offer, pay=(hoped(amount, floor=floor),))

    assert [each[:2] for each in found] == ([(Kind.PAY, outcome)] if outcome else [])


def limits_of(text: str) -> Limits:
    clauses = clauses_of(text)
    return limits_in(clauses, narrowing(wishes_in(clauses)))


def test_what_words_rule_out_is_a_limit_and_a_wish_with_alternatives_is_none() -> None:
    nights = "Days or evenings suit me, but I cannot manage nights, as I have a daughter at primary school."

    assert limits_of(nights).no_nights == nights
    assert limits_of(
        "I am looking for an administrative post, fully remote, with an employer who judges work."
    ).workplaces
    assert limits_of("Data engineering, wholly remote, would please me as well.") == Limits()
    assert limits_of("I would like a remote or Leeds-based position.") == Limits()
    assert limits_of("I will not relocate.").within_km == Said(80, "I will not relocate.")


@pytest.mark.parametrize(
    ("title", "text", "outcome"),
    [
        ("Senior Care Assistant, Nights (Dementia Floor)", "Kind people.", NOT_MET),
        ("Care Assistant", "You must work three nights a week.", NOT_MET),
        ("Care Assistant", "You will work nights on a rota.", NOT_MET),
        ("Care Assistant", "Shifts include nights and weekends.", NOT_MET),
        ("Care Assistant", "You will work weekends but no nights.", MET),
        ("Care Assistant", "There are no nights.", MET),
        ("Care Assistant", "We pay £60 per night.", NOT_STATED),
        ("Care Assistant", "Nights are optional.", NOT_STATED),
        ("Care Assistant", "Pay is better on some nights.", NOT_STATED),
        ("Care Assistant", "Kind people.", NOT_STATED),
    ],
)
def test_nights(title: str, text: str, outcome: Outcome) -> None:
    listing = ListingFacts(title, clauses=clauses_of(text))

    assert [each[1] for each in limited(Limits(no_nights="I cannot manage nights."), listing)] == [outcome]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("You will work weekends on a rota.", NOT_MET),
        ("Shifts include nights and weekends.", NOT_MET),
        ("The rota includes alternate Saturdays.", NOT_MET),
        ("You work one weekend in three.", NOT_MET),
        ("Shifts are 07:00 to 15:00, two weekends in three.", NOT_MET),
        ("You must be free on Sundays.", NOT_MET),
        ("Weekend work is part of the job.", NOT_MET),
        ("You will work weekends but no nights.", NOT_MET),
        ("You will work Saturdays, never Sundays.", NOT_MET),
        ("You will not work weekends.", MET),
        ("You will not work Sundays.", NOT_STATED),
        ("You work four days, with every other weekend off.", NOT_STATED),
        ("You may work weekends if you like.", NOT_STATED),
        ("You will work with families who are at home at weekends.", NOT_STATED),
        ("Weekend pay is better.", NOT_STATED),
    ],
)
def test_weekends(text: str, outcome: Outcome) -> None:
    listing = ListingFacts("Care Assistant", clauses=clauses_of(text))

    (found,) = limited(limits_of("I cannot work weekends."), listing)

    assert found == (Kind.HOURS, outcome, "" if outcome is NOT_STATED else text)


@pytest.mark.parametrize(
    ("text", "nights", "weekends"),
    [
        ("I cannot work weekends.", False, True),
        ("I don't work Saturdays or Sundays.", False, True),
        ("I do not work nights or weekends.", True, True),
        ("I cannot work evenings, nights or weekends.", True, True),
        ("No nights, please.", True, False),
        ("I don't work Sundays.", False, False),
        ("I can't wait to work weekends.", False, False),
        ("I don't mind working nights and weekends.", False, False),
        ("I cannot work every weekend.", False, False),
        ("I have never worked nights.", False, False),
        ("I do not have to sleep after nights.", False, False),
        ("I cannot drive but I work weekends.", False, False),
    ],
)
def test_nights_and_weekends_that_words_rule_out(text: str, nights: bool, weekends: bool) -> None:
    limits = limits_of(text)

    assert (limits.no_nights, limits.no_weekends) == (text if nights else None, text if weekends else None)
