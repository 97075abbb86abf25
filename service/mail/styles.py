"""Styles of mails, written into the tags of a template when it is loaded: many mail programs read no others.

A template names classes only. Each class is one rule of templates/styles.css and becomes a style attribute; what
follows the screen, its width and its colours, cannot be in one and stays in the head (templates/screens.css).
"""

import re
from collections.abc import Iterable, Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\.([a-z-]+)\s*\{([^{}]*)\}")
_CLASS = re.compile(r"\.([a-z][a-z-]*)(?=[\s,{.:])")
_TAG = re.compile(r'(<[a-z][a-z0-9]*\b[^<>]*?) class="([^"]*)"')

Declarations = dict[str, str]


class StylesWrong(ValueError):
    """A template and the style sheets do not fit together."""


def read_rules(sheet: str) -> dict[str, Declarations]:
    """The declarations of each class, in the order of the sheet, which decides where two classes disagree."""
    return {name: _declarations(body) for name, body in _RULE.findall(_COMMENT.sub("", sheet))}


def read_screens(sheet: str) -> tuple[str, frozenset[str]]:
    """The rules for screens as short as they can be written, and the classes that they need to find."""
    short = " ".join(_COMMENT.sub("", sheet).split())
    short = re.sub(r"\s*([{}:;,])\s*", r"\1", short.replace("@media (", "@media(")).replace(";}", "}")
    return short.replace("@media(", "@media ("), frozenset(_CLASS.findall(_COMMENT.sub("", sheet)))


def write_styles(source: str, rules: Mapping[str, Declarations], *, kept: Iterable[str]) -> str:
    """A template whose tags carry their styles, and only the classes that a screen needs to find.

    A kept class that is only a colour is added to every tag of that colour, so that none stays light on dark screens.
    """
    kept = frozenset(kept)
    colours = {rule["color"]: name for name, rule in rules.items() if name in kept and rule.keys() == {"color"}}

    def styled(tag: re.Match[str]) -> str:
        names = tag[2].split()
        if unknown := [name for name in names if name not in rules]:
            raise StylesWrong(f"No rule for the class {unknown[0]!r} of {tag[0]!r}")
        declared: Declarations = {}
        for name, declarations in rules.items():
            if name in names:
                declared |= declarations
        style = ";".join(f"{key}:{value}" for key, value in declared.items())
        found = [name for name in names if name in kept and name not in colours.values()]
        found += [colours[colour] for colour in [declared.get("color", "")] if colour in colours]
        classes = f' class="{" ".join(found)}"' if found else ""
        return f'{tag[1]} style="{style}"{classes}'

    return _TAG.sub(styled, source)


def _declarations(body: str) -> Declarations:
    pairs = (line.partition(":") for line in body.split(";") if line.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}
