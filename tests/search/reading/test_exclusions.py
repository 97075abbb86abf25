"""What is not wanted, and "no", "not" and "without" that mean something else."""

import pytest

from service.search.reading.exclusions import find_exclusions
from tests.search.reading.places import find_town


@pytest.mark.parametrize(
    ("text", "words", "without"),
    [
        ("no weekends", "no weekends", ["weekends"]),
        ("shop work with no weekends", "with no weekends", ["weekends"]),
        ("no weekend work in a care home", "no weekend work", ["weekends"]),
        ("no nights or weekends", "no nights or weekends", ["nights", "weekends"]),
        ("no nights, weekends or sales", "no nights, weekends or sales", ["nights", "weekends", "sales"]),
        ("no nights and weekends", "no nights and weekends", ["nights", "weekends"]),
        ("no weekends and good pay", "no weekends", ["weekends"]),
        ("no weekends near York", "no weekends", ["weekends"]),
        ("not in a school", "not in a school", ["school"]),
        ("nurse, not nights", "not nights", ["nights"]),
        ("care work but not nights", "but not nights", ["nights"]),
        ("without driving", "without driving", ["driving"]),
        ("without driving or lifting", "without driving or lifting", ["driving", "lifting"]),
        ("except care homes", "except care homes", ["care homes"]),
        ("anywhere but London", "anywhere but London", ["london"]),
        ("except landscape and naval", "except landscape and naval", ["landscape", "naval"]),
        ("except cold calling and good pay", "except cold calling", ["cold calling"]),
        ("except cold calling and a friendly team", "except cold calling", ["cold calling"]),
        ("rather not work nights", "rather not work nights", ["nights"]),
        ("I don't want to work with children", "I don't want to work with children", ["children"]),
        ("not interested in management", "not interested in management", ["management"]),
        ("I can't do nights", "I can't do nights", ["nights"]),
        ("no contact with the public", "no contact with the public", ["contact with the public"]),
        ("nothing in sales", "nothing in sales", ["sales"]),
        ("Not another hospital please", "Not another hospital please", ["hospital"]),
        ("chef, but I can't do evenings any more", "but I can't do evenings any more", ["evenings"]),
        ("lab work, preferably not in a hospital", "preferably not in a hospital", ["hospital"]),
        ("with no weekends in Leeds", "with no weekends", ["weekends"]),
        ("part time not nights in Leeds", "not nights", ["nights"]),
        ("except sales near York", "except sales", ["sales"]),
        ("no sales, retail, hospitality", "no sales, retail, hospitality", ["sales", "retail", "hospitality"]),
        ("no sales and retail", "no sales and retail", ["sales", "retail"]),
        ("no sales and retail. Part time", "no sales and retail", ["sales", "retail"]),
        ("office work, no sales, retail, near York", "no sales, retail", ["sales", "retail"]),
        ("office work, no sales, retail, York", "no sales, retail", ["sales", "retail"]),
        ("no phones, sales and retail, remote", "no phones, sales and retail", ["phones", "sales", "retail"]),
        ("except landscape, naval, interior", "except landscape, naval, interior", ["landscape", "naval", "interior"]),
        (
            "no sales, retail, hospitality near York",
            "no sales, retail, hospitality",
            ["sales", "retail", "hospitality"],
        ),
        ("care work not nights, near Leeds", "not nights", ["nights"]),
        ("no sales and helping people", "no sales", ["sales"]),
        ("no sales, retail and a friendly team", "no sales", ["sales"]),
        ("no weekends, care assistant", "no weekends", ["weekends"]),
        ("no driving, warehouse", "no driving", ["driving"]),
        ("gardener, no driving, outdoors", "no driving", ["driving"]),
        ("gardener, no driving, part time", "no driving", ["driving"]),
        ("gardener, no driving, York", "no driving", ["driving"]),
        ("teaching not primary", "not primary", ["primary"]),
        ("teaching (not primary)", "(not primary)", ["primary"]),
        ("teaching (not primary), Leeds", "(not primary)", ["primary"]),
    ],
)
def test_what_is_not_wanted_is_excluded(text: str, words: str, without: list[str]) -> None:
    (found,) = find_exclusions(text, find_town)

    assert (found.words, text[found.start : found.end], found.filters) == (words, words, {"without": without})


@pytest.mark.parametrize(
    "text",
    [
        "no experience needed",
        "no previous experience",
        "no qualifications",
        "without a degree",
        "no driving licence",
        "not just admin",
        "not only care",
        "nothing too physical",
        "no more than 30 hours",
        "no longer able to stand all day",
        "not sure what",
        "not afraid of heights",
        "not too far away",
        "can work without supervision",
        "supporting people without a home",
        "young people not in education",
        "people with no home",
        "I have no children",
        "cannot drive",
        "nurse, not squeamish",
        "not scared of heights, likes ropes",
        "A level in chemistry, no uni",
        "children with or without special needs",
        "help people avoid debt",
        "without letting the person down",
        "no formal teaching certificate",
        "no full time",
        "work where I'm not on my feet",
        "nurse, not stuck in an office",
        "I am not religious",
        "nurse not squeamish",
        "something not boring",
        "do not smoke",
        "young people not in school",
        "whether or not nursing",
        "no jobs in London",
        "no jobs under £25k",
        "no further than 5 miles from Bath",
        "I don't want full time",
        "avoid full-time",
    ],
)
def test_other_uses_of_the_same_words_exclude_nothing(text: str) -> None:
    assert find_exclusions(text, find_town) == []


def test_what_follows_a_list_may_be_a_second_one() -> None:
    assert [each.filters["without"] for each in find_exclusions("no sales and no nights", find_town)] == [
        ["sales"],
        ["nights"],
    ]
