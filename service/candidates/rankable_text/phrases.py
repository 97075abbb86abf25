"""The small language in which lists of phrases are written, and its translation to regular expressions.

A line is a phrase. A space matches one run of spaces, a line's end or a hyphen. `[old ]` may be missing, `(a|b)` is a
choice and `(a|b)*` any number of them, `{name}` stands for a class, `<...>` is the part that is taken where the rest
only gives it its meaning, and "=" at the start makes a line count in its own case only; else lines are in small
letters, with straight quotes and hyphens.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Span = tuple[int, int]

_BETWEEN = r"(?:[^\S\n]+|[^\S\n]*\n(?!\n)[^\S\n]*|-)"
_BEFORE, _AFTER = r"(?<!\w)", r"(?:'(?:s|ll|d|ve|re|m)?)?(?!\w)"
_SYNTAX = {
    "[": "(?:",
    "]": ")?",
    "(": "(?:",
    ")": ")",
    "|": "|",
    "*": "*",
    "<": "(",
    ">": ")",
    " ": _BETWEEN,
    "-": r"[\s-]",
}
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Phrases:
    """Compiled lists; either pattern is None where no line is of its kind."""

    any_case: re.Pattern[str] | None
    own_case: re.Pattern[str] | None

    def spans(self, text: str) -> list[Span]:
        """Where the phrases stand; of a phrase with a `<part>` only the part."""
        found = [(self.any_case, compared(text)), (self.own_case, _straight(text))]
        return [
            match.span(match.lastindex or 0) for pattern, read in found if pattern for match in pattern.finditer(read)
        ]


def compared(text: str) -> str:
    """The text in small letters, straight quotes and hyphens, each letter where it was."""
    straight, small = _straight(text), _straight(text).lower()
    # Few letters grow when they are made small: they stay as they are.
    return (
        small
        if len(small) == len(straight)
        else "".join(each if len(each := letter.lower()) == 1 else letter for letter in straight)
    )


def compile_phrases(lines: Iterable[str], classes: Mapping[str, str]) -> Phrases:
    """One pattern for all lines, the longest first, so that a phrase wins over a word of it."""
    ordered = sorted(lines, key=lambda line: (-len(line), line))
    own = [line[1:] for line in ordered if line.startswith("=")]
    others = [line for line in ordered if not line.startswith("=")]
    return Phrases(_compiled(others, classes), _compiled(own, classes))


def choice_of(words: Iterable[str]) -> str:
    """A class that is one of these plain words, in the small letters that texts are compared in."""
    plain = sorted({word.removeprefix("=").lower() for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_literal(word) for word in plain)})"


def translated(line: str, classes: Mapping[str, str]) -> str:
    """A phrase as a regular expression."""
    parts = []
    for piece in re.findall(r"\{\w+\}|.", line):
        of_class = classes[piece[1:-1]] if len(piece) > 1 else None
        parts.append(of_class or _SYNTAX.get(piece) or _literal(piece))
    return "".join(parts)


def _compiled(lines: list[str], classes: Mapping[str, str]) -> re.Pattern[str] | None:
    if not lines:
        return None
    return re.compile(f"{_BEFORE}(?:{'|'.join(translated(line, classes) for line in lines)}){_AFTER}")


def _literal(word: str) -> str:
    return "".join(
        _BETWEEN if letter == " " else _SYNTAX["-"] if letter == "-" else re.escape(letter) for letter in word
    )


def _straight(text: str) -> str:
    return text.translate(_SAME_LENGTH)
