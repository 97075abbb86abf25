"""Whether new listings reach the alerts they fit: the pairs that alerts look at, against those that a scan accepts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from embeddings.encoder import Encoder
from embeddings.faiss_index import FaissIndex
from service.alerts.finding import pairs_within_reach
from service.alerts.rules import strong_enough
from service.evaluation.configuration import SERVING
from service.evaluation.ranking import Asked, Corpus, Ranked, index_corpus, read_queries, score_documents
from service.evaluation.tasks import Task
from service.matching.levels import accepts
from service.search.levels import Level
from service.search.lexical.idf import required

LEAST_REACHED = 0.99


@dataclass(frozen=True)
class Reached:
    """Of the pairs that scoring all of them accepts at a level, how many alerts look at."""

    level: Level
    accepted: int
    found: int

    @property
    def share(self) -> float:
        return self.found / self.accepted if self.accepted else 1.0

    @property
    def enough(self) -> bool:
        return self.share >= LEAST_REACHED


def measure_reach(tasks: Iterable[Task], encoder: Encoder) -> list[Reached]:
    """Each query as an alert, each document as a listing that just opened, over all tasks together."""
    accepted, found = Counter[Level](), Counter[Level]()
    for task in tasks:
        for levels, within_reach in _accepted_pairs(task, encoder):
            accepted.update(levels)
            found.update(levels if within_reach else ())
    return [Reached(level, accepted[level], found[level]) for level in Level]


def _accepted_pairs(task: Task, encoder: Encoder) -> Iterator[tuple[list[Level], bool]]:
    """For every pair that the filters allow, the levels that accept it and whether alerts look at it."""
    corpus = index_corpus(task, encoder, SERVING)
    listings, numbers = corpus.rows(), {name: number for number, name in enumerate(corpus.names)}
    alerts = dict(enumerate(read_queries(task, encoder, SERVING).values()))
    index = FaissIndex.empty(encoder.dimension)
    index.replace_many({alert: asked.wanted.rows for alert, asked in alerts.items()})
    within = set(pairs_within_reach(index, listings)).union(_pairs_by_words(corpus, alerts))
    for alert, asked in alerts.items():
        allowed = {number: rows for number, rows in listings.items() if asked.allows(number)}
        for ranked in score_documents(corpus, asked, allowed):
            levels = [level for level in Level if _accepts(level, ranked)]
            yield levels, (alert, numbers[ranked.document]) in within


def _pairs_by_words(corpus: Corpus, alerts: Mapping[int, Asked]) -> Iterator[tuple[int, int]]:
    """As PostgreSQL finds them: the alerts of which a listing affirms a required word."""
    for alert, asked in alerts.items():
        words = set(required(asked.wanted.heavy_terms))
        yield from (
            (alert, number) for number in range(len(corpus.names)) if words & corpus.words.words_of(number).terms
        )


def _accepts(level: Level, ranked: Ranked) -> bool:
    return strong_enough(ranked.value, level) if ranked.pair is None else accepts(level, ranked.pair)
