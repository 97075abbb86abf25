"""The tasks that come along: what is asked, of which documents, and that nothing learned or asked stands in them."""

import pytest

from embeddings.esco.occupations import Occupation, held_out, is_held_out, read_occupations
from embeddings.training.plain_words import read_plain_words
from service.evaluation.built_in import label_queries, occupation_id, read_built_in
from service.samples.loading import load_candidates


def an_occupation(label: str, *alternative_labels: str, description: str = "") -> Occupation:
    return Occupation(f"http://example.org/{label}", "0000", label, alternative_labels, description)


def test_a_label_is_asked_that_no_other_occupation_has() -> None:
    cook = an_occupation("cook", "kitchen hand")
    porter = an_occupation("porter", "Kitchen Hand", "washer-up")

    assert label_queries([cook, porter]) == {"porter": "washer-up"}


def test_a_label_that_stands_in_the_document_is_not_asked() -> None:
    cook = an_occupation("pastry cook", "cook", "pastry-maker", "chef", description="A pastry maker bakes.")

    assert label_queries([cook]) == {"pastry cook": "chef"}


def test_the_choice_of_a_label_does_not_depend_on_their_order() -> None:
    labels = ("chef", "kitchen hand", "commis")

    assert label_queries([an_occupation("cook", *labels)]) == label_queries([an_occupation("cook", *labels[::-1])])


def test_only_occupations_that_nothing_was_learned_from_are_documents() -> None:
    task = read_built_in("esco-labels")

    group = {occupation_id(each): each.isco_group for each in read_occupations()}
    assert len(task.entries) == len(held_out(read_occupations())) > 500
    assert all(is_held_out(group[name]) for name in task.entries)
    assert len(task.queries) > 500
    assert all(grades == {query: 1} for query, grades in task.judgements.items())


def test_the_queried_label_is_left_out_of_the_document() -> None:
    task = read_built_in("esco-labels")

    for query, asked in task.queries.items():
        document = task.entries[query].document
        whole = " ".join([document.title, *(field.text for field in document.fields)])
        assert f" {asked.text.casefold()} " not in f" {whole.casefold()} "


def test_melo_dev_is_half_of_the_published_queries() -> None:
    task = read_built_in("melo-dev")

    assert (len(task.answerable), len(task.entries)) == (317, 33_809)


@pytest.mark.parametrize("name", ["sample-descriptions", "sample-profiles", "sample-employers"])
def test_the_sample_listings_are_the_documents(name: str) -> None:
    task = read_built_in(name)

    assert len(task.entries) == 205
    assert task.name == name
    assert task.answerable


def test_each_listing_answers_the_name_of_its_employer_alone() -> None:
    task = read_built_in("sample-employers")

    answered = [name for grades in task.judgements.values() for name in grades]

    assert sorted(answered) == sorted(task.entries)
    assert {query.text for query in task.queries.values()} == {entry.employer for entry in task.entries.values()}


def test_a_profile_is_asked_as_what_is_rankable_of_it() -> None:
    task = read_built_in("sample-profiles")
    piotr = next(each for each in load_candidates() if each.external_id == "cand-002")

    document = task.queries["cand-002"].document

    assert document is not None
    assert document.title == "Estate officer and former caretaker"
    assert {field.name for field in document.fields} == {"summary", "skills"}
    assert task.judgements["cand-002"].items() >= dict.fromkeys(piotr.fits, 2).items()


@pytest.mark.parametrize("name", ["esco-needs", "melo-dev", "sample-descriptions"])
def test_no_judged_query_is_among_the_words_that_training_reads(name: str) -> None:
    trained = {text.casefold() for texts in read_plain_words().values() for text in texts}

    assert trained.isdisjoint(query.text.casefold() for query in read_built_in(name).queries.values())
