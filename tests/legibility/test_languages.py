"""Telling languages: every sample advert is English, texts in others are told, titles and lists of skills never."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.legibility.languages import is_read, name_of, plain_code, tell_language
from service.listings.sources.read import read_file
from service.listings.understanding import UnderstoodListing
from service.samples.loading import load_candidates, sample_listing_files
from tests.legibility.texts import ENGLISH, FOREIGN

TITLES = (
    "Chef de Partie", "Commis Chef", "C++ Dev", "Python / SQL", "Lifeguard", "Senior Risk Modeller", "Baker",
    "Phlebotomist", "Barista", "Maître d'hôtel", "Au pair", "Concierge", "Altenpflegerin", "Gofalwr", "Kierowca",
    "看護師",
)  # fmt: skip


def sample_listings() -> list[UnderstoodListing]:
    read = [read_file(file, imported_at=datetime.now(UTC), zone=ZoneInfo("UTC")) for file in sample_listing_files()]
    return [sourced.understood for imported in read for sourced in imported.listings]


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_a_text_in_another_language_is_told(language: str, text: str) -> None:
    assert tell_language(text) == language
    assert tell_language(text.upper()) == language


def test_no_sample_advert_or_profile_is_taken_for_anything_but_english() -> None:
    adverts = [listing.description for listing in sample_listings()]
    profiles = [candidate.summary for candidate in load_candidates()]

    assert len(adverts) > 150
    assert {tell_language(text) for text in [*adverts, *profiles]} == {"en"}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_alone_tells_no_language(title: str) -> None:
    assert tell_language(title) is None


def test_no_title_of_the_samples_and_no_skills_are_taken_for_another_language() -> None:
    titles = [listing.title for listing in sample_listings()]
    skills = [", ".join(candidate.skills) for candidate in load_candidates()]

    assert {tell_language(text) for text in [*titles, *skills]} <= {"en", None}


@pytest.mark.parametrize("text", [ENGLISH, *FOREIGN.values()])
def test_too_few_words_of_any_language_tell_none(text: str) -> None:
    assert tell_language(text[:20]) is None


@pytest.mark.parametrize("text", ["", "   ", "12345 67890 " * 20, "£££ --- *** " * 20, "\ud800" * 100])
def test_what_is_no_language_is_told_to_be_none(text: str) -> None:
    assert tell_language(text) is None


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN-us", "en"),
        ("eng", "en"),
        ("cym", "cy"),
        ("nb", "no"),
        ("zh-Hant-TW", "zh"),
        ("und", None),
        ("mul", None),
    ],
)
def test_a_tag_names_its_language_however_it_is_spelt(tag: str, code: str | None) -> None:
    assert plain_code(tag) == code


def test_a_model_reads_the_languages_that_its_operator_names_or_any() -> None:
    assert [is_read("de", reads) for reads in (("en",), ("de", "en"), ("deu",), ("any",))] == [False, True, True, True]


def test_languages_are_named_for_people() -> None:
    assert [name_of(code) for code in ("cy", "de", "qqq")] == ["Welsh", "German", "qqq"]
