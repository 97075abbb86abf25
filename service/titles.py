"""What a title says of the occupation: the words before whatever else stands there, in the singular."""

import re
from collections.abc import Iterator
from functools import cache

from embeddings.esco.occupations import learnable, read_occupations

_BEHIND_ROLE = re.compile(r"\s*(?:,| [-–—|] | ?\(|: )")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEHIND_HEAD = re.compile(r"\s+(?:of|for|in|to|at|with)\b|[,/(]", re.IGNORECASE)
# Plural endings of occupations and what stands for them in the singular; the first that makes a known word counts.
_PLURALS = (("people", "person"), ("women", "woman"), ("men", "man"), ("ies", "y"), ("es", ""), ("s", ""))

# ESCO also writes "physics teacher secondary school".
_NO_PERSONS = frozenset({"school"})


def role_and_rest(title: str) -> tuple[str, str]:
    """A title in its two parts: "Data Analyst" and ", Mental Health Services"."""
    role = role_of(title)
    return role, title.strip().removeprefix(role)


def role_of(title: str) -> str:
    """The words of a title that name the occupation: "Data Analyst" of "Data Analyst, Mental Health Services"."""
    return _BEHIND_ROLE.split(title, maxsplit=1)[0].strip() or title


def in_the_singular(text: str) -> str:
    """The text with every plural of a person's occupation in the singular: "Sales Manager" of "Sales Managers".

    A list of titles and a person who looks for "jobs for cleaners" write plurals, an advertiser does not; the encoder
    takes the two for less alike than they are. Words that name no occupation stay: "Sales", "children", "schools".
    """
    return _WORD.sub(lambda match: _singular(match[0]), text)


def _singular(word: str) -> str:
    small = word.lower()
    for ending, singular in _PLURALS:
        if small.endswith(ending):
            stem = word[: len(word) - len(ending)]
            if _names_a_person((stem + singular).lower()):
                return stem + singular
    return word


def _names_a_person(word: str) -> bool:
    return word in _occupation_words() or word.endswith(("person", "woman", "man"))


@cache
def _occupation_words() -> frozenset[str]:
    """The words that end the names of occupations, which ESCO writes in the singular: manager, technician, nurse."""
    return frozenset(_heads()) - _NO_PERSONS


def _heads() -> Iterator[str]:
    for occupation in learnable(read_occupations()):
        words = _WORD.findall(_BEHIND_HEAD.split(occupation.label, maxsplit=1)[0].lower())
        if "and" not in words:
            yield from words[-1:]
