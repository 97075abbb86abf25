"""Skills found in texts: by synonym, by stem, and short names only where they are names."""

import pytest

from service.matching.sentences import clauses_of
from service.matching.skills.sharing import Related, SkillsShared, read_listing_skills, read_profile_skills, share
from service.matching.skills.vocabulary import skill_named, skills_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("You will use postgres and Python.", {"postgresql", "python"}),
        ("Fluency in R or Python is needed.", {"r", "python"}),
        ("We go further in R&D.", set()),
        ("Scripting in Python or Go.", {"scripting", "python", "go"}),
        ("Go to the desk and ask for Rae R. Jones.", set()),
        ("Firmware in C, and C++ later.", {"firmware", "c", "c++"}),
        ("Experience of any kind counts.", set()),
        ("An experiment with live experiments.", {"a/b testing"}),
        ("Moving and handling of older people.", {"moving and handling", "work with older people"}),
        ("No conveyancing and no probate.", set()),
        ("Open the windows on Windows laptops.", {"windows support", "hardware"}),
    ],
)
def test_the_skills_that_a_text_names(text: str, named: set[str]) -> None:
    assert {skill.name for skill in skills_in(text)} == named


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("Postgres", "postgresql"), ("care of older people", "older people's care"), ("juggling", None)],
)
def test_a_phrase_is_a_skill_by_any_of_its_names(phrase: str, name: str | None) -> None:
    skill = skill_named(phrase)

    assert (skill.name if skill else None) == name


def shared(skills: tuple[str, ...], listing: str, *, title: str = "", profile: str = "") -> SkillsShared:
    return share(read_profile_skills(skills, clauses_of(profile)), read_listing_skills(title, clauses_of(listing)))


def test_a_skill_that_no_table_holds_matches_word_for_word_and_by_stem() -> None:
    found = shared(("beaver reintroduction", "dry stone walling"), "You lead beaver reintroductions in the valley.")

    assert found.exact == ("beaver reintroduction",)


@pytest.mark.parametrize(
    ("skill", "listing", "near"),
    [
        ("PostgreSQL", "Strong SQL is needed.", "sql"),
        ("beaver reintroduction", "A reintroduction of lynx.", "reintroduction"),
        ("mental capacity assessments", "A mental effort.", None),
        ("German", "Polish is useful.", None),
        ("project management", "Management of projects of any kind is a plus.", None),
    ],
)
def test_what_is_near_to_a_skill(skill: str, listing: str, near: str | None) -> None:
    found = shared((skill,), listing)

    assert found.exact == () or near is None
    assert found.related == ((Related(skill, near),) if near else ())


def test_what_is_asked_for_and_shown_nowhere_is_missing_essential_first() -> None:
    listing = "Welsh is desirable. You must know SAML and Kafka. Java is not required. We use Airflow."

    found = shared(("Python",), listing, profile="I have run SAML for years.")

    assert found.missing == ("kafka", "welsh")
    assert found.asked == 3


def test_a_profile_without_a_list_shows_the_skills_of_its_text() -> None:
    assert shared((), "Payroll is essential.", profile="I run payroll for forty people.").exact == ("payroll",)
