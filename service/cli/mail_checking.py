"""The command that checks this installation's mail against the rules of the large providers. It needs no database."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.terminal import out

if TYPE_CHECKING:
    from service.settings import Settings

# What is asked of the settings, and not of these: the command also works where nothing else is set up yet.
_UNUSED = {
    "database_url": "postgresql://unused/unused",
    "redis_url": "redis://unused",
    "data_folder": "unused",
    "secret_key": "unused" * 6,
}


def check(
    seconds: Annotated[
        float, typer.Option(min=0.1, max=60, help="How long each answer of a server is waited for.")
    ] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which DNS records this installation's mail needs, and what Gmail, Yahoo and Microsoft would find wrong.

    Ends with 1 if a check fails.
    """
    from service.mail_check import report
    from service.mail_check.checking import check_mail, describe

    settings = _mail_settings()
    installation, made = describe(settings), asyncio.run(check_mail(settings, seconds=seconds))
    if as_json:
        print(json.dumps(report.as_json(installation, made), ensure_ascii=False, indent=2))
    else:
        report.print_report(out, installation, made)
    if made.failed:
        raise typer.Exit(1)


def _mail_settings() -> "Settings":
    from service.settings import load_settings

    return load_settings(**_UNUSED)
