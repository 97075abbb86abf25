"""How commands speak: results on standard output, everything else on standard error, failures as one sentence."""

from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from embeddings.errors import EmbeddingsError
from service.errors import ServiceError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class SentenceGroup(TyperGroup):
    """Commands whose expected failures reach a person as a sentence and a script as exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ServiceError as error:
            fail(error.message)
        except EmbeddingsError as error:
            fail(str(error))


def fail(sentence: str) -> None:
    say(sentence)
    raise typer.Exit(1)


def say(sentence: str) -> None:
    """Print on standard error exactly what is given, which may quote a file or a setting."""
    err.print(sentence, markup=False, soft_wrap=True)
