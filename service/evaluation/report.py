"""A run's outcome for people: a table for each task, what the comparison says, and the queries that went worst."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from embeddings.metrics import HIT10, MAP, METRICS, MRR, NDCG10, RECALL10, RECALL100
from service.evaluation.outcome import Figures, Outcome
from service.evaluation.reliability import Reliability
from service.evaluation.resampling import Interval, Paired
from service.evaluation.reverse import Reached
from service.evaluation.tasks import Half

_WORDS = {
    MRR: "MRR",
    MAP: "MAP",
    NDCG10: "nDCG@10",
    RECALL10: "recall@10",
    RECALL100: "recall@100",
    HIT10: "right in first 10",
}
_HALVES = {Half.ALL: "", Half.FIT: " of the half to fit on", Half.ASIDE: " of the half set aside"}


def print_outcome(console: Console, outcome: Outcome) -> None:
    console.print(_figures_table(outcome))
    if outcome.left_out:
        console.print(f"{outcome.left_out} more queries have no right answer and are not measured here.")
    if outcome.against is not None and outcome.compared is not None:
        console.print(_comparison_table(outcome, outcome.against))
    if outcome.worst:
        console.print(_worst_table(outcome))


def print_reach(console: Console, levels: Iterable[Reached]) -> None:
    table = Table("level", "pairs accepted", "found in reverse", "share", title="New listings reach their alerts")
    for each in levels:
        table.add_row(each.level.value, f"{each.accepted:,}", f"{each.found:,}", f"{each.share:.2%}")
    console.print(table)


def print_reliability(console: Console, name: str, found: Reliability) -> None:
    table = Table("chance", "pairs", "relevant", "expected", "seen", title=escape(f"{name}: expected against seen"))
    for step in found.steps:
        between = f"{step.least:.0%} to {step.most:.0%}"
        seen = f"{step.seen:.3f} {_interval(step.interval)}"
        table.add_row(between, f"{step.pairs:,}", f"{step.relevant:,}", f"{step.expected:.3f}", seen)
    console.print(table)
    console.print(
        f"{found.pairs:,} pairs of {found.queries:,} queries: {found.base_rate:.3f} are relevant, "
        f"{found.expected:.3f} were expected. Brier score {found.brier:.4f}, of the base rate alone "
        f"{found.brier_of_base_rate:.4f}. Expected and seen differ by {found.calibration_error:.4f} on average."
    )


def _figures_table(outcome: Outcome) -> Table:
    queries = f"{outcome.queries:,} queries{_HALVES[outcome.half]}"
    table = Table(title=escape(f"{outcome.name}: {queries}, {outcome.documents:,} documents"))
    table.add_column("")
    columns = [outcome.figures, *([outcome.against] if outcome.against else [])]
    for figures in columns:
        table.add_column(escape(str(figures.configuration)), justify="right")
    for metric in METRICS:
        table.add_row(_WORDS[metric], *(_figure(figures, metric) for figures in columns))
    return table


def _comparison_table(outcome: Outcome, against: Figures) -> Table:
    title = f"{outcome.figures.configuration} against {against.configuration}"
    table = Table("", "difference", "wins", "losses", "ties", "p", title=escape(title))
    for metric, paired in (outcome.compared or {}).items():
        counts = (str(count) for count in (paired.wins, paired.losses, paired.ties))
        table.add_row(_WORDS[metric], _difference(paired), *counts, f"{paired.p:.4f}")
    return table


def _worst_table(outcome: Outcome) -> Table:
    table = Table("query", "asked", "came first", "right answer", "its place", title="Went worst")
    for each in outcome.worst:
        place = "not found" if each.place is None else str(each.place)
        table.add_row(*(escape(cell) for cell in (each.query, each.text, each.first, each.answer, place)))
    return table


def _figure(figures: Figures, metric: str) -> str:
    return f"{figures.means[metric]:.3f} {_interval(figures.intervals[metric])}"


def _difference(paired: Paired) -> str:
    return f"{paired.difference:+.3f} {_interval(paired.interval, sign='+')}"


def _interval(interval: Interval, *, sign: str = "") -> str:
    return escape(f"[{interval.low:{sign}.3f} to {interval.high:{sign}.3f}]")
