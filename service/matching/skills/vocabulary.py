"""Which skills a text names, by a table of skills with synonyms; what the table does not hold is found word for word.

Each line of vocabulary.tsv is a family: its name, then its skills, each with its synonyms. Skills of one family are
related; those of a family marked with "!" are not, as German is no Polish.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick

from service.words import affirmed, positioned_terms, terms_of

_TABLE = Path(__file__).with_name("vocabulary.tsv")
_UNRELATED = "!"
# A phrase does not reach over the end of a sentence: `positioned_terms` leaves a gap there.
_GAP = 4
_BREAK = "|"

# Skills that are common words too count in a text only as they are written when they are names ...
_WRITTEN = {
    "go": "Go", "golang": "Golang", "r": "R", "c": "C", "windows": "Windows", "react": "React", "spark": "Spark",
    "send": "SEND", "sen": "SEN", "excel": "Excel", "rust": "Rust", "ruby": "Ruby", "scala": "Scala",
    "spectrum": "Spectrum", "polish": "Polish", "soc": "SOC", "als": "ALS", "pbs": "PBS", "sas": "SAS",
}  # fmt: skip
# ... and the shortest only beside other words of programming.
_IN_CONTEXT = frozenset({"Go", "R", "C", "Rust", "Ruby", "Scala"})
_CONTEXT = re.compile(
    r"\b(?:Python|SQL|Java|JavaScript|SAS|MATLAB|Linux|Kubernetes|code|coding|program\w*|script\w*|firmware|software"
    r"|statistic\w*|develop(?:er|ing|ment)|languages? such as|microcontrollers?|embedded)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the table; `family` is None where its neighbours are not related to it."""

    name: str
    family: str | None


def spaced(text: str) -> str:
    """The terms of a text between blanks, with a mark where a sentence ends, so that phrases can be looked up."""
    words, last = [""], 0
    for term, at in positioned_terms(text):
        if at - last > _GAP:
            words.append(_BREAK)
        words.append(term)
        last = at
    return " ".join([*words, ""])


@lru_cache(maxsize=20_000)
def skills_in(text: str) -> frozenset[Skill]:
    """The skills of the table that a text names and does not deny."""
    terms = spaced(affirmed(text))
    spans = []
    for last, (length, skill, written) in _automaton().iter(terms):
        if _stands(written, text):
            spans.append((last + 1 - length, last + 1, skill))
    return frozenset(skill for start, end, skill in spans if not _lies_within(start, end, spans))


def _lies_within(start: int, end: int, spans: list[tuple[int, int, Skill]]) -> bool:
    """Whether a longer name covers this one: a night audit is no audit."""
    return any(first <= start and end <= last and last - first > end - start for first, last, _ in spans)


@cache
def skill_named(phrase: str) -> Skill | None:
    """The skill of the table that a phrase is a name of."""
    return _names().get(" ".join(terms_of(phrase)))


def _stands(name: str, text: str) -> bool:
    """Whether a name whose stem was found stands there as itself: "experience" is no experiment."""
    written = _WRITTEN.get(name)
    if written is None:
        return len(terms_of(name)) > 1 or _as_written(name).search(text) is not None
    if not re.search(rf"(?<![\w&.]){re.escape(written)}(?![\w&'’+#])", text):
        return False
    if written not in _IN_CONTEXT:
        return True
    others = re.sub(rf"(?<![\w&.]){re.escape(written)}(?![\w&'’+#])", " ", text)
    return _CONTEXT.search(others) is not None


@cache
def _as_written(name: str) -> re.Pattern[str]:
    """The name in either number, for names that one word's stem would stand for."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", re.IGNORECASE)


@cache
def _names() -> dict[str, Skill]:
    return {terms: skill for terms, (skill, _) in _table()}


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for terms, (skill, written) in _table():
        automaton.add_word(f" {terms} ", (len(terms) + 2, skill, written))
    automaton.make_automaton()
    return automaton


@cache
def _table() -> tuple[tuple[str, tuple[Skill, str]], ...]:
    """Each name's terms with its skill and the name as it stands in the table; the first line to hold a name has it."""
    found: dict[str, tuple[Skill, str]] = {}
    for skill, name in _lines():
        terms = " ".join(terms_of(name))
        if terms:
            found.setdefault(terms, (skill, name))
    return tuple(found.items())


def _lines() -> Iterator[tuple[Skill, str]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        family, skills = line.split("\t")
        for names in skills.split("; "):
            first, *others = names.split("=")
            skill = Skill(first, None if family.startswith(_UNRELATED) else family)
            yield from ((skill, name) for name in (first, *others))
