"""Other ways of saying a time of work, and where the same words say something else."""

import pytest

from service.words import affirms


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("weekends", "Shifts on Saturdays and Sundays."),
        ("weekends", "Saturday/Sunday"),
        ("weekends", "You work Saturdays"),
        ("weekends", "Monday to Sunday"),
        ("weekends", "every Sunday"),
        ("nights", "A nightshift"),
        ("nights", "overnight support"),
        ("night shifts", "nightshifts"),
    ],
)
def test_a_time_is_found_in_other_words_too(phrase: str, text: str) -> None:
    assert affirms(phrase, title="", body=text)


@pytest.mark.parametrize("text", ["Apply by Sunday 5 May", "No Saturdays and Sundays", "Monday to Friday"])
def test_other_words_and_denials_are_no_weekends(text: str) -> None:
    assert not affirms("weekends", title="", body=text)
