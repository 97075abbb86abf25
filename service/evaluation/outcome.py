"""What a run found: figures with their intervals, two configurations compared, and the queries that went worst."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embeddings.metrics import METRICS, MRR, NDCG10, Values, measure
from service.evaluation.configuration import Configuration
from service.evaluation.ranking import Rankings
from service.evaluation.resampling import Interval, Paired, bootstrap, compare
from service.evaluation.tasks import RELEVANT, Half, Task

# The metric that says how badly a query went, and the one that decides between equals.
_WORST_BY = (MRR, NDCG10)


@dataclass(frozen=True)
class Figures:
    """One configuration's figures: each metric's mean with its interval, and its value for each query."""

    configuration: Configuration
    values: Mapping[str, Values]
    means: Mapping[str, float]
    intervals: Mapping[str, Interval]


@dataclass(frozen=True)
class WorstQuery:
    """`place` is where the best-placed right answer came, from 1; None where it was not among what was scored."""

    query: str
    text: str
    first: str
    answer: str
    place: int | None


@dataclass(frozen=True)
class Outcome:
    """One task's run; `against` and `compared` are there when two configurations ran."""

    name: str
    half: Half
    queries: int
    left_out: int
    documents: int
    figures: Figures
    worst: tuple[WorstQuery, ...] = ()
    against: Figures | None = None
    compared: Mapping[str, Paired] | None = None


def figures_of(task: Task, rankings: Rankings, configuration: Configuration) -> Figures:
    names = {query: [ranked.document for ranked in ranking] for query, ranking in rankings.items()}
    values = measure(task.answerable, names)
    return Figures(
        configuration=configuration,
        values=values,
        means={metric: float(values[metric].mean()) for metric in METRICS},
        intervals={metric: bootstrap(values[metric]) for metric in METRICS},
    )


def compared(figures: Figures, against: Figures) -> dict[str, Paired]:
    """Query by query; positive differences are in favour of `figures`."""
    return {metric: compare(figures.values[metric], against.values[metric]) for metric in METRICS}


def worst_queries(task: Task, rankings: Rankings, figures: Figures, *, count: int) -> tuple[WorstQuery, ...]:
    """The queries whose answer came last, each with what came first instead."""
    badness = zip(*(figures.values[metric] for metric in _WORST_BY), strict=True)
    ordered = sorted(zip(badness, task.answerable, strict=True), key=lambda pair: pair[0])
    return tuple(_worst(task, rankings, query) for _, query in ordered[:count])


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The metrics as numbers under their names; everything else beside them."""
    shown: dict[str, Any] = {
        **outcome.figures.means,
        "intervals": _intervals(outcome.figures),
        "configuration": str(outcome.figures.configuration),
        "half": outcome.half.value,
        "queries": outcome.queries,
        "left_out": outcome.left_out,
        "documents": outcome.documents,
    }
    if outcome.worst:
        shown["worst"] = [vars(each) for each in outcome.worst]
    if outcome.against is not None and outcome.compared is not None:
        shown["against"] = {
            **outcome.against.means,
            "intervals": _intervals(outcome.against),
            "configuration": str(outcome.against.configuration),
        }
        shown["compared"] = {metric: _paired(paired) for metric, paired in outcome.compared.items()}
    return shown


def _worst(task: Task, rankings: Rankings, query: str) -> WorstQuery:
    right = {document for document, grade in task.answerable[query].items() if grade >= RELEVANT}
    ranking = [ranked.document for ranked in rankings[query]]
    found = next(((place, document) for place, document in enumerate(ranking, start=1) if document in right), None)
    answer = found[1] if found else max(sorted(right), key=task.answerable[query].__getitem__)
    return WorstQuery(
        query=query,
        text=task.queries[query].text,
        first=task.entries[ranking[0]].document.title if ranking else "",
        answer=task.entries[answer].document.title,
        place=found[0] if found else None,
    )


def _intervals(figures: Figures) -> dict[str, list[float]]:
    return {metric: [interval.low, interval.high] for metric, interval in figures.intervals.items()}


def _paired(paired: Paired) -> dict[str, Any]:
    return {**vars(paired), "interval": [paired.interval.low, paired.interval.high]}
