"""Running tasks: find them by name or folder, rank them, measure what came out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from embeddings.encoder import Encoder
from service.errors import Invalid
from service.evaluation.beir import read_folder
from service.evaluation.built_in import BUILT_IN, read_built_in
from service.evaluation.configuration import Configuration
from service.evaluation.outcome import Outcome, compared, figures_of, worst_queries
from service.evaluation.ranking import DEPTH, Watch, rank_task, unwatched
from service.evaluation.tasks import Half, Task, halved


class UnknownTask(Invalid):
    code = "unknown-task"


EncoderOf = Callable[[Configuration], Encoder]


def find_tasks(named: Sequence[str], *, half: Half = Half.ALL) -> list[Task]:
    """The tasks of these names or folders, or else all that come with Rolecall; raises UnknownTask or TaskDamaged."""
    tasks = [halved(_find_task(name), half) for name in named or BUILT_IN]
    names = [task.name for task in tasks]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnknownTask(f"Two tasks are called {twice[0]}: run one at a time, or rename a folder.")
    empty = next((task.name for task in tasks if not task.answerable), None)
    if empty is not None:
        raise UnknownTask(
            f"No query of {empty} has a right answer in this half ({half.value}): there is nothing to measure."
        )
    return tasks


def run_task(
    task: Task,
    encoder_of: EncoderOf,
    configuration: Configuration,
    *,
    against: Configuration | None = None,
    worst: int = 0,
    depth: int = DEPTH,
    watch: Watch = unwatched,
) -> Outcome:
    rankings = rank_task(task, encoder_of(configuration), configuration, depth=depth, watch=watch)
    figures = figures_of(task, rankings, configuration)
    others = None
    if against is not None:
        others = figures_of(task, rank_task(task, encoder_of(against), against, depth=depth, watch=watch), against)
    return Outcome(
        name=task.name,
        half=task.half,
        queries=len(task.answerable),
        left_out=len(task.judgements) - len(task.answerable),
        documents=len(task.entries),
        figures=figures,
        worst=worst_queries(task, rankings, figures, count=worst),
        against=others,
        compared=None if others is None else compared(figures, others),
    )


def _find_task(name: str) -> Task:
    if name in BUILT_IN:
        return read_built_in(name)
    folder = Path(name)
    if not folder.is_dir():
        raise UnknownTask(f"{name!r} is no folder, and no task that comes with Rolecall: {', '.join(BUILT_IN)} are.")
    return read_folder(folder)
