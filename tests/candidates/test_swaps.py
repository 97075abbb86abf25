"""The swap test: what the lists name may stand in a profile in any of its forms, and every text stays as it was."""

from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embeddings.passages import split_document
from service.audit.swap_test import swapped, with_all_stated
from service.audit.swaps import NAMES, PAIRS, SLOTS, STATEMENTS
from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_document, rankable_text
from service.candidates.rankable_text.wordlists import neutral_words, person_words, read_list
from service.samples.loading import SampleCandidate, load_candidates
from tests.fakes import FakeEncoder

CANDIDATES = load_candidates()
STATED = [sentence for sentences in STATEMENTS.values() for sentence in sentences]
SWAPPED = [(slot, each) for slot, forms in SLOTS.items() for each in forms[1:]]


def hashes(candidate: SampleCandidate, **changes: object) -> list[str]:
    """The hashes by which the vectors of a candidate's passages are stored."""
    changed = candidate.model_copy(update=changes)
    profile = Profile(candidate_id=1, headline=changed.headline, summary=changed.summary, skills=changed.skills)
    document = rankable_document(profile, name=changed.name)
    return [passage.text_hash for passage in split_document(document, FakeEncoder())]


def members(*names: str) -> list[str]:
    """Every plain word of these lists."""
    lines = chain.from_iterable(read_list(name) for name in names)
    return [line.removeprefix("=") for line in lines if not set(line) & set("{}[]()<>|")]


def placements(sentence: str) -> list[str]:
    return [
        f"{sentence} Welder of pipes. Ten years in yards.\nNights.",
        f"Welder of pipes. {sentence} Ten years in yards.\nNights.",
        f"Welder of pipes. Ten years in yards. {sentence}\nNights.",
        f"Welder of pipes. Ten years in yards.\n{sentence}\nNights.",
    ]


@pytest.mark.parametrize("sentence", STATED)
def test_a_text_with_a_statement_reads_as_without(sentence: str) -> None:
    read = {rankable_text(text, name=None) for text in placements(sentence)}

    assert read == {"Welder of pipes. Ten years in yards.\nNights."}


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda each: each.external_id)
def test_a_profile_reads_the_same_whatever_is_stated_in_it(candidate: SampleCandidate) -> None:
    told = with_all_stated(candidate.summary)

    assert all(sentence in told for sentence in STATED)
    assert hashes(candidate, summary=told) == hashes(candidate)


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda each: each.external_id)
def test_a_profile_reads_the_same_under_any_name(candidate: SampleCandidate) -> None:
    def named(name: str) -> list[str]:
        first = name.split(maxsplit=1)[0]
        summary = f"{name} here. {candidate.summary} Ask for Mrs {name}, or {first}'s manager."
        return hashes(candidate, name=name, summary=summary, headline=f"{candidate.headline}, {name}")

    assert {tuple(named(name)) for name in NAMES} == {tuple(named(NAMES[0]))}


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda each: each.external_id)
def test_a_profile_reads_the_same_with_its_gendered_words_swapped(candidate: SampleCandidate) -> None:
    telling = " ".join(f"They met the {one} and a {other} of the firm." for one, other in PAIRS)
    summary = f"{candidate.summary} {telling}"

    assert swapped(summary) != summary
    assert hashes(candidate, summary=swapped(summary)) == hashes(candidate, summary=summary)


@pytest.mark.parametrize(("slot", "form"), SWAPPED)
def test_in_the_same_place_every_form_of_a_list_leaves_the_same(slot: str, form: str) -> None:
    first = SLOTS[slot][0]

    assert rankable_text(slot.replace("{}", form), name=None) == rankable_text(slot.replace("{}", first), name=None)


@pytest.mark.parametrize("names", [("demonyms",), ("faiths",), ("gender",), ("orientation",), ("nationalities",)])
def test_every_word_of_a_list_goes(names: tuple[str, ...]) -> None:
    telling = [
        word for word in members(*names) if rankable_text(f"Nurse.\n{word}\nNights.", name=None) != "Nurse.\nNights."
    ]

    assert telling == []


def test_every_gendered_word_is_read_as_the_neutral_one() -> None:
    words = {**neutral_words(), **person_words()}

    read = {word: rankable_text(f"Ask the {word} about nursing", name=None) for word in words}

    assert read == {word: f"Ask the {neutral} about nursing" for word, neutral in words.items()}


# None that takes an object: "nursing men" is whom somebody serves, and stays.
WORDS = st.lists(st.sampled_from(["welded", "joinery", "Leeds", "and", "the", ",", ".", "(", ")", "I", "a", "-", "\n"]))


@given(
    before=WORDS, after=WORDS, pair=st.sampled_from([*PAIRS, ("Polish", "Irish"), ("Sikh", "Hindu"), ("gay", "female")])
)
@example(before=["nursing"], after=[], pair=("sister", "brother"))
@example(before=["and"], after=[], pair=("daughter", "son"))
def test_around_any_words_both_of_a_pair_leave_the_same(
    before: list[str], after: list[str], pair: tuple[str, str]
) -> None:
    one, other = (rankable_text(" ".join([*before, word, *after]), name=None) for word in pair)

    assert one == other


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_is_read(text: str) -> None:
    assert "\ue000" not in rankable_text(text, name="Ada Byron")
