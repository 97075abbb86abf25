"""How a document is cut into passages that a model reads whole, so that nothing of its text is lost."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

PASSAGE_VERSION = 1

# One thought per passage, a sentence or three: its vector is no average of many, and a title in front of each would
# make every passage of a document look like its title (docs/decisions/0004-passages-of-one-thought.md).
TARGET_TOKENS = 30
MOST_TOKENS = 60
MAX_PASSAGES = 200

HEAD = "head"
TITLE = "title"
# Passage 0 is the head, passage 1 the title; the body begins behind them.
BODY = 2

# A sentence ends at its mark, at a full stop of a script without spaces, or with the line.
_UNIT_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]|\n\s*")
# How far from its middle a long sentence may be cut to spare a word.
_WORD_REACH = 8


class Tokeniser(Protocol):
    """As much of an encoder as cutting needs."""

    @property
    def window(self) -> int: ...

    def token_spans(self, text: str) -> list[tuple[int, int]]: ...


@dataclass(frozen=True)
class Field:
    """`prose` is False where the text is a list, from which no language can be told."""

    name: str
    text: str
    prose: bool = True


@dataclass(frozen=True)
class Document:
    """What is read of a document: its head (the words of its title that say what it is), its title, its fields."""

    head: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Passage:
    """`text` is the field's text from `start` to `end`, in characters, and what the model reads."""

    number: int
    field: str
    start: int
    end: int
    text: str

    @cached_property
    def text_hash(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Coverage:
    """Characters other than white space: those that stand in a passage, and all."""

    read: int
    total: int


@dataclass(frozen=True)
class _Limits:
    """In tokens: where a passage may end with a paragraph, where it ends with a sentence, where it must end."""

    paragraph: int
    target: int
    most: int


def split_document(document: Document, encoder: Tokeniser) -> tuple[Passage, ...]:
    """Read the head as passage 0 and the title as passage 1, even when empty, then cut each field; stop at the cap."""
    numbered = enumerate(islice(_passages(document, encoder), MAX_PASSAGES))
    return tuple(
        Passage(number, field.name, start, end, field.text[start:end]) for number, (field, start, end) in numbered
    )


def coverage(document: Document, passages: Iterable[Passage]) -> Coverage:
    """Count how much of the document was read; the rest stands beyond the cap of passages."""
    texts = [document.title, *(field.text for field in document.fields)]
    return Coverage(
        read=sum(_visible(passage.text) for passage in passages if passage.field != HEAD),
        total=sum(_visible(text) for text in texts),
    )


def split_query(text: str, encoder: Tokeniser) -> tuple[str, ...]:
    """Leave a search description whole if the window holds it, cut it otherwise; white space alone is nothing."""
    return tuple(text[start:end] for start, end in _whole(text, encoder) if end > start)


def _passages(document: Document, encoder: Tokeniser) -> Iterator[tuple[Field, int, int]]:
    head = Field(HEAD, document.head)
    yield head, *_whole(head.text, encoder)[0]
    yield from _title_passages(document, encoder)
    target, most = min(TARGET_TOKENS, encoder.window), min(MOST_TOKENS, encoder.window)
    limits = _Limits(paragraph=max(target // 2, 1), target=target, most=most)
    for field in document.fields:
        for start, end in _cut(field.text, encoder, limits=limits):
            yield field, start, end


def _title_passages(document: Document, encoder: Tokeniser) -> Iterator[tuple[Field, int, int]]:
    title = Field(TITLE, document.title)
    for start, end in _whole(title.text, encoder):
        yield title, start, end


def _whole(text: str, encoder: Tokeniser) -> list[tuple[int, int]]:
    """Leave a short text whole if the window holds it; an empty one is one empty piece."""
    limits = _Limits(paragraph=encoder.window, target=encoder.window, most=encoder.window)
    return list(_cut(text, encoder, limits=limits)) or [(0, 0)]


def _cut(text: str, encoder: Tokeniser, *, limits: _Limits) -> Iterator[tuple[int, int]]:
    """Yield the spans of `text`, stripped of white space, that the model reads whole."""
    token_starts = sorted(start for start, _ in encoder.token_spans(text))
    for start, end in _packed(text, token_starts, limits):
        yield from _fitting(text, _stripped(text, start, end), token_starts, encoder=encoder)


def _packed(text: str, token_starts: list[int], limits: _Limits) -> Iterator[tuple[int, int]]:
    """Join neighbouring units until they make a passage, closing one early where a paragraph ends.

    Where a text begins again, so does the cutting: a text that stands twice makes each of its passages twice.
    """
    begin = finish = 0
    opening = None
    for start, end in _units(text, token_starts, limits.most):
        unit = text[start:end].strip()
        again = bool(unit) and unit == opening
        opening = opening or unit
        held = _count(token_starts, begin, finish)
        enough = limits.paragraph if _is_paragraph_end(text[begin:start]) else limits.target
        full = held >= enough or held + _count(token_starts, start, end) > limits.most
        if finish > begin and (again or full):
            yield begin, finish
            begin = start
        finish = end
    if finish > begin:
        yield begin, finish


def _units(text: str, token_starts: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield sentences and lines that together are the whole text, none with more than `most` tokens."""
    ends = [match.end() for match in _UNIT_END.finditer(text)]
    start = 0
    for end in [*ends, len(text)]:
        if end > start:
            yield from _halved(text, (start, end), token_starts, most)
        start = end


def _halved(text: str, span: tuple[int, int], token_starts: list[int], most: int) -> Iterator[tuple[int, int]]:
    start, end = span
    if _count(token_starts, start, end) <= most:
        yield span
        return
    middle = _middle(text, span, token_starts)
    if not start < middle < end:
        yield span
        return
    yield from _halved(text, (start, middle), token_starts, most)
    yield from _halved(text, (middle, end), token_starts, most)


def _fitting(
    text: str, span: tuple[int, int], token_starts: list[int], *, encoder: Tokeniser
) -> Iterator[tuple[int, int]]:
    """Halve until it fits: the same characters can make more tokens alone than they did inside the whole text."""
    start, end = span
    if start == end:
        return
    if end - start == 1 or _fits(text[start:end], encoder):
        yield span
        return
    middle = _middle(text, span, token_starts)
    for half in ((start, middle), (middle, end)):
        yield from _fitting(text, _stripped(text, *half), token_starts, encoder=encoder)


def _middle(text: str, span: tuple[int, int], token_starts: list[int]) -> int:
    """Choose the token nearest to the middle, if possible one that begins a word; without tokens, the middle."""
    start, end = span
    inside = token_starts[bisect_left(token_starts, start + 1) : bisect_left(token_starts, end)]
    if not inside:
        return (start + end) // 2
    centre = len(inside) // 2
    near = sorted(inside[max(centre - _WORD_REACH, 0) : centre + _WORD_REACH], key=lambda at: abs(at - inside[centre]))
    return next((at for at in near if text[at - 1].isspace()), inside[centre])


def _is_paragraph_end(text: str) -> bool:
    return text.count("\n", len(text.rstrip())) > 1


def _count(token_starts: list[int], start: int, end: int) -> int:
    return bisect_left(token_starts, end) - bisect_left(token_starts, start)


def _fits(text: str, encoder: Tokeniser) -> bool:
    return len(encoder.token_spans(text)) <= encoder.window


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + left + len(piece.strip()))


def _visible(text: str) -> int:
    return sum(not character.isspace() for character in text)
