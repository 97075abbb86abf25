"""Places beside prepositions, and words that only look like places."""

import pytest

from service.search.reading.place import find_places
from tests.search.reading.places import find_town


@pytest.mark.parametrize(
    ("text", "words", "place", "within_km"),
    [
        ("caring for people in London", "in London", "London", None),
        ("night nurse near York", "near York", "York", 25),
        ("night nurse near york", "near york", "York", 25),
        ("close to Tyne and Wear, part time", "close to Tyne and Wear", "Tyne and Wear", 25),
        ("within 10 miles of Leeds", "within 10 miles of Leeds", "Leeds", 16),
        ("within 5 km of Leeds", "within 5 km of Leeds", "Leeds", 5),
        ("twenty miles from Leeds", "twenty miles from Leeds", "Leeds", 32),
        ("within half an hour of York", "within half an hour of York", "York", 25),
        ("in Leeds, West Yorkshire, full time", "in Leeds, West Yorkshire", "Leeds, West Yorkshire", None),
        ("in the Leeds area", "in the Leeds area", "Leeds", 25),
        ("cook in north London", "in north London", "London", None),
        ("in North Yorkshire", "in North Yorkshire", "North Yorkshire", None),
        ("I live in York and like animals", "I live in York", "York", 25),
        ("jobs in Reading", "in Reading", "Reading", None),
        ("near reading", "near reading", "Reading", 25),
        ("in Bath", "in Bath", "Bath", None),
        ("in Hull, part time", "in Hull", "Hull", None),
        ("close to Sandwich", "close to Sandwich", "Sandwich", 25),
        ("IN YORK", "IN YORK", "York", None),
        ("in the UK", "in the UK", "UK", None),
        ("I'm in York and like animals", "I'm in York", "York", 25),
        ("no degree near Leeds", "near Leeds", "Leeds", 25),
        ("no experience in Leeds", "in Leeds", "Leeds", None),
        ("no further than 5 miles from Bath", "no further than 5 miles from Bath", "Bath", 8),
        ("under 5 miles from Bath", "under 5 miles from Bath", "Bath", 8),
        ("no more than 30 minutes from Leeds", "no more than 30 minutes from Leeds", "Leeds", 25),
        ("not more than 5 miles from Bath", "not more than 5 miles from Bath", "Bath", 8),
    ],
)
def test_a_place_beside_a_preposition_is_read(text: str, words: str, place: str, within_km: int | None) -> None:
    (found,) = find_places(text, find_town)

    within = {} if within_km is None else {"within_km": within_km}
    assert (found.words, found.filters) == (words, {"place": place, "place_unknown": "keep", **within})


@pytest.mark.parametrize(
    "text",
    [
        "experience in Python",
        "experience in Java",
        "fluent in Java",
        "in a team, in retail, in nursing",
        "reading stories to children",
        "help in reading and writing",
        "in Sandwich shops",
        "near bath time",
        "repairs in hull maintenance",
        "WORK IN READING GROUPS",
        "not in London",
        "nurse, not near York",
        "no jobs in London",
        "no longer in London",
        "anywhere but in London",
        "nothing in London",
        "no experience in Java",
        "no degree in Law",
        "outside London",
        "people like us",
        "back in Leeds I looked after horses",
        "in York or Leeds",
        "in Leeds and near York",
        "Lecturer in Law",
        "Lecturer In Drama",
    ],
)
def test_other_words_are_no_places(text: str) -> None:
    assert find_places(text, find_town) == []
