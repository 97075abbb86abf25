"""The swap test as it is run on an installation: profiles told in other words of the lists, and what is read then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings.passages import Document
from service.audit.swaps import NAMES, PAIRS, SLOTS, STATEMENTS
from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_document, rankable_text, rankable_version

_OTHERS = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
_SWAPPED = re.compile(rf"\b({'|'.join(_OTHERS)})\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) (?=[A-Z])")


@dataclass(frozen=True)
class Told:
    """A profile as it was written, and the name of whose it is."""

    reference: str
    name: str | None
    headline: str
    summary: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class SwapResult:
    """How many texts were compared, and which of them were read differently: none, if the rule holds."""

    version: str
    profiles: int
    statements: int
    comparisons: int
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run_swap_test(profiles: Sequence[Told]) -> SwapResult:
    """Tell each profile with every statement, under every name and with its gendered words swapped."""
    stated = all_statements()
    differences, comparisons = [], 0
    for profile in profiles:
        for what, one, other in _variants(profile):
            comparisons += 1
            if read_told(one) != read_told(other):
                differences.append(f"{profile.reference}: {what}")
    for slot, forms in SLOTS.items():
        read = {form: rankable_text(slot.replace("{}", form), name=None) for form in forms}
        comparisons += len(forms) - 1
        differences += [f"{slot!r}: {form}" for form in forms if read[form] != read[forms[0]]]
    return SwapResult(rankable_version(), len(profiles), len(stated), comparisons, tuple(differences))


def all_statements() -> list[str]:
    return [sentence for sentences in STATEMENTS.values() for sentence in sentences]


def with_all_stated(summary: str) -> str:
    """A summary with every statement in it: around each of its sentences, and the rest on lines of their own."""
    sentences, statements = _SENTENCE_ENDS.split(summary), iter(all_statements())
    told = [f"{next(statements)} {sentence} {next(statements)}" for sentence in sentences[:30]]
    return "\n\n".join([" ".join([*told, *sentences[30:]]), *statements])


def swapped(text: str) -> str:
    """Each gendered word of a pair by its other, at once."""
    return _SWAPPED.sub(_other, text)


def _other(match: re.Match[str]) -> str:
    word = _OTHERS[match[0].lower()]
    return word.capitalize() if match[0][0].isupper() else word


def _variants(profile: Told) -> list[tuple[str, Told, Told]]:
    """What is swapped, with the two tellings that must be read alike."""
    telling = " ".join(f"They met the {one} and a {other} of the firm." for one, other in PAIRS)
    gendered = replace(profile, summary=f"{profile.summary} {telling}")
    named = [_named(profile, name) for name in NAMES]
    return [
        ("statements", profile, replace(profile, summary=with_all_stated(profile.summary))),
        ("gendered words", gendered, replace(gendered, summary=swapped(gendered.summary))),
        *((f"the name {other.name}", named[0], other) for other in named[1:]),
    ]


def _named(profile: Told, name: str) -> Told:
    first = name.split(maxsplit=1)[0]
    summary = f"{name} here. {profile.summary} Ask for Mrs {name}, or {first}'s manager."
    return replace(profile, name=name, headline=f"{profile.headline}, {name}", summary=summary)


def read_told(told: Told) -> Document:
    """The profile as a ranking reads it."""
    profile = Profile(candidate_id=0, headline=told.headline, summary=told.summary, skills=list(told.skills))
    return rankable_document(profile, name=told.name)
