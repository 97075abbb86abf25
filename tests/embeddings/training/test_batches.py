"""What a training step compares: names as people write them, of occupations that may be learned only."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.esco.occupations import held_out, learnable, read_occupations
from embeddings.training.batches import Batches, Mix, occupations_by_name
from embeddings.training.plain_words import read_plain_words
from embeddings.training.wording import inverted, plural

OCCUPATIONS = learnable(read_occupations())
PLAIN_WORDS = read_plain_words()


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("sales manager", "sales managers"),
        ("secretary", "secretaries"),
        ("operator of cranes", "operators of cranes"),
        ("fireman", "firemen"),
        ("coach", "coaches"),
        ("chef", "chefs"),
    ],
)
def test_a_label_in_the_plural(label: str, many: str) -> None:
    assert plural(label) == many


def test_a_list_writes_the_last_word_first() -> None:
    assert inverted("bicycle mechanic") == "mechanics, bicycle"


@given(seed=st.integers(0, 2**32))
def test_a_batch_holds_each_occupation_once_and_says_whose_each_text_is(seed: int) -> None:
    batch = Batches(OCCUPATIONS, Mix(occupations=20), Random(seed), plain_words=PLAIN_WORDS).draw()

    assert len(set(batch.occupations)) == 20
    assert len(batch.texts) == len(batch.occupations)
    assert all(text.strip() for text in batch.texts)


def test_the_same_seed_draws_the_same() -> None:
    first, second = (Batches(OCCUPATIONS, Mix(occupations=8), Random(5), plain_words=PLAIN_WORDS) for _ in range(2))

    assert [first.draw() for _ in range(4)] == [second.draw() for _ in range(4)]


def test_what_is_kept_out_is_never_drawn() -> None:
    kept_out = held_out(read_occupations())

    assert len(kept_out) + len(OCCUPATIONS) == len(read_occupations())
    assert not {each.isco_group for each in OCCUPATIONS} & {each.isco_group for each in kept_out}
    assert not {each.description for each in OCCUPATIONS} & {each.description for each in kept_out}


def test_plain_words_ask_for_what_may_be_learned_and_are_none_of_its_names() -> None:
    texts = {uri: [text.casefold() for text in texts] for uri, texts in PLAIN_WORDS.items()}

    assert set(texts) == {each.uri for each in OCCUPATIONS}
    assert all(len(text.split()) >= 3 for each in texts.values() for text in each)
    named = [each.label for each in OCCUPATIONS for text in texts[each.uri] if text == each.label.casefold()]
    assert named == []


def test_a_name_of_several_occupations_is_known_to_be_shared() -> None:
    shared = [numbers for numbers in occupations_by_name(OCCUPATIONS).values() if len(numbers) > 1]

    assert shared
