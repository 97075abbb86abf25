"""What is looked for by a level holds all that scoring everything would accept, and no copy is worth more."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.exact_index import ExactIndex
from service.search.actions import documents_within, rank
from service.search.levels import LEAST_SCORE, Level
from service.search.lexical.idf import required
from service.search.lexical.memory import WordsIndex, as_scored, read_words
from service.search.score import Scored, score
from service.search.wanted import Wanted, terms_wanted, title_share_of
from tests.fakes import FakeEncoder

ENCODER = FakeEncoder(16)
WORDS = st.sampled_from(
    ["night", "porter", "hotel", "bees", "honey", "hives", "C++", "welding", "bus", "driver", "no", "looking", "York"]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
LISTINGS = st.lists(st.tuples(PHRASES, st.lists(PHRASES, min_size=1, max_size=4)), min_size=1, max_size=12)


def wanted_of(description: str) -> Wanted:
    return Wanted(
        ENCODER.encode([description]), title_share=title_share_of(description), terms=terms_wanted(description)
    )


def scored(listings: Iterable[tuple[str, list[str]]]) -> dict[int, Scored]:
    return {
        number: as_scored(
            ENCODER.encode([title, title, *sentences]), read_words(title=title, body=". ".join(sentences))
        )
        for number, (title, sentences) in enumerate(listings)
    }


def index_of(documents: dict[int, Scored]) -> ExactIndex:
    index = ExactIndex(ENCODER.dimension)
    index.replace_many({number: document.rows for number, document in documents.items()})
    return index


@settings(max_examples=150, deadline=None)
@given(description=PHRASES, listings=LISTINGS, level=st.sampled_from(list(Level)))
def test_a_level_finds_all_that_scoring_everything_accepts(
    description: str, listings: list[tuple[str, list[str]]], level: Level
) -> None:
    wanted, documents, least = wanted_of(description), scored(listings), LEAST_SCORE[level]
    by_words = [
        number for number, document in documents.items() if set(required(wanted.heavy_terms)) & set(document.terms)
    ]
    near = documents_within(index_of(documents), wanted, least=least, by_words=by_words)

    found = rank(wanted, {number: documents[number] for number in near}, least=least)

    assert found == rank(wanted, documents, least=least)


@settings(max_examples=100, deadline=None)
@given(description=PHRASES, listing=st.tuples(PHRASES, st.lists(PHRASES, min_size=1, max_size=6)))
def test_a_longer_copy_of_the_same_document_scores_the_same(description: str, listing: tuple[str, list[str]]) -> None:
    title, sentences = listing
    once, twice = scored([(title, sentences), (title, sentences * 2)]).values()

    assert score(wanted_of(description), twice).value == pytest.approx(
        score(wanted_of(description), once).value, abs=1e-5
    )


def test_words_find_what_no_passage_is_near_to() -> None:
    listing = read_words(title="Porter", body="Carry bags.", employer="Harbour Hotel")
    index = WordsIndex({1: listing, 2: read_words(title="Beekeeper", body="Hives.")})

    assert index.nearest(Wanted(np.eye(1, dtype=np.float32), terms=terms_wanted("Harbour")), limit=5) == [1]
