"""Which texts a training step compares, and which occupation each belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from embeddings.esco.occupations import Occupation
from embeddings.training.wording import name_as_written, sentences

# Occupations of one minor group are each other's hardest negatives: so many of each group come together.
FROM_ONE_GROUP = 12
MINOR_GROUP_DIGITS = 3


@dataclass(frozen=True)
class Batch:
    """`occupations` holds, for each text, the number of the occupation that it speaks of."""

    texts: tuple[str, ...]
    occupations: tuple[int, ...]


@dataclass(frozen=True)
class Mix:
    """What a batch is made of: how many occupations, and how often each brings another kind of text."""

    occupations: int = 100
    second_name: float = 0.4
    sentence: float = 0.4
    plain_words: float = 0.5
    from_shared_groups: float = 0.5


class Batches:
    """Draws batches for ever; the same seed draws the same. `plain_words` are texts by the occupation's URI."""

    def __init__(
        self,
        occupations: tuple[Occupation, ...],
        mix: Mix,
        random: Random,
        *,
        plain_words: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._occupations = occupations
        self._plain_words = [plain_words[each.uri] for each in occupations]
        self._sentences = [sentences(each) for each in occupations]
        self._mix = mix
        self._random = random
        groups: dict[str, list[int]] = {}
        for number, occupation in enumerate(occupations):
            groups.setdefault(occupation.isco_group[:MINOR_GROUP_DIGITS], []).append(number)
        self._groups = list(groups.values())

    def draw(self) -> Batch:
        texts: list[str] = []
        numbers: list[int] = []
        for number in self._drawn_occupations():
            drawn = self._texts_of(number)
            texts += drawn
            numbers += [number] * len(drawn)
        return Batch(tuple(texts), tuple(numbers))

    def _drawn_occupations(self) -> list[int]:
        count = min(self._mix.occupations, len(self._occupations))
        if self._random.random() >= self._mix.from_shared_groups:
            return self._random.sample(range(len(self._occupations)), count)
        self._random.shuffle(self._groups)
        drawn: list[int] = []
        for group in self._groups:
            drawn += self._random.sample(group, min(FROM_ONE_GROUP, len(group)))
            if len(drawn) >= count:
                break
        return drawn[:count]

    def _texts_of(self, number: int) -> list[str]:
        occupation, random = self._occupations[number], self._random
        texts = [name_as_written(occupation, random)]
        if random.random() < self._mix.second_name:
            texts.append(random.choice(occupation.labels))
        if random.random() < self._mix.sentence:
            texts.append(random.choice(self._sentences[number]))
        if random.random() < self._mix.plain_words:
            texts.append(random.choice(self._plain_words[number]))
        return texts


def occupations_by_name(occupations: tuple[Occupation, ...]) -> Mapping[str, frozenset[int]]:
    """Which occupations each name belongs to, folded: a shared name is nobody's negative."""
    named: dict[str, set[int]] = {}
    for number, occupation in enumerate(occupations):
        for label in occupation.labels:
            named.setdefault(label.casefold(), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in named.items()}
