"""`rolecall canary`: a test listing sent off, and followed until its mail is in the test mailbox."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.terminal import fail, out, say

if TYPE_CHECKING:
    from service.canary.flight import Landed
    from service.canary.models import Stage

NO_ADDRESS = (
    "Set ROLECALL_CANARY_ADDRESS to a mailbox that is nobody's, and ROLECALL_CANARY_IMAP_HOST, _USERNAME and _PASSWORD"
    " to how it is read."
)


def canary(
    within: Annotated[
        int | None,
        typer.Option(min=5, max=3600, help="Seconds in which the mail must arrive. Default: ROLECALL_CANARY_SECONDS."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object; the stages go to stderr.")] = False,
) -> None:
    """Post a test listing and wait until its alert's mail is in the test mailbox. Exit code 1 when it is not in time.

    Nobody but the canary's own alert is told of the listing, and nothing else finds it. It is deleted afterwards.
    """
    print_line = say if as_json else lambda line: out.print(line, markup=False, soft_wrap=True)
    landed = asyncio.run(_fly(within, print_line))
    if as_json:
        print(json.dumps(as_answer(landed), ensure_ascii=False))
    else:
        for line in lines_about(landed):
            print_line(line)
    if landed.seconds is None:
        raise typer.Exit(1)


def as_answer(landed: "Landed") -> dict[str, Any]:
    return {
        "arrived": landed.seconds is not None,
        "state": landed.state.value,
        "seconds": landed.seconds,
        "stages": {stage.value: seconds for stage, seconds in landed.stages.items()},
        "missing": landed.missing.value if landed.missing else None,
        "look_at": landed.error,
        "server_said": landed.said,
    }


def lines_about(landed: "Landed") -> list[str]:
    if landed.seconds is not None:
        return [f"Arrived {landed.seconds:.1f} s after it was posted."]
    late = landed.state.value == "late"
    lines = [f"Late: not {landed.missing} in time." if late else f"It cannot arrive: it was not {landed.missing}."]
    lines += [landed.error] if landed.error else []
    return lines + ([f"The mail server said: {landed.said}"] if landed.said else [])


async def _fly(within: int | None, print_line: Callable[[str], None]) -> "Landed":
    from service.canary.actions import begin_run
    from service.canary.flight import fly
    from service.cli.opening import opened_database
    from service.migrations.checking import check_database
    from service.settings import load_settings

    settings = load_settings()
    if settings.canary_address is None:
        fail(NO_ADDRESS)
    allowed = timedelta(seconds=within or settings.canary_seconds)

    def note(stage: "Stage", seconds: float) -> None:
        print_line(f"  {stage.value:<9} {seconds:6.1f} s")

    async with opened_database(settings) as database:
        await check_database(database)
        async with database.transaction() as session:
            run = await begin_run(session, within=allowed, now=datetime.now(UTC))
        return await fly(database, settings, run, within=allowed, note=note)
