"""The terms of a text: what counts as the same word, and what is kept whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.words import positioned_terms, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Caring for the nurses", ("care", "nurs")),
        ("Senior C++ / C# and .NET developer", ("senior", "c++", "c#", ".net", "develop")),
        ("node.js, ASP.NET", ("node.js", "asp.net")),
        ("C++11", ("c++", "11")),
        ("a 7.5t HGV", ("7.5t", "hgv")),
        ("CSCS card, Level 3", ("cscs", "card", "level", "3")),
        ("R&D at A&E", ("r&d", "a&e")),
        ("£30,000 a year", ("30000", "year")),
        ("IT support: it is here", ("it", "support")),
        ("IT IS HERE", ()),
        ("e-mail the co-ordinator", ("email", "coordin")),
        ("part-time", ("part", "time")),
        ("part time", ("part", "time")),
        ("the children's nurse’s O’Neill", ("children", "nurs", "oneil")),
        ("café", ("cafe",)),
        ("we won’t, you don't, who’d", ()),
        ("fax_number", ("fax", "number")),
        ("?! …", ()),
    ],
)
def test_terms_are_stems_and_codes_without_stop_words(text: str, terms: tuple[str, ...]) -> None:
    assert terms_of(text) == terms


def test_stop_words_are_counted_and_sentences_are_apart() -> None:
    places = dict(positioned_terms("care of people. Drivers wanted"))

    assert places["peopl"] - places["care"] == 2
    assert places["driver"] - places["peopl"] > 3


@given(st.text(max_size=300))
def test_any_text_has_terms_that_can_be_stored(text: str) -> None:
    for term, at in positioned_terms(text):
        assert term == term.strip()
        assert 0 < len(term) <= 160
        assert at > 0
