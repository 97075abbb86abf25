"""What a text denies is taken out of it, and what only looks like a denial stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.words import affirmed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no weekend work", ""),
        ("Work with children, without driving.", "Work with children, ."),
        ("You are not required to drive a van.", "You are ."),
        ("You will not need a degree, we train you", "You will , we train you"),
        ("Weekend work is not required.", "."),
        ("A driving licence isn’t essential.", "."),
        ("No evenings, weekends or bank holidays.", "."),
        ("No evening and weekend work", ""),
        ("No experience needed, full training given", ", full training given"),
        ("No degree and full training provided", "and full training provided"),
        ("Days only with no weekends and great pay", "Days only with and great pay"),
        ("Monday to Friday excluding weekends, in York", "Monday to Friday , in York"),
        ("There won't be any night shifts", "There"),
        ("You don't have to drive but you need a bike", "You but you need a bike"),
        ("We do not offer visa sponsorship", "We do"),
        ("neither nights nor weekends", ""),
        ("This is not a sales role: you look after members", "This is : you look after members"),
        ("Experience is not necessary as full training is given", "as full training is given"),
        ("No nights.\nAlternate weekends.", ". Alternate weekends."),
        ("No driving; a van is provided", "; a van is provided"),
        ("If you don't drive you can still work weekends with us.", "If you you can still work weekends with us."),
        ("weekends off, guaranteed", ", guaranteed"),
        ("Evenings and weekends off", ""),
        ("We are closed at weekends", "We are"),
        ("We close on Saturdays & Sundays.", "We ."),
        ("Weekends are never worked.", "."),
    ],
)
def test_a_denial_is_taken_out_and_what_follows_it_stays(text: str, left: str) -> None:
    assert " ".join(affirmed(text).split()) == left


@pytest.mark.parametrize(
    "text",
    [
        "You will not only drive but also load",
        "No two days are the same",
        "No day in the kitchen is the same",
        "Nothing beats driving",
        "Notice of driving",
        "There is no doubt that driving matters",
        "No more than 30 hours of driving",
        "no later than Friday",
        "not just driving",
        "not limited to driving",
        "whether or not you drive",
        "You are no stranger to driving",
        "a not-for-profit hospice",
        "You must not mind working weekends.",
        "There is no escaping weekend work",
        "We do not close at weekends, so you will work some of them.",
        "The shop never closes at weekends",
        "every other weekend off",
        "one in two weekends off",
        "a non-executive director",
        "No. 5 Weekend Street",
        "alternate weekends",
        "Applicants without a driving licence will not be considered",
        "We cannot accept applications from people who do not have a driving licence",
    ],
)
def test_what_only_looks_like_a_denial_stays(text: str) -> None:
    assert affirmed(text) == text


@given(st.text(alphabet="no t,.;butand\nx’'", max_size=80))
def test_nothing_is_added_but_line_breaks(text: str) -> None:
    letters = iter(text)

    assert all(letter in letters for letter in affirmed(text) if letter != "\n")
