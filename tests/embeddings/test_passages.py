"""Cutting documents into passages: nothing lost, everything fits, and cuts where a reader would make them."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from embeddings.passages import (
    MAX_PASSAGES,
    MOST_TOKENS,
    Document,
    Field,
    Passage,
    coverage,
    split_document,
    split_query,
)
from tests.fakes import FakeEncoder


class LetterTokens:
    """Every character but a control character is a token, so that words are longer than windows."""

    window = 12

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [(at, at + 1) for at, letter in enumerate(text) if letter.isprintable() and letter != " "]


class ByteTokens:
    """Several tokens cover one character, as in models that read bytes."""

    window = 10

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [(at, at + 1) for at, letter in enumerate(text) for _ in letter.encode("utf-8", "surrogatepass")]


TOKENISERS = {"words": FakeEncoder(), "letters": LetterTokens(), "bytes": ByteTokens()}
each_tokeniser = pytest.mark.parametrize("tokeniser", TOKENISERS.values(), ids=TOKENISERS.keys())

words = st.sampled_from(
    ["nurse", "C++.", "Bath!", "e.g.", "“ward”", "\n", "\n\n", " \n \n ", "naïve", "日本語。", "👩‍👩‍👧", "a" * 300]
)
written = st.lists(words, max_size=120).map(" ".join)
anything = st.text(max_size=300) | st.text(alphabet="\x00a \n.\ud800é", max_size=200) | written


def a_document(text: str, *, title: str = "Nurse, Ward 4", head: str = "Nurse") -> Document:
    return Document(head, title, (Field("description", text),))


def uncovered(text: str, passages: list[Passage]) -> str:
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    return "".join(letter for at, letter in enumerate(text) if at not in covered).strip()


@each_tokeniser
@settings(max_examples=100, deadline=None)
@given(title=st.text(max_size=80) | st.just("Nurse"), head=st.text(max_size=60), text=anything)
@example(title="", head="", text="\x00" * 40)
@example(title=" ", head="x", text="\u200b\u200b")
def test_nothing_is_lost_and_every_passage_is_where_it_says(
    tokeniser: FakeEncoder, title: str, head: str, text: str
) -> None:
    document = Document(head, title, (Field("teaser", text[:50]), Field("description", text)))

    passages = split_document(document, tokeniser)
    assume(len(passages) < MAX_PASSAGES)

    assert [passage.number for passage in passages] == list(range(len(passages)))
    assert [passage.field for passage in passages[:2]] == ["head", "title"]
    for name, whole in {"title": title, "teaser": text[:50], "description": text}.items():
        own = [passage for passage in passages if passage.field == name]
        assert all(passage.text == whole[passage.start : passage.end] for passage in own)
        assert all(before.end <= after.start for before, after in pairwise(own))
        assert uncovered(whole, own) == ""
    read = coverage(document, passages)
    assert read.read == read.total


@each_tokeniser
@settings(max_examples=100, deadline=None)
@given(text=anything)
def test_every_passage_fits_the_window(tokeniser: FakeEncoder, text: str) -> None:
    passages = split_document(a_document(text), tokeniser)

    assert all(
        len(tokeniser.token_spans(passage.text)) <= tokeniser.window or len(passage.text) == 1 for passage in passages
    )


@each_tokeniser
@settings(max_examples=50, deadline=None)
@given(text=anything)
def test_a_query_is_cut_without_loss_into_pieces_that_fit(tokeniser: FakeEncoder, text: str) -> None:
    pieces = split_query(text, tokeniser)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(tokeniser.token_spans(piece)) <= tokeniser.window or len(piece) == 1 for piece in pieces)


def test_a_document_is_read_as_head_title_and_body() -> None:
    head, title, body = split_document(a_document("You care for patients."), FakeEncoder())

    assert (head.text, title.text, body.text) == ("Nurse", "Nurse, Ward 4", "You care for patients.")


def test_a_title_longer_than_the_window_goes_on_in_further_passages() -> None:
    document = a_document("", title="word " * 120)

    passages = split_document(document, FakeEncoder(window=50))

    assert {passage.field for passage in passages[1:]} == {"title"}
    assert " ".join(passage.text for passage in passages[1:]) == document.title.strip()


def test_an_empty_document_still_has_a_head_and_a_title() -> None:
    passages = split_document(a_document("", title="", head=""), FakeEncoder())

    assert [(passage.field, passage.text) for passage in passages] == [("head", ""), ("title", "")]


def test_passages_end_where_sentences_end() -> None:
    text = " ".join(f"One two three four {number} six." for number in range(40))

    passages = split_document(a_document(text), FakeEncoder(window=254))

    assert all(passage.text.startswith("One") and passage.text.endswith("six.") for passage in passages[2:])
    assert len(passages) == 10


def test_a_paragraph_of_some_length_is_a_passage_of_its_own() -> None:
    patients, benefits = ("young", "old", "tired", "brave"), "We pay well."
    duties = " ".join(f"You wash and feed the {each}." for each in patients)

    passages = split_document(a_document(f"{duties}\n\n{benefits}"), FakeEncoder(window=254))

    assert [passage.text for passage in passages[2:]] == [duties, benefits]


def test_short_lines_stay_together() -> None:
    text = "We offer:\n- a pension\n- meals\n\nYou bring:\n- patience"

    _, _, only = split_document(a_document(text), FakeEncoder(window=254))

    assert only.text == text


def test_a_passage_carries_one_thought_however_wide_the_window() -> None:
    passages = split_document(a_document("word " * 2000), FakeEncoder(window=8000))

    assert all(len(passage.text.split()) <= MOST_TOKENS for passage in passages)


def test_what_lies_beyond_the_cap_is_reported_as_not_read() -> None:
    document = a_document("A sentence of exactly seven words here. " * 10_000)

    passages = split_document(document, FakeEncoder(window=50))
    read = coverage(document, passages)

    assert len(passages) == MAX_PASSAGES
    assert 0 < read.read < read.total


@pytest.mark.parametrize("tokeniser", [TOKENISERS["words"], TOKENISERS["letters"]], ids=["words", "letters"])
@settings(max_examples=200, deadline=None)
@given(text=written, times=st.integers(2, 3))
def test_a_text_that_repeats_itself_makes_no_new_passages(tokeniser: FakeEncoder, text: str, times: int) -> None:
    once = split_document(a_document(text), tokeniser)
    assume(len(once) * times < MAX_PASSAGES)

    again = split_document(a_document("\n\n".join([text] * times)), tokeniser)

    assert {passage.text for passage in again} == {passage.text for passage in once}


def test_a_query_that_fits_stays_whole() -> None:
    assert split_query("  Night nurse.\n\nIn Bath.\n", FakeEncoder()) == ("Night nurse.\n\nIn Bath.",)
    assert split_query(" \n ", FakeEncoder()) == ()


def test_equal_texts_have_equal_hashes_and_others_not() -> None:
    first, again = (split_document(a_document("You care."), FakeEncoder())[2] for _ in range(2))
    other = split_document(a_document("You help."), FakeEncoder())[2]

    assert first.text_hash == again.text_hash != other.text_hash
