"""The command that adapts the packaged model to the language of jobs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.terminal import err, out

if TYPE_CHECKING:
    from embeddings.training.train import Progress


def train(
    folder: Annotated[Path, typer.Argument(help="Where the adapter is written; made if it is not there.")],
    steps: Annotated[int | None, typer.Option(min=1, help="Train so many steps instead of the recipe's.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Draw from another seed than the recipe's.")] = None,
) -> None:
    """Train the job adapter on ESCO's occupations and how people ask for them; about an hour on one core."""
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from embeddings.training.train import Recipe, described, train_adapter

    recipe = Recipe()
    recipe = replace(recipe, steps=steps or recipe.steps, seed=recipe.seed if seed is None else seed)
    columns = (TextColumn("Training"), BarColumn(), TextColumn("loss {task.fields[loss]}"), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        shown = bar.add_task("", total=recipe.steps, loss="")

        def watch(progress: "Progress") -> None:
            bar.update(shown, completed=progress.step, loss=f"{progress.loss:.3f}")

        adapter = train_adapter(folder, recipe, watch=watch)
    (folder / "trained.json").write_text(json.dumps({**described(recipe), "digest": adapter.digest}, indent=2) + "\n")
    out.print(f"Wrote {folder}. Measure it with: rolecall evaluate melo-dev --with adapter={folder}")
