"""The one score: never more than the best cosine, several passages over a passing mention, elsewhere counts less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import FloatMatrix
from service.search.score import ELSEWHERE, score
from service.search.wanted import TITLE_SHARE_OF_A_TITLE, Wanted

WANTED = Wanted(np.array([[1, 0]], dtype=np.float32))


def rows(*cosines: float) -> FloatMatrix:
    """Unit rows with these cosines to WANTED: the head, the title, then the body."""
    return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines], dtype=np.float32)


def unit_rows(*, most: int) -> st.SearchStrategy[FloatMatrix]:
    angles = st.lists(st.floats(0, 6.28), min_size=1, max_size=most)
    return angles.map(lambda each: np.array([[np.cos(a), np.sin(a)] for a in each], dtype=np.float32))


@settings(max_examples=300, deadline=None)
@given(wanted=unit_rows(most=4), document=unit_rows(most=8), place=st.none() | st.just("York"))
def test_no_score_is_more_than_the_best_single_cosine(
    wanted: FloatMatrix, document: FloatMatrix, place: str | None
) -> None:
    found = score(Wanted(wanted, places=("leeds",)), document, place)

    assert found.value <= (wanted @ document.T).max() + 1e-5
    assert 0 <= found.passage < len(document)


def test_a_job_that_is_about_it_beats_one_that_mentions_it_once() -> None:
    about, mention = rows(0.1, 0.1, 0.6, 0.6, 0.5), rows(0.1, 0.1, 0.65, 0.1, 0.0)

    assert score(WANTED, about, None).value > score(WANTED, mention, None).value


def test_a_short_document_is_not_marked_down_for_having_one_passage() -> None:
    assert score(WANTED, rows(0.2, 0.2, 0.6), None).value >= score(WANTED, rows(0.2, 0.2, 0.6, 0.5), None).value


def test_the_occupation_in_the_title_counts_more_than_what_stands_behind_it() -> None:
    occupation, qualifier = rows(0.5, 0.4, 0.5), rows(0.1, 0.6, 0.5)

    assert score(WANTED, occupation, None).value > score(WANTED, qualifier, None).value


def test_a_description_that_is_a_title_looks_at_titles_more() -> None:
    as_title = Wanted(WANTED.rows, title_share=TITLE_SHARE_OF_A_TITLE)
    by_title, by_body = rows(0.9, 0.9, 0.3), rows(0.4, 0.4, 0.6)

    assert score(as_title, by_title, None).value > score(as_title, by_body, None).value
    assert score(WANTED, by_title, None).value < score(WANTED, by_body, None).value


@pytest.mark.parametrize(
    ("place", "deduction"),
    [("Greenwich, London (Greater)", 0), ("Leeds, West Yorkshire", ELSEWHERE), (None, 0), ("", 0)],
)
def test_only_what_says_that_it_is_elsewhere_counts_less(place: str | None, deduction: float) -> None:
    wanted = Wanted(WANTED.rows, places=("london",))

    here = score(WANTED, rows(0.5, 0.5, 0.5), place).value
    assert score(wanted, rows(0.5, 0.5, 0.5), place).value == pytest.approx(here - deduction)


def test_the_passage_that_met_is_one_of_the_body() -> None:
    assert score(WANTED, rows(0.9, 0.9, 0.2, 0.4, 0.3), None).passage == 3
    assert score(WANTED, rows(0.2, 0.9), None).passage == 1
