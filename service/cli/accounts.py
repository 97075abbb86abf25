"""Commands that let somebody in: an API key for a program, a one-time link for a recruiter or an operator."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.terminal import SentenceGroup

_SCOPES = "What the key may do, once for each. Default: all that is about its organisation, so not `operations`."
key = typer.Typer(cls=SentenceGroup, help="API keys of organisations.", no_args_is_help=True)
link = typer.Typer(cls=SentenceGroup, help="Links that let people in.", no_args_is_help=True)


@key.callback()
def _group() -> None:
    """Keep `create` a word of its own while it is the only one."""


@key.command("create")
def create_key(
    organisation: Annotated[str, typer.Argument(help="Name of the organisation; made when there is none of it.")],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "command line",
    scope: Annotated[list[str] | None, typer.Option(help=_SCOPES)] = None,
) -> None:
    """Make an API key and print its secret, which is shown this once and stored nowhere."""
    print(asyncio.run(_create_key(organisation, name, scope or [])))


@link.command("recruiter")
def recruiter_link(
    organisation: Annotated[str | None, typer.Argument(help="Name of the organisation; default: the first.")] = None,
) -> None:
    """Print a link that lets a recruiter in, once and within 15 minutes."""
    print(asyncio.run(_recruiter_link(organisation)))


@link.command("operator")
def operator_link() -> None:
    """Print a link that lets in who runs this installation, once and within 15 minutes."""
    print(asyncio.run(_operator_link()))


async def _create_key(organisation: str, name: str, scopes: list[str]) -> str:
    from service.accounts.actions import create_key, put_organisation
    from service.accounts.models import ORGANISATION_SCOPES, Scope
    from service.cli.opening import opened_session
    from service.settings import load_settings

    unknown = [scope for scope in scopes if scope not in set(Scope)]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is no scope: there are {', '.join(Scope)}", param_hint="--scope")
    async with opened_session(load_settings()) as session:
        owner = await put_organisation(session, organisation)
        chosen = [Scope(scope) for scope in scopes] or ORGANISATION_SCOPES
        return await create_key(session, owner, name=name, scopes=chosen)


async def _recruiter_link(organisation: str | None) -> str:
    from service.accounts.entering import make_entrance
    from service.cli.opening import opened_session, organisation_named
    from service.settings import load_settings

    settings = load_settings()
    async with opened_session(settings) as session:
        owner = await organisation_named(session, organisation)
        return await make_entrance(session, owner, settings, now=datetime.now(UTC))


async def _operator_link() -> str:
    from service.accounts.entering import make_operator_entrance
    from service.cli.opening import opened_session
    from service.settings import load_settings

    settings = load_settings()
    async with opened_session(settings) as session:
        return await make_operator_entrance(session, settings, now=datetime.now(UTC))
