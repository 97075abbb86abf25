"""A description as a whole: nothing is lost, nothing is read twice, and every reading can be undone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.search.reading.reading import JOINING, read
from tests.search.reading.places import find_town

_PARTS = [
    "part-time", "full time", "around £30k", "30-35k", "£12 an hour", "near York", "in London", "in Java", "remote",
    "hybrid", "permanent", "no weekends", "without driving", "not in a school", "except care homes", "no experience",
    "care for people", "nurse", "and", "or", "but", ",", ".", "looking for work", "within 10 miles of Leeds", "in",
    "no", "with", "£", "30k", "I", "reading", "evenings",
]  # fmt: skip
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PARTS), max_size=12).map(" ".join))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize(
    ("text", "meaning", "words"),
    [
        (
            "evening work with older people near Greenwich, about £35k",
            "evening work with older people",
            ["near Greenwich", "about £35k"],
        ),
        (
            "part-time job near york and at least £12 an hour",
            "job",
            ["part-time", "near york", "at least £12 an hour"],
        ),
        (
            "looking for permanent and full time work in Manchester with no weekends and good pay",
            "looking for work and good pay",
            ["permanent", "full time", "in Manchester", "with no weekends"],
        ),
        ("looking after kids, but not nights, and near York", "looking after kids", ["but not nights", "near York"]),
        ("teaching in Ireland or in Wales", "teaching in Ireland or in Wales", []),
        ("full time mum looking for evenings", "full time mum looking for evenings", []),
        ("in London", "in London", ["in London"]),
        ("remote, permanent, 30k", "remote, permanent, 30k", ["remote", "permanent", "30k"]),
        (
            "Registered nurse. Not another hospital please, and no nights.",
            "Registered nurse.",
            ["Not another hospital please", "and no nights"],
        ),
        ("no remote work", "no remote work", ["no remote work"]),
        (
            "shop work, no weekends near York around 30k",
            "shop work",
            ["no weekends", "near York", "around 30k"],
        ),
        ("cook, no nights in Leeds", "cook", ["no nights", "in Leeds"]),
        ("cook, no driving near York", "cook", ["no driving", "near York"]),
        ("cook with no weekends in Leeds", "cook", ["with no weekends", "in Leeds"]),
        ("anything except sales near York", "anything", ["except sales", "near York"]),
        ("cook part time not nights in Leeds", "cook", ["part time", "not nights", "in Leeds"]),
        ("nurse, not near York", "nurse, not near York", []),
        ("anywhere but London", "anywhere but London", ["anywhere but London"]),
        ("nothing temporary", "nothing temporary", []),
        ("London or remote", "London or remote", []),
        ("Leeds or remote, nurse", "Leeds or remote, nurse", []),
        ("remote or in London", "remote or in London", []),
        ("Leeds, York or remote", "Leeds, York or remote", []),
        ("part-time or remote", "part-time or remote", []),
        ("remote or hybrid or London", "remote or hybrid or London", []),
        ("nurse, remote or hybrid", "nurse", ["remote", "hybrid"]),
        ("nurse in Leeds or nearby", "nurse or nearby", ["in Leeds"]),
        ("no nights or part time", "part time", ["no nights"]),
        ("teaching (not primary), part time", "teaching", ["(not primary)", "part time"]),
        ("", "", []),
    ],
)
def test_a_description_is_read_as_a_whole(text: str, meaning: str, words: list[str]) -> None:
    found = read(text, find_town)

    assert (found.meaning, [part.words for part in found.understood]) == (meaning, words)


def test_what_several_parts_set_is_set_together() -> None:
    found = read("permanent or temporary, without driving and no weekends", find_town)

    assert found.filters == {"contracts": ["permanent", "temporary"], "without": ["driving", "weekends"]}


def test_a_reading_that_was_undone_stays_in_the_meaning() -> None:
    found = read("porter near York, part time", find_town, as_words=["NEAR  york"])

    assert (found.meaning, [part.words for part in found.understood]) == ("porter near York", ["part time"])


@settings(deadline=None)
@given(texts)
def test_parts_and_meaning_cover_every_word(text: str) -> None:
    found = read(text, find_town)

    parts = " ".join(part.words for part in found.understood)
    assert words_of(text) - set(JOINING) == (words_of(f"{parts} {found.meaning}") - set(JOINING))
    assert all(text[part.start : part.end] == part.words for part in found.understood)
    assert all(one.end <= next_.start for one, next_ in zip(found.understood, found.understood[1:], strict=False))


@settings(deadline=None)
@given(texts)
def test_undoing_every_reading_gives_the_plain_text_back(text: str) -> None:
    found = read(text, find_town)

    plain = read(text, find_town, as_words=[part.words for part in found.understood])

    assert (plain.meaning, plain.understood) == (text, ())
