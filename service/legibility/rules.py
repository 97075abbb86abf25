"""How much of a document was read, and whether that is enough for a score. No database, no settings.

A recognised title or one sentence is enough; a document with neither, or in a language that the model does not read,
gets no score and says why. Language is told from sentences, never from a title or a list of skills.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from embeddings.passages import Document, Passage, coverage
from service.errors import Conflict
from service.legibility.languages import is_read, name_of, plain_code, tell_language

# Raise it when documents would be judged otherwise: the workers then look at all of them again.
LEGIBILITY_VERSION = 1

# Words that can stand in a title and say nothing of the work.
_EMPTY_WORDS = """
a am an and any anything are as at be by for from have here i in is me my near no not of on or our please some something
that the there this to us want we with you your
applicant application apply available candidate curriculum cv details description employment full hello hiring immediate
immediately job jobs join listing looking new none now open opening opportunities opportunity part permanent placeholder
position positions post profile recruiting recruitment resume role roles see seeker seeking start tba tbc tbd temporary
test time title unknown untitled urgent urgently vacancies vacancy various vitae wanted work
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())
_WORDS_OF_A_SENTENCE = 5
# Less of another language than this share is names and quotations.
_SPRINKLED = 0.2
# A document with this many times as much in other languages as in those that are read is not read.
_TIMES_MORE = 4
_LETTERS_TO_TELL = 100

_WORD = re.compile(r"[^\W\d_]+")
# Scripts that put no space between words: two of their letters count as a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class CannotBeScored(Conflict):
    """A document of which too little was read is matched with nothing."""

    code = "cannot-be-scored"


class Outcome(StrEnum):
    WHOLE = "whole"
    PARTLY = "partly"
    TOO_SHORT = "too_short"
    OTHER_LANGUAGE = "other_language"


UNSCORED = frozenset({Outcome.TOO_SHORT, Outcome.OTHER_LANGUAGE})


@dataclass(frozen=True)
class Legibility:
    """`share`, from 0 to 1, of the text is behind a score; `language` is set where that of the rest is not read."""

    outcome: Outcome
    share: float = 1.0
    language: str | None = None

    @property
    def scored(self) -> bool:
        return self.outcome not in UNSCORED


WHOLE = Legibility(Outcome.WHOLE)


def legibility_of(
    document: Document, passages: Collection[Passage], *, stated: str, reads: Collection[str]
) -> Legibility:
    """Judge a document by the passages that were cut of it; `stated` is its language as its owner says.

    Where the text itself is sure of its language, it outweighs what is stated.
    """
    letters = _letters_by_language(document, passages)
    foreign = {code: count for code, count in letters.items() if code is not None and not is_read(code, reads)}
    unread, undecided = sum(foreign.values()), letters[None]
    readable = letters.total() - unread - undecided
    foremost = max(foreign, key=lambda code: foreign[code], default=None)
    if unread and unread >= _TIMES_MORE * readable and unread >= undecided:
        return Legibility(Outcome.OTHER_LANGUAGE, 0.0, foremost)
    code = plain_code(stated)
    if not unread and not readable and code is not None and not is_read(code, reads):
        return Legibility(Outcome.OTHER_LANGUAGE, 0.0, code)
    if not is_recognised(document.title) and not any(_is_sentence(field.text) for field in document.fields):
        return Legibility(Outcome.TOO_SHORT, 0.0)
    return _read_share(document, passages, unread / letters.total() if unread else 0.0, foremost)


def check_scored(legibility: Legibility) -> None:
    if not legibility.scored:
        raise CannotBeScored(says_of_document(legibility))


def legibility_of_query(text: str, *, reads: Collection[str]) -> Legibility:
    """Judge what is searched for; it is searched with anyway."""
    code = tell_language(text)
    if code is not None and not is_read(code, reads):
        return Legibility(Outcome.OTHER_LANGUAGE, 0.0, code)
    return WHOLE if is_recognised(text) else Legibility(Outcome.TOO_SHORT, 0.0)


def is_recognised(title: str) -> bool:
    """Whether a title has a word that can say what the work is, as "Porter" does and "New vacancy!" does not."""
    words = [word.casefold() for word in _WORD.findall(title)]
    return any(word not in EMPTY_WORDS and (len(word) > 1 or _UNSPACED.match(word)) for word in words)


def says_of_document(legibility: Legibility) -> str:
    """One plain sentence for people about a listing or a profile."""
    other = name_of(legibility.language) if legibility.language else ""
    match legibility.outcome:
        case Outcome.WHOLE:
            return "All of the text was read."
        case Outcome.PARTLY if other:
            return f"About {legibility.share:.0%} of the text was read; much of the rest is written in {other}."
        case Outcome.PARTLY:
            return f"The first {legibility.share:.0%} of the text was read; the rest is too long to be read as well."
        case Outcome.TOO_SHORT:
            return "Too short for a score: the title does not say what the work is, and the text has no sentence."
        case Outcome.OTHER_LANGUAGE:
            return f"Written in {other}, which is not read here, so it gets no score."


def says_of_query(legibility: Legibility) -> str:
    """One plain sentence for people about what they search for."""
    match legibility.outcome:
        case Outcome.TOO_SHORT:
            return "This says little of the work itself: a few words more would find what fits."
        case Outcome.OTHER_LANGUAGE:
            other = name_of(legibility.language or "")
            return f"This seems to be written in {other}, which is not read here: what is found may be far off."
        case _:
            return "All of it was read."


def judged_by(reads: Collection[str]) -> str:
    """What decides a judgement besides the document and its passages."""
    return f"{LEGIBILITY_VERSION}:{','.join(sorted(reads))}"


def _letters_by_language(document: Document, passages: Iterable[Passage]) -> "Counter[str | None]":
    """How many letters of the prose are in each language; None counts those whose language cannot be told."""
    prose = {field.name for field in document.fields if field.prose}
    told: Counter[str | None] = Counter()
    for text in _stretches(passage.text for passage in passages if passage.field in prose):
        told[tell_language(text)] += sum(character.isalpha() for character in text)
    return told


def _stretches(texts: Iterable[str]) -> list[str]:
    """Join short passages with a neighbour until each is long enough to tell a language, rather with the one before."""
    stretches: list[str] = []
    held = ""
    for text in texts:
        if len(text) >= _LETTERS_TO_TELL and held and stretches:
            stretches[-1] += f"\n{held}"
            held = ""
        held = f"{held}\n{text}" if held else text
        if len(held) >= _LETTERS_TO_TELL:
            stretches.append(held)
            held = ""
    if held and stretches:
        stretches[-1] += f"\n{held}"
    elif held:
        stretches.append(held)
    return stretches


def _read_share(
    document: Document, passages: Collection[Passage], foreign_share: float, foremost: str | None
) -> Legibility:
    read = coverage(document, passages)
    share = read.read / read.total if read.total else 1.0
    if foreign_share < _SPRINKLED:
        foreign_share, foremost = 0.0, None
    share *= 1 - foreign_share
    # Rounded down and kept above nothing, so that "partly" never shows as all or none.
    return WHOLE if share >= 1 else Legibility(Outcome.PARTLY, max(int(share * 100), 1) / 100, foremost)


def _is_sentence(text: str) -> bool:
    return len(_WORD.findall(text)) + len(_UNSPACED.findall(text)) // 2 >= _WORDS_OF_A_SENTENCE
