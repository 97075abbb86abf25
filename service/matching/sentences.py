"""A text taken apart into sentences and clauses, each with how much it asks for: a must, a wish, or expressly not.

"A driving licence is essential" and "a driving licence helps" name the same thing and mean different ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Asking(StrEnum):
    """How much a clause asks for what it names."""

    ESSENTIAL = "essential"
    DESIRABLE = "desirable"
    NOT_NEEDED = "not_needed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that asks in one way; `sentence` is the whole of it, to be quoted."""

    text: str
    sentence: str
    asking: Asking = Asking.NOTHING


_ABBREVIATIONS = (
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bSt)(?<!\bNo)(?<!\bCo)(?<!\bp\.a)(?<!\bapprox)"
)
_BETWEEN_SENTENCES = re.compile(rf"{_ABBREVIATIONS}(?<=[.!?])[\"”')]*\s+(?=[\"“'(]?[A-Z0-9£€$])")
_BETWEEN_CLAUSES = re.compile(
    r";\s+|,\s+(?=(?:although|but|though|while|whereas|and (?:preferably|ideally)|preferably|ideally|plus)\b)"
    r"|\s+(?=(?:and (?:preferably|ideally)|although|(?<!not )but (?:not|we|you)|though)\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?P<desirable>desirable|useful|nice to have|bonus(?: points)?|ideally)"
    r"|(?P<essential>essential|required|requirements?|needed|need|must have|you must have|you need|you(?:'|’)ll need"
    r"|person specification|profile|what(?:'|’)s required|what you(?:'|’)ll (?:bring|need)"
    r"|what we (?:need|ask|require)|to be shortlisted, show us|please tell us about)"
    r"|(?P<not_needed>don(?:'|’)t need|not needed|not required)",
    re.IGNORECASE,
)

_NOT = r"(?:not|n(?:'|’)t|never|nor)"
_NOT_NEEDED = re.compile(
    rf"\b\w*{_NOT}\s+(?:\w+\s+){{0,2}}(?:required|needed|need|essential|necessary|demanded|insisted|vital|compulsory"
    r"|expected|matter)\b|\bneedn(?:'|’)t\b|\bno\s+(?:[\w'’-]+\s+){0,4}(?:needed|required|necessary)\b"
    rf"|\b\w*{_NOT} (?:have to|need to)\b|\bwhether you have a\b|\b(?:experience|sales experience) is not$",
    re.IGNORECASE,
)
_DESIRABLE = re.compile(
    r"\b(?:desirable|desired|helps|(?:would|may|might|could) help|helpful|useful|handy|advantage|advantageous"
    r"|assets?|bonus|a plus|welcome|preferred|preferably|prefer"
    r"|ideally|ideal for|nice to have|we(?:'|’)d (?:love|like|be glad)|would love|hope for"
    r"|easier|simpler|count(?:s|ed)? for|in good stead|well ahead|gets? you|get you|put you near|encouraged"
    r"|good to have|equip you|is less important|a better rate|appreciated)\b",
    re.IGNORECASE,
)
_ESSENTIAL = re.compile(
    r"\b(?:essential|musts?|required|requires?|need|needs|needed|necessary|mandatory|compulsory|have to|has to"
    r"|call(?:s|ed)? for|expected|we expect|we(?:'|’)re expecting|ask(?:s)? for"
    r"|should (?:have|hold|be|come|apply|bring)"
    r"|you(?:'|’)ll (?:have|hold|want|be)|you(?:'|’)ve got|we want an?|looking for|minimum|at least|to be considered"
    r"|please have|please$|we seek|candidates (?:must|will|should)|applicants (?:must|will|should)|please apply if"
    r"|pre-?requisite|is a must|entry .{0,20}is for|post is for|has one or two years|registered, with)\b",
    re.IGNORECASE,
)


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Every clause in order. A heading ("Essential: ...", or on a line of its own) speaks for what follows it."""
    found: list[Clause] = []
    carried: Asking | None = None
    for paragraph in re.split(r"\n\s*\n", text):
        heading_only = True
        for sentence in _sentences(paragraph):
            heading, rest = _heading(sentence)
            carried = heading or carried
            if rest:
                heading_only = False
                found.extend(_clauses(rest, sentence, carried))
        if not heading_only:
            carried = None
    return tuple(found)


def sentences_of(text: str) -> list[str]:
    return [sentence for paragraph in text.split("\n\n") for sentence in _sentences(paragraph)]


def _sentences(paragraph: str) -> Iterator[str]:
    for line in paragraph.split("\n"):
        for sentence in _BETWEEN_SENTENCES.split(line):
            if stripped := " ".join(sentence.split()).strip(" -*•·"):
                yield stripped


def _heading(sentence: str) -> tuple[Asking | None, str]:
    """The heading that a sentence is or begins with, and what is left of the sentence."""
    match = re.match(r"([^:.?!;]{3,40})[:.?!](?=\s|$)\s*", sentence)
    named = _HEADING.fullmatch(match[1].strip()) if match else None
    if match is None or named is None or named.lastgroup is None:
        return None, sentence
    return Asking(named.lastgroup), sentence[match.end() :]


def _clauses(text: str, sentence: str, carried: Asking | None) -> Iterator[Clause]:
    before = carried or Asking.NOTHING
    for part in _BETWEEN_CLAUSES.split(text):
        stripped = part.strip(" ,;")
        if not stripped:
            continue
        asking = _asking(stripped)
        if asking is Asking.NOTHING:
            asking = before
        elif asking is Asking.ESSENTIAL or carried is None:
            before = asking if asking is Asking.ESSENTIAL else before
        yield Clause(stripped, sentence, asking)


def _asking(clause: str) -> Asking:
    desirable, not_needed = _DESIRABLE.search(clause), _NOT_NEEDED.search(clause)
    if desirable:
        return Asking.DESIRABLE
    if not_needed:
        return Asking.NOT_NEEDED
    return Asking.ESSENTIAL if _ESSENTIAL.search(clause) else Asking.NOTHING
