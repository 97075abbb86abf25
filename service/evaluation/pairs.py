"""Every pair of a query and a document with its score and its grade, for fitting and checking a calibration."""

from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.encoder import Encoder, FloatMatrix
from service.evaluation.configuration import SERVING, Configuration
from service.evaluation.ranking import Corpus, index_corpus, read_wanted_sides
from service.evaluation.tasks import RELEVANT, Half, Task, half_of
from service.search.actions import rank

# The tasks whose judges read every listing, so that what has no judgement is known to be wrong.
JUDGED_WHOLE = ("sample-descriptions", "sample-profiles")


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """`grade` is 0 where nobody judged the pair."""

    query: str
    document: str
    score: float
    grade: int
    half: Half

    @property
    def relevant(self) -> bool:
        return self.grade >= RELEVANT


def scored_pairs(task: Task, encoder: Encoder, configuration: Configuration = SERVING) -> Iterator[ScoredPair]:
    """All pairs that no place parts, queries that nothing answers included: a calibration must know those as well."""
    corpus = index_corpus(task, encoder, configuration)
    documents = corpus.scored(all_rows(corpus))
    for query, wanted in read_wanted_sides(task, encoder, configuration).items():
        grades, half = task.judgements.get(query, {}), half_of(query)
        allowed = corpus.allowed(task.queries[query])
        near = documents if allowed is None else {number: documents[number] for number in allowed}
        for number, score in rank(wanted, near):
            document = corpus.names[number]
            yield ScoredPair(query, document, score.value, grades.get(document, 0), half)


def all_rows(corpus: Corpus) -> dict[int, FloatMatrix]:
    """The rows of every document by its number."""
    held = {number: corpus.index.rows_of(number) for number in range(len(corpus.names))}
    return {number: rows for number, rows in held.items() if rows is not None}
