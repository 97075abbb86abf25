"""How the texts of a pair meet: a longer copy of the same text meets no better, on either side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import FloatMatrix
from service.matching.meeting import meet
from service.matching.pairs import match
from service.matching.weights import DEFAULT_WEIGHTS
from tests.fakes import FakeEncoder
from tests.matching.facts import a_seeker, an_offer, candidate_read, listing_read

SENTENCES = (
    "You audit the accounts at night.",
    "Guests arrive late and are met kindly.",
    "The house stands by the river.",
    "Languages help with guests.",
    "I have met guests at night for years.",
    "Accounts are what I like most.",
)
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=5, unique=True)
# Which sentences of a body stand in it again, by their numbers.
REPEATS = st.lists(st.integers(0, 4), max_size=12)
ENCODER = FakeEncoder(16)


def rows_of(title: str, body: list[str]) -> FloatMatrix:
    return ENCODER.encode([title.partition(",")[0], title, *body])


def longer(body: list[str], repeats: list[int]) -> list[str]:
    return body + [body[number % len(body)] for number in repeats if body]


@settings(max_examples=200, deadline=None)
@given(told=BODIES, told_again=REPEATS, offered=BODIES, offered_again=REPEATS)
def test_a_longer_copy_of_the_same_text_meets_no_better_on_either_side(
    told: list[str], told_again: list[int], offered: list[str], offered_again: list[int]
) -> None:
    candidate, listing = rows_of("Night Porter, Leeds", told), rows_of("Auditor, Hotel by the River", offered)
    longer_candidate = rows_of("Night Porter, Leeds", longer(told, told_again))
    longer_listing = rows_of("Auditor, Hotel by the River", longer(offered, offered_again))

    once, again = meet(candidate, listing), meet(longer_candidate, longer_listing)

    assert again.value == pytest.approx(once.value, abs=2e-6)
    assert again.nearest == pytest.approx(once.nearest, abs=1e-6)


def test_a_longer_copy_of_the_same_listing_does_not_score_higher() -> None:
    text = ["You need to know night auditing.", "Languages are useful."]
    candidate = rows_of("Night Porter, Leeds", ["I have met guests at night for years."])

    totals = [
        match(
            candidate_read(a_seeker()),
            listing_read(an_offer(), "\n\n".join(text * copies)),
            meet(candidate, rows_of("Senior Night Porter", text * copies)),
            DEFAULT_WEIGHTS,
        ).total
        for copies in (1, 3)
    ]

    assert totals[1] == pytest.approx(totals[0], abs=1e-6)
