"""Places that no preposition names: alone between marks, or last."""

import pytest

from service.search.reading.place_alone import find_places_alone
from tests.search.reading.places import find_town


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("head chef, London, permanent", "London"),
        ("head chef, london", "London"),
        ("York", "York"),
        ("care assistant Leeds", "Leeds"),
        ("Head Chef Leeds", "Leeds"),
        ("porter - Leeds, West Yorkshire", "Leeds, West Yorkshire"),
    ],
)
def test_a_place_that_stands_alone_is_read(text: str, place: str) -> None:
    (found,) = find_places_alone(text, find_town)

    assert found.filters == {"place": place, "place_unknown": "keep"}


@pytest.mark.parametrize(
    "text",
    [
        "Reading",
        "York Minster, guiding",
        "moving away from Leeds",
        "the York way",
        "Law",
        "helping, and, London or",
        "anywhere but London",
    ],
)
def test_a_name_inside_of_a_phrase_is_left(text: str) -> None:
    assert find_places_alone(text, find_town) == []
