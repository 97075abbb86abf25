"""Progress on a terminal while something takes long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

Advance = Callable[[int, int], None]
"""Says how much is done, and of how many."""


@contextmanager
def progress_bar(console: Console, what: str, *, each: Callable[[], None] = lambda: None) -> Iterator[Advance]:
    """A bar from the first advance on; on something that is no terminal, one line at the end.

    `each` runs at every advance, and may raise to end what is advancing.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=None, visible=False)

        def advance(done: int, total: int) -> None:
            each()
            progress.update(task, completed=done, total=total, visible=True)

        yield advance
