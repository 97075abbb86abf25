"""Which step of the ladder a title or a wish names. Most titles name none, and then nothing is assumed."""

import re
from enum import IntEnum


class Level(IntEnum):
    TRAINEE = 0
    JUNIOR = 1
    SENIOR = 3
    MANAGER = 4
    HEAD = 5


# In order: a later word of the same title says less ("Assistant Head Teacher" is no assistant, "Team Manager" is one).
_WORDS: tuple[tuple[Level, str], ...] = (
    (Level.TRAINEE, r"trainee|apprentice(?:ship)?|intern(?:ship)?|graduate|work experience"),
    (Level.HEAD, r"(?:director|chief|head (?:of|teacher|chef|cook)|vice[- ]president)"),
    (Level.MANAGER, r"(?:(?<!account )(?<!case )(?<!project )manager|deputy (?:head|manager))"),
    (Level.SENIOR, r"senior|lead(?:er)?|principal|supervisor|foreman|charge nurse"),
    (Level.JUNIOR, r"junior|assistant|improver|newly qualified|commis"),
)
_PATTERNS = tuple((level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for level, words in _WORDS)
# "Executive Assistant" and "Teaching Assistant" are occupations, not steps of one.
_OCCUPATIONS = re.compile(
    r"\b(?:executive|personal|teaching|healthcare|care|home care|dental|library|shop|nursing) assistants?\b",
    re.IGNORECASE,
)

# "I could lead a small team" names no step.
_LEADS = re.compile(r"\b(?:to|could|would|and|that|where I might|I) lead\b|\blead (?:a|an|the|one)\b", re.IGNORECASE)


def level_of(title: str) -> Level | None:
    """The step that a title names; None where it names none, as "Electrician"."""
    kept = _OCCUPATIONS.sub(" ", title)
    return next((level for level, pattern in _PATTERNS if pattern.search(kept)), None)


def levels_named(text: str) -> frozenset[Level]:
    """Every step that a wish names ("a senior or project ecologist's post, or head of a section")."""
    kept = _LEADS.sub(" ", _OCCUPATIONS.sub(" ", text))
    return frozenset(level for level, pattern in _PATTERNS if pattern.search(kept))
