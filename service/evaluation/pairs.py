"""Every pair of a query and a document with its score and its grade, for fitting and checking a calibration."""

from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.encoder import Encoder
from service.evaluation.configuration import SERVING, Configuration
from service.evaluation.ranking import index_corpus, read_queries, score_documents
from service.evaluation.tasks import RELEVANT, Half, Task, half_of

# The tasks whose judges read every listing, so that what has no judgement is known to be wrong.
JUDGED_WHOLE = ("sample-descriptions", "sample-profiles")


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """`grade` is 0 where nobody judged the pair.

    A pair that is not `shown` never reaches anybody as a match: the query's filters or a deal-breaker rule it out.
    """

    query: str
    document: str
    score: float
    grade: int
    half: Half
    shown: bool = True

    @property
    def relevant(self) -> bool:
        return self.grade >= RELEVANT


def scored_pairs(task: Task, encoder: Encoder, configuration: Configuration = SERVING) -> Iterator[ScoredPair]:
    """All pairs of the task, queries that nothing answers included: a calibration must know those as well."""
    corpus = index_corpus(task, encoder, configuration)
    rows, numbers = corpus.rows(), {name: number for number, name in enumerate(corpus.names)}
    for query, asked in read_queries(task, encoder, configuration).items():
        grades, half = task.judgements.get(query, {}), half_of(query)
        for ranked in score_documents(corpus, asked, rows):
            broken = ranked.pair is not None and ranked.pair.broken
            shown = asked.allows(numbers[ranked.document]) and not broken
            yield ScoredPair(query, ranked.document, ranked.value, grades.get(ranked.document, 0), half, shown)
