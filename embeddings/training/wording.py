"""The ways in which a person or a list writes the names of an occupation, drawn at random for training."""

import re
from random import Random

from embeddings.esco.occupations import Occupation

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_BEFORE_HEAD_ENDS = ("of", "for", "in", "and", "to", "at")
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
# How often each wording is drawn; the rest of the time a name stands as it is.
PLURAL, TWO_NAMES, INVERTED = 0.35, 0.15, 0.10
# The preferred label is drawn this often, and any name otherwise.
PREFERRED = 0.3
SHORTEST_SENTENCE = 20


def name_as_written(occupation: Occupation, random: Random) -> str:
    """One of the names of an occupation: in the plural, two at once, or its last word first."""
    label = occupation.label if random.random() < PREFERRED else random.choice(occupation.labels)
    drawn = random.random()
    if drawn < PLURAL:
        return plural(label)
    if drawn < PLURAL + TWO_NAMES:
        return f"{plural(label)} and {plural(random.choice(occupation.labels))}"
    if drawn < PLURAL + TWO_NAMES + INVERTED:
        return inverted(label)
    return label


def sentences(occupation: Occupation) -> tuple[str, ...]:
    """The sentences of the description, each long enough to say something; the whole where none is."""
    found = _SENTENCE_END.split(occupation.description)
    return tuple(part for part in found if len(part) > SHORTEST_SENTENCE) or (occupation.description,)


def plural(label: str) -> str:
    """The plural of the word that names the person: "operators of cranes"."""
    words = label.split(" ")
    ends = (place for place, word in enumerate(words) if place and word in _BEFORE_HEAD_ENDS)
    head = next(ends, len(words)) - 1
    words[head] = _plural_word(words[head])
    return " ".join(words)


def inverted(label: str) -> str:
    """The last word first, as lists of occupations write: "mechanics, bicycle"."""
    *before, last = label.split(" ")
    return f"{_plural_word(last)}, {' '.join(before)}" if before else plural(label)


def _plural_word(word: str) -> str:
    if word.endswith("man"):
        return f"{word[:-3]}men"
    if _CONSONANT_Y.search(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if _HISSING.search(word) else f"{word}s"
