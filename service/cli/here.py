"""Commands that need nothing else on the machine: everything embedded, kept or for a demonstration."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from service.cli.terminal import err, out, say


def run(
    folder: Annotated[
        Path | None, typer.Option(envvar="ROLECALL_DATA_FOLDER", help="Where data and logs are kept.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the web pages, or the next free one.")] = 8000,
    database_url: Annotated[
        str, typer.Option(envvar="ROLECALL_DATABASE_URL", help="A PostgreSQL to use; default: one of our own.")
    ] = "",
    redis_url: Annotated[
        str, typer.Option(envvar="ROLECALL_REDIS_URL", help="A Redis to use; default: one of our own.")
    ] = "",
) -> None:
    """Run everything on this machine, with sample data: database, web, worker and a mail catcher."""
    from service.demo import running

    wanted = running.Wanted(
        folder=folder or running.default_folder(os.environ, directory=Path.cwd()),
        web_port=port,
        database_url=database_url,
        redis_url=redis_url,
    )
    running.run(wanted, console=out)


def demo(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Show it all on an installation of its own, gone afterwards: searches, an alert, a new listing, its mail."""
    from service.demo.demonstration import demonstrate
    from service.demo.stopping import Stopped

    try:
        outcome = demonstrate(console=err if as_json else out)
    except Stopped:
        say("Stopped.")
        raise typer.Exit(130) from None
    if as_json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False))
