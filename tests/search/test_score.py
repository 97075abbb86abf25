"""The one score: bounded by the best cosine and the words, its parts sum to it, and length gives nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import FloatMatrix
from service.search.lexical.memory import as_scored, read_words
from service.search.score import WEIGHTS, Scored, least_cosine, score
from service.search.wanted import TITLE_SHARE_OF_A_TITLE, Wanted, terms_wanted

WANTED = Wanted(np.array([[1, 0]], dtype=np.float32))
WORDS = ["plumber", "boiler", "york", "night", "work", "c++", "looking", "hgv"]


def rows(*cosines: float) -> FloatMatrix:
    """Unit rows with these cosines to WANTED: the head, the title, then the body."""
    return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines], dtype=np.float32)


def document(*cosines: float) -> Scored:
    return Scored(rows(*cosines))


def a_listing(title: str, body: str, **more: str) -> Scored:
    """Of a middling meaning, whatever it says."""
    return as_scored(rows(0.4, 0.4, 0.4), read_words(title=title, body=body, **more))


def asking(text: str) -> Wanted:
    return Wanted(WANTED.rows, terms=terms_wanted(text))


def unit_rows(*, most: int) -> st.SearchStrategy[FloatMatrix]:
    angles = st.lists(st.floats(0, 6.28), min_size=1, max_size=most)
    return angles.map(lambda each: np.array([[np.cos(a), np.sin(a)] for a in each], dtype=np.float32))


wanted_sides = st.builds(
    lambda matrix, words: Wanted(matrix, terms=terms_wanted(" ".join(words))),
    unit_rows(most=4),
    st.lists(st.sampled_from(WORDS)),
)
documents = st.builds(
    lambda matrix, words, titles: Scored(
        matrix, frozenset(terms_wanted(" ".join(words + titles))), frozenset(terms_wanted(" ".join(titles)))
    ),
    unit_rows(most=8),
    st.lists(st.sampled_from(WORDS)),
    st.lists(st.sampled_from(WORDS)),
)


@settings(max_examples=300, deadline=None)
@given(wanted=wanted_sides, document=documents)
def test_no_document_scores_more_than_its_best_cosine_allows(wanted: Wanted, document: Scored) -> None:
    found = score(wanted, document)

    assert float((wanted.rows @ document.rows.T).max()) >= least_cosine(wanted, found.value) - 1e-4
    assert 0 <= found.passage < len(document.rows)


@settings(max_examples=300, deadline=None)
@given(wanted=wanted_sides, document=documents)
def test_the_parts_sum_to_the_score(wanted: Wanted, document: Scored) -> None:
    found = score(wanted, document)

    assert sum(part.share for part in found.parts) == pytest.approx(found.value, abs=1e-9)


@settings(max_examples=300, deadline=None)
@given(wanted=wanted_sides, document=documents, times=st.integers(2, 4))
def test_a_document_that_repeats_itself_scores_the_same(wanted: Wanted, document: Scored, times: int) -> None:
    body = document.rows[2:]
    longer = Scored(np.concatenate([document.rows, *[body] * times]), document.terms, document.title_terms)

    assert score(wanted, longer).value == pytest.approx(score(wanted, document).value, abs=1e-5)


def test_a_job_that_is_about_it_beats_one_that_mentions_it_once() -> None:
    about, mention = document(0.1, 0.1, 0.6, 0.59, 0.5), document(0.1, 0.1, 0.65, 0.1, 0.0)

    assert score(WANTED, about).value > score(WANTED, mention).value


def test_a_short_document_is_not_marked_down_for_having_one_passage() -> None:
    assert score(WANTED, document(0.2, 0.2, 0.6)).value >= score(WANTED, document(0.2, 0.2, 0.6, 0.5)).value


def test_the_occupation_in_the_title_counts_more_than_what_stands_behind_it() -> None:
    occupation, qualifier = document(0.5, 0.4, 0.5), document(0.1, 0.6, 0.5)

    assert score(WANTED, occupation).value > score(WANTED, qualifier).value


def test_a_description_that_is_a_title_looks_at_titles_more() -> None:
    as_title = Wanted(WANTED.rows, title_share=TITLE_SHARE_OF_A_TITLE)
    by_title, by_body = document(0.9, 0.9, 0.3), document(0.4, 0.4, 0.6)

    assert score(as_title, by_title).value > score(as_title, by_body).value
    assert score(WANTED, by_title).value < score(WANTED, by_body).value


def test_the_passage_that_met_is_one_of_the_body() -> None:
    assert score(WANTED, document(0.9, 0.9, 0.2, 0.4, 0.3)).passage == 3
    assert score(WANTED, document(0.2, 0.9)).passage == 1


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("work for Harbour Hotel", a_listing("Porter", "Carry bags.", employer="Harbour Hotel")),
        ("beekeeper", a_listing("Beekeeper", "Look after hives.")),
        ("anything in Hexham", a_listing("Porter", "Carry bags.", place="Hexham, Northumberland")),
        ("C++ developer", a_listing("Developer", "You write C++ every day.")),
    ],
)
def test_what_is_named_is_not_lost_to_a_meaning_a_little_nearer(asked: str, named: Scored) -> None:
    vague = Scored(rows(0.45, 0.45, 0.45), frozenset(["bag"]))

    assert score(asking(asked), named).value > score(asking(asked), vague).value


def test_a_shared_stop_phrase_weighs_nothing() -> None:
    shares_it = a_listing("Porter", "We are looking for somebody who wants to work in our team.")
    nearer = as_scored(rows(0.41, 0.41, 0.41), read_words(title="Plumber", body="Mend boilers."))
    asked = asking("we are looking for a plumber, I want to work in a team")

    assert score(asked, nearer).value > score(asked, shares_it).value
    assert asking("I am looking for a job").heavy_terms == {}


def test_what_a_document_denies_it_does_not_hold() -> None:
    denies = a_listing("Porter", "No weekend work. You will not drive.")
    affirms = a_listing("Porter", "Weekend work. You will drive.")

    shares = [score(asking("drive at weekends"), listing).parts[-1] for listing in (denies, affirms)]
    assert [(part.name, part.share > 0) for part in shares] == [("words", False), ("words", True)]


def test_a_name_that_is_met_brings_the_score_nearer_to_1() -> None:
    meaning = score(WANTED, a_listing("Beekeeper", "Hives.")).value

    found = score(asking("Xylorimba"), a_listing("Beekeeper", "Hives.", employer="Xylorimba"))

    assert found.value == pytest.approx(meaning + WEIGHTS.words * (1 - meaning))


def test_a_word_that_is_not_met_takes_nothing_away() -> None:
    listing = a_listing("Beekeeper", "Hives.")

    assert score(asking("Xylorimba"), listing).value == score(WANTED, listing).value
