"""How much words tell: what everybody says tells nothing, what nobody knows the most."""

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from service.samples.counting_words import weigh
from service.search.lexical.idf import IDF_VERSION, MOST_TERMS, heaviest, met_without_required, required, weight_of
from service.words import terms_of


def test_what_every_advert_says_tells_nothing() -> None:
    assert heaviest(terms_of("We are looking for candidates to join our company. Apply for this job.")) == {}


def test_rarer_words_tell_more_and_unknown_ones_the_most() -> None:
    care, plumber, unknown = (weight_of(term) for term in terms_of("care plumber xylorimba"))

    assert 0 < care < plumber < unknown == weight_of("anything unheard of")


def test_of_a_long_text_the_heaviest_terms_speak() -> None:
    found = heaviest([*(f"rare{number}" for number in range(40)), "care"])

    assert len(found) == MOST_TERMS
    assert "care" not in found


@given(st.dictionaries(st.text(min_size=1), st.floats(1.0, 7.0), max_size=16))
def test_what_holds_no_required_word_meets_little(weights: dict[str, float]) -> None:
    heavy = dict(sorted(weights.items(), key=lambda pair: -pair[1]))

    assert met_without_required(heavy) <= 0.3 + 1e-9


def test_common_words_are_not_required() -> None:
    assert required(heaviest(terms_of("care school"))) == []
    assert required(heaviest(terms_of("welding and care"))) == ["weld"]


def test_weights_are_counted_from_both_kinds_of_text() -> None:
    occupations = ["care nurse"] * 2 + ["care welder"] * 2 + ["care"] * 36
    listings = ["care nurse"] * 3 + ["metal"] * 37

    weights = weigh(occupations, listings)

    assert weights["care"] == 0
    assert 0 < weights["nurs"] < weights["welder"] == weights[""]


def test_the_table_is_small() -> None:
    table = files("service.search.lexical") / f"idf-{IDF_VERSION}.tsv"

    assert len(table.read_bytes()) < 200_000
