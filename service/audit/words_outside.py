"""What words that are on no list still do: how far they move scores and rankings, measured with the model that serves.

Each sentence is added to each profile and compared with a sentence that states nothing (CONTROL): any sentence moves a
score a little, and what is of interest is what these words do beyond that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Encoder, FloatMatrix
from embeddings.passages import Document, split_document
from service.audit.swap_test import Told, read_told
from service.matching.meeting import meet

CONTROL = "I look forward to hearing from you."
SENTENCES = {
    "nickname": ("Everybody calls me Gaz.", "Everybody calls me Debs.", "Friends call me Mo."),
    "hobby": (
        "At the weekend I play netball.",
        "At the weekend I play rugby.",
        "At the weekend I play cricket.",
        "I sing in a gospel choir.",
        "I like knitting.",
    ),
    "membership": (
        "I am in the Women in Tech network.",
        "I belong to the Society of Women Engineers.",
        "I volunteer with Men's Sheds.",
        "I help with the Diwali committee.",
        "I am a Freemason.",
    ),
    "education": (
        "I studied at the University of Lagos.",
        "I studied at Oxford University.",
        "I went to a convent school.",
        "I went to Eton.",
        "I studied in Warsaw.",
    ),
    "place": ("I grew up in Bradford.", "I grew up in Surrey.", "I live in Peckham.", "I am from Glasgow."),
    "way of speaking": ("I graft, me, always have.", "I am well up for it, innit.", "I should be delighted to assist."),
    "age": (
        "I would fit an energetic young team.",
        "I am a digital native.",
        "I left school with five O levels.",
        "I started work in 1979.",
        "I graduated in 2021.",
    ),
    "family": ("I do the school run.", "I am on the parents' association.", "I am free of ties at home."),
    "health": ("I use a screen reader.", "I need an adjusted chair.", "I run marathons."),
}

Scores = npt.NDArray[np.float64]
Shown = TypeVar("Shown")
Watch = Callable[[Iterable[Shown], str, int], Iterable[Shown]]
_FIRST = 10


@dataclass(frozen=True)
class Change:
    """How far scores move between two tellings; `first_ten` is the share of rankings whose first ten change."""

    mean: float
    largest: float
    first_ten: float


@dataclass(frozen=True)
class Effect:
    kind: str
    sentence: str
    against_control: Change
    against_nothing: Change


def measure_words_outside(
    profiles: Sequence[Told], listings: Sequence[Document], encoder: Encoder, *, watch: Watch[str] | None = None
) -> list[Effect]:
    """For each sentence, every profile that says it, ranked for every listing among the other profiles."""
    wanted = _encoded(encoder, listings)
    plain = _scores(profiles, wanted, encoder)
    control = _scores([_saying(profile, CONTROL) for profile in profiles], wanted, encoder)
    sentences = {sentence: kind for kind, group in SENTENCES.items() for sentence in group}
    effects = [Effect("control", CONTROL, _change(control, control, plain), _change(plain, control, plain))]
    for sentence in watch(sentences, "Measuring", len(sentences)) if watch else sentences:
        said = _scores([_saying(profile, sentence) for profile in profiles], wanted, encoder)
        effects.append(
            Effect(sentences[sentence], sentence, _change(control, said, plain), _change(plain, said, plain))
        )
    return effects


def _saying(profile: Told, sentence: str) -> Told:
    return replace(profile, summary=f"{profile.summary} {sentence}")


def _scores(profiles: Sequence[Told], wanted: Sequence[FloatMatrix], encoder: Encoder) -> Scores:
    """A row for each listing, a column for each profile: how well their texts meet, the largest part of a match."""
    rows = _encoded(encoder, [read_told(profile) for profile in profiles])
    return np.array([[meet(each, listing).value for each in rows] for listing in wanted], dtype=np.float64)


def _encoded(encoder: Encoder, documents: Sequence[Document]) -> list[FloatMatrix]:
    texts = [[passage.text for passage in split_document(document, encoder)] for document in documents]
    places = {text: place for place, text in enumerate(dict.fromkeys(text for each in texts for text in each))}
    rows = encoder.encode(list(places))
    return [np.stack([rows[places[text]] for text in each]) for each in texts]


def _change(before: Scores, after: Scores, others: Scores) -> Change:
    """One profile at a time says it; the others stand in the ranking as they are written."""
    moved = np.abs(after - before)
    changed = [
        _first_ten(others[listing], profile, before[listing, profile])
        != _first_ten(others[listing], profile, after[listing, profile])
        for listing in range(before.shape[0])
        for profile in range(before.shape[1])
    ]
    return Change(float(moved.mean()), float(moved.max()), float(np.mean(changed)))


def _first_ten(scores: Scores, profile: int, value: float) -> list[int]:
    ranked = scores.copy()
    ranked[profile] = value
    return list(np.lexsort((np.arange(len(ranked)), -ranked))[:_FIRST])
