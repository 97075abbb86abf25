"""Commands about this installation's mail."""

import typer

from service.cli.mail_checking import check
from service.cli.terminal import SentenceGroup

mail = typer.Typer(cls=SentenceGroup, help="Mail of this installation.", no_args_is_help=True)
mail.command("check")(check)


@mail.callback()
def _group() -> None:
    """Keep `check` a word of its own while it is the only one."""
