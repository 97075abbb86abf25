"""The real gazetteer knows names that are ordinary words: no text about occupations may be read as naming a place."""

import re

from embeddings.esco.occupations import read_occupations
from service.gazetteer.places import find_place
from service.search.reading.place import find_places
from service.search.reading.place_alone import find_places_alone


def places_in(text: str) -> list[str]:
    return [each.words for each in (*find_places(text, find_place), *find_places_alone(text, find_place))]


def test_a_month_in_which_one_starts_is_no_place() -> None:
    assert (places_in("starting in March"), places_in("jobs in March")) == ([], ["in March"])


def test_no_occupation_names_a_place() -> None:
    labels = {label for occupation in read_occupations() for label in occupation.labels}

    assert len(labels) > 20_000
    assert [found for label in labels for text in (label, label.title()) for found in places_in(text)] == []


def test_no_description_of_an_occupation_names_a_place() -> None:
    sentences = {sentence for each in read_occupations() for sentence in re.split(r"(?<=[.])\s", each.description)}

    assert [found for sentence in sentences for found in places_in(sentence)] == []
