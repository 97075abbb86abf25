"""The measure of words outside the lists: nothing where nothing changes, and something where a sentence speaks."""

from embeddings.passages import Document, Field
from service.audit.swap_test import Told, run_swap_test
from service.audit.words_outside import CONTROL, SENTENCES, measure_words_outside
from service.candidates.rankable_text import rankable_text
from tests.fakes import FakeEncoder

PROFILES = [
    Told("one", "Ada Byron", "Porter", "I carry bags for guests at night."),
    Told("two", "Max Ruiz", "Beekeeper", "I keep forty hives of bees."),
]
LISTINGS = [Document("Porter", "Porter", (Field("description", "Carry bags for guests. The team plays netball."),))]


def test_every_sentence_is_measured_against_one_that_states_nothing() -> None:
    effects = measure_words_outside(PROFILES, LISTINGS, FakeEncoder())

    assert len(effects) == 1 + sum(map(len, SENTENCES.values()))
    control, others = effects[0], effects[1:]
    assert (control.sentence, control.against_control.largest) == (CONTROL, 0.0)
    assert any(effect.against_control.largest > 0 for effect in others)
    assert all(0 <= effect.against_control.first_ten <= 1 for effect in effects)


def test_the_sentences_measured_are_on_no_list() -> None:
    read = {
        sentence: rankable_text(f"Welder. {sentence}", name=None) for group in SENTENCES.values() for sentence in group
    }

    assert [sentence for sentence, text in read.items() if text == "Welder."] == []


def test_a_profile_that_tells_passes_the_swap_test() -> None:
    result = run_swap_test(PROFILES)

    assert result.passed, result.differences
    assert result.profiles == 2
