"""Full and part time where they are wished for, and where they are said of something else."""

import pytest

from service.kinds import Hours
from service.search.reading.hours import find_hours


@pytest.mark.parametrize(
    ("text", "words", "hours"),
    [
        ("part-time job", "part-time", Hours.PART_TIME),
        ("cleaner, part time", "part time", Hours.PART_TIME),
        ("f/t chef", "f/t", Hours.FULL_TIME),
        ("fulltime teaching", "fulltime", Hours.FULL_TIME),
        ("I want to work part time", "part time", Hours.PART_TIME),
        ("full time student looking for part time work", "part time", Hours.PART_TIME),
        ("full time carer for older people", "full time", Hours.FULL_TIME),
        ("anything, but not full time", "not full time", Hours.PART_TIME),
        ("no part-time", "no part-time", Hours.FULL_TIME),
    ],
)
def test_a_wish_for_hours_is_read(text: str, words: str, hours: Hours) -> None:
    (found,) = find_hours(text)

    assert (found.words, text[found.start : found.end], found.filters) == (words, words, {"hours": hours})


@pytest.mark.parametrize(
    "text",
    [
        "full time mum looking for evenings",
        "full-time education",
        "I work full time and want something for the evenings",
        "I'm a part time cleaner",
        "I have a full time job",
        "full or part time",
        "part time or full time nurse",
        "not just part time",
        "I don't want full time",
        "can't work full time",
        "never full time",
        "avoid full-time",
        "rather not work full time",
        "I don't mind full time",
        "30 hours a week",
        "no more than 30 hours",
        "term time, evenings",
        "part of a team, all the time",
    ],
)
def test_what_is_no_wish_or_no_choice_stays_as_it_is(text: str) -> None:
    assert find_hours(text) == []
