"""Commands of whoever keeps the mail going: who may not be written to, and streams that go on."""

import asyncio
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from service.cli.mail_checking import check
from service.cli.mail_previewing import preview
from service.cli.terminal import SentenceGroup, fail, out, say

mail = typer.Typer(cls=SentenceGroup, help="Mail: who may not be written to, and what is paused.", no_args_is_help=True)
suppressions = typer.Typer(cls=SentenceGroup, help="Addresses that get no mail.", no_args_is_help=True)
mail.add_typer(suppressions, name="suppressions")
mail.command("check")(check)
mail.command("preview")(preview)


class StreamName(StrEnum):
    ALERTS = "alerts"
    ACCOUNT = "account"


class ReasonName(StrEnum):
    ASKED = "asked"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    OPERATOR = "operator"


@mail.command("resume")
def resume(
    stream: Annotated[StreamName, typer.Argument(help="Which mail.")] = StreamName.ALERTS,
) -> None:
    """Let a paused stream of mail go on at once."""
    was_paused = asyncio.run(_resume(stream))
    say(f"Mail of the stream {stream.value} goes on." if was_paused else f"The stream {stream.value} is not paused.")


@suppressions.command("list")
def list_(
    reason: Annotated[ReasonName | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 50,
) -> None:
    """Print who may not be written to, why and since when; addresses are masked."""
    lines, total = asyncio.run(_list(reason, limit))
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)
    say(f"{len(lines)} of {total} shown." if total else "Nobody is suppressed.")


@suppressions.command("add")
def add(
    address: Annotated[str, typer.Argument(help="The e-mail address.")],
    note: Annotated[str, typer.Option("--because", help="Why, in your words.")],
) -> None:
    """Let an address get no mail from now on, mail that waits included."""
    say(asyncio.run(_add(address, note)))


@suppressions.command("remove")
def remove(address: Annotated[str, typer.Argument(help="The e-mail address.")]) -> None:
    """Let an address get mail again. What its owner stopped stays stopped: only they start it again."""
    lifted = asyncio.run(_remove(address))
    if lifted is None:
        fail("This address is not suppressed.")
    else:
        say(f"It may be written to again; it was suppressed because it {_WHY[ReasonName(lifted)]}.")


_WHY = {
    ReasonName.ASKED: "asked for that",
    ReasonName.BOUNCED: "could not be delivered to",
    ReasonName.COMPLAINED: "called our mail junk",
    ReasonName.OPERATOR: "was added here",
}


async def _resume(stream: StreamName) -> bool:
    from service.cli.opening import opened_session
    from service.mail.streams.actions import resume_stream
    from service.mail.streams.models import Stream
    from service.settings import load_settings

    async with opened_session(load_settings()) as session:
        return await resume_stream(session, Stream(stream.value), now=datetime.now(UTC))


async def _list(reason: ReasonName | None, limit: int) -> tuple[list[str], int]:
    from service.cli.opening import opened_session
    from service.mail.addresses import mask_address
    from service.mail.models import SuppressionReason
    from service.mail.queries import count_suppressions, list_suppressions
    from service.settings import load_settings

    wanted = SuppressionReason(reason.value) if reason else None
    async with opened_session(load_settings()) as session:
        found = await list_suppressions(session, reason=wanted, limit=limit)
        counts = await count_suppressions(session)
    lines = [
        f"{each.created_at:%Y-%m-%d}  {each.reason.value:<10}  {mask_address(each.folded_address)}"
        + (f"  {each.note}" if each.note else "")
        for each in found
    ]
    return lines, counts.get(wanted, 0) if wanted else sum(counts.values())


async def _add(address: str, note: str) -> str:
    from service.cli.opening import opened_session
    from service.mail.addresses import parse_address
    from service.mail.models import SuppressionReason
    from service.mail.queries import add_suppression, find_suppression
    from service.settings import load_settings

    folded = parse_address(address).folded
    async with opened_session(load_settings()) as session:
        earlier = await find_suppression(session, folded)
        await add_suppression(session, folded, SuppressionReason.OPERATOR, note=note[:200])
    if earlier is not None and earlier is not SuppressionReason.ASKED:
        return f"It was suppressed already, because it {_WHY[ReasonName(earlier.value)]}."
    return "It gets no mail from now on."


async def _remove(address: str) -> str | None:
    from service.cli.opening import opened_session
    from service.mail.addresses import parse_address
    from service.mail.returns.actions import lift
    from service.settings import load_settings

    async with opened_session(load_settings()) as session:
        lifted = await lift(session, parse_address(address).folded)
    return lifted.value if lifted else None
