"""Whether new listings reach the alerts they fit: the pairs that alerts look at, against those that a scan accepts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.encoder import Encoder
from embeddings.faiss_index import FaissIndex
from service.alerts.finding import pairs_within_reach
from service.alerts.rules import strong_enough
from service.evaluation.configuration import SERVING
from service.evaluation.pairs import all_rows
from service.evaluation.ranking import index_corpus, read_wanted_sides
from service.evaluation.tasks import Task
from service.search.actions import rank
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


@dataclass(frozen=True)
class _Pair:
    score: float
    within_reach: bool


def measure_reach(tasks: Iterable[Task], encoder: Encoder) -> list[Reached]:
    """Each query as an alert, each document as a listing that just opened, over all tasks together."""
    pairs = [pair for task in tasks for pair in _pairs(task, encoder)]
    return [_reached(level, pairs) for level in Level]


def _pairs(task: Task, encoder: Encoder) -> Iterator[_Pair]:
    corpus = index_corpus(task, encoder, SERVING)
    listings = all_rows(corpus)
    documents = corpus.scored(listings)
    read = read_wanted_sides(task, encoder, SERVING)
    sides, asked = dict(enumerate(read.values())), [task.queries[query] for query in read]
    alerts = FaissIndex.empty(encoder.dimension)
    alerts.replace_many({alert: wanted.rows for alert, wanted in sides.items()})
    within = set(pairs_within_reach(alerts, listings))
    for alert, wanted in sides.items():
        words = set(required(wanted.heavy_terms))
        within |= {(alert, listing) for listing in listings if words & corpus.words.words_of(listing).terms}
    for alert, wanted in sides.items():
        allowed = corpus.allowed(asked[alert])
        for listing, score in rank(wanted, documents):
            if allowed is not None and listing not in allowed:
                continue
            yield _Pair(score.value, (alert, listing) in within)


def _reached(level: Level, pairs: Iterable[_Pair]) -> Reached:
    accepted = [pair for pair in pairs if strong_enough(pair.score, level)]
    return Reached(level, len(accepted), sum(pair.within_reach for pair in accepted))
