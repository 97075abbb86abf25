"""The text of a candidate that rankings read: without what says who they are. Nothing else may feed a ranking.

Names and contacts go, and the words of the lists, except where these belong to an occupation, a skill, a language or
the people served. Whichever listed word stood there, the same text is left.
"""

import re
from functools import lru_cache

from embeddings.passages import Document, Field
from service.candidates.models import Profile
from service.candidates.rankable_text.contacts import without_contacts, without_name
from service.candidates.rankable_text.phrases import Span, compared
from service.candidates.rankable_text.tidying import MARK, RESERVED, SHARED, WORK, close_over
from service.candidates.rankable_text.wordlists import (
    dropped,
    languages_alone,
    person_words,
    protected,
    rankable_version,
    shared_pattern,
    shared_words,
)
from service.titles import role_of

__all__ = ["passage_text", "rankable_document", "rankable_skills", "rankable_text", "rankable_version"]

SUMMARY = "summary"
SKILLS = "skills"
Change = tuple[int, int, str]
_TWICE = re.compile(r"\b(\w+(?: \w+)?)/\1\b", re.IGNORECASE)


def rankable_text(text: str, *, name: str | None) -> str:
    """`text` without the candidate's name, contacts and what states a protected characteristic, whatever these are."""
    return _rankable(text, name=name)


def rankable_skills(skills: list[str], *, name: str | None) -> list[str]:
    """The skills that are left, each by itself; a language in a list of skills is a skill."""
    rankable = (_rankable(skill, name=name, skill=True) for skill in skills)
    return [skill for skill in rankable if skill]


def rankable_document(profile: Profile, *, name: str | None) -> Document:
    """A candidate as the encoder reads them: headline, summary and skills, and no place that tells who they are."""
    fields = [Field(SUMMARY, rankable_text(profile.summary, name=name))]
    skills = rankable_skills(profile.skills, name=name)
    if skills:
        fields.append(Field(SKILLS, ", ".join(skills), prose=False))
    headline = rankable_text(profile.headline, name=name) or "Candidate"
    return Document(role_of(headline), headline, tuple(fields))


def passage_text(document: Document, field: str, start: int, end: int) -> str:
    """The words of a passage, which are rankable words only."""
    texts = {part.name: part.text for part in document.fields}
    return texts.get(field, document.title)[start:end].strip()


@lru_cache(maxsize=20_000)
def _rankable(text: str, *, name: str | None, skill: bool = False) -> str:
    marked = without_contacts(RESERVED.sub(" ", text), mark=MARK)
    marked = without_name(marked, name, mark=MARK)
    staying = [*protected().spans(marked), *(languages_alone().spans(marked) if skill else ())]
    return _TWICE.sub(r"\1", close_over(_replaced(marked, _changes(marked, staying))))


def _changes(text: str, staying: list[Span]) -> list[Change]:
    """What is put in place of which stretch, by where it begins, the longest first."""
    changes: list[Change] = [(start, end, MARK) for start, end in dropped().spans(text)]
    neutral: list[Change] = []
    for match in shared_pattern().finditer(compared(text)):
        word = re.sub(r"[\s-]+", " ", match.group())
        instead = _in_case_of(text[match.start()], shared_words()[word])
        if word in person_words():
            changes.append((*match.span(), SHARED + instead))
        else:
            neutral.append((*match.span(), WORK + instead))
    free = [change for change in changes if not any(_within(change, stay) for stay in staying)]
    return sorted([*free, *neutral], key=lambda change: (change[0], -change[1]))


def _within(change: Change, stay: Span) -> bool:
    return stay[0] <= change[0] and change[1] <= stay[1]


def _in_case_of(letter: str, word: str) -> str:
    return word.capitalize() if letter.isupper() else word


def _replaced(text: str, changes: list[Change]) -> str:
    """`text` with each change made; of two that overlap the first, over all that both cover."""
    parts, at = [], 0
    for start, end, instead in changes:
        if start >= at:
            parts += [text[at:start], instead]
        at = max(at, end)
    return "".join([*parts, text[at:]])
