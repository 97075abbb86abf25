"""What a description asks for: places that are places are taken out of its meaning, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.wanted import is_elsewhere, names_beside_prepositions, read_description, title_share_of


@pytest.mark.parametrize(
    ("text", "meaning", "places"),
    [
        ("caring for people in London", "caring for people", ("london",)),
        ("night nurse near York", "night nurse", ("york",)),
        ("a job close to Tyne and Wear, part time", "a job , part time", ("tyne and wear",)),
        ("teaching in Ireland or in Wales", "teaching or", ("ireland", "wales")),
        ("experience in Python", "experience in Python", ()),
        ("work in a hospital", "work in a hospital", ()),
        ("reading stories to children", "reading stories to children", ()),
        ("in London", "in London", ("london",)),
        ("", "", ()),
    ],
)
def test_places_are_read_where_a_preposition_names_them(text: str, meaning: str, places: tuple[str, ...]) -> None:
    found = read_description(text, frozenset({"york"}))

    assert (found.meaning, found.places) == (meaning, places)


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_never_loses_all_its_words(text: str) -> None:
    found = read_description(text, names_beside_prepositions(text))

    assert any(c.isalnum() for c in found.meaning) == any(c.isalnum() for c in text)


@pytest.mark.parametrize(
    ("places", "document_place", "elsewhere"),
    [
        (("london",), "Greenwich, London (Greater)", False),
        (("york",), "Yorkton", True),
        (("tyne and wear",), "Newcastle upon Tyne, Tyne and Wear", False),
        (("york", "leeds"), "Leeds, West Yorkshire", False),
        (("york",), None, False),
        ((), "Leeds", False),
    ],
)
def test_elsewhere_is_only_what_names_another_place(
    places: tuple[str, ...], document_place: str | None, elsewhere: bool
) -> None:
    assert is_elsewhere(places, document_place) is elsewhere


def test_a_few_words_name_an_occupation() -> None:
    assert title_share_of("senior staff nurse") > title_share_of("looking after people who are ill")
