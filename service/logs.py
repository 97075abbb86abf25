"""Logs: one event a line to standard error, without addresses, texts or anything else of a person."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from embeddings.errors import EmbeddingsError
from service.errors import ServiceError

_QUIET = ("httpx", "httpcore", "arq", "sentence_transformers", "urllib3", "mail.log", "alembic", "faiss")
_SAY_NOTHING_OF_PERSONS = (ServiceError, EmbeddingsError, OSError)

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_logs(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def name_error(error: BaseException) -> str:
    """An error without what it says, unless it is one whose words are ours: a database quotes whole rows in its own."""
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None)
    said = f": {error}" if isinstance(error, _SAY_NOTHING_OF_PERSONS) else f" (SQLSTATE {sqlstate})" if sqlstate else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{said}"


class PrivateFormatter(logging.Formatter):
    """Tracebacks with every frame and every error's name, but only our own errors' words."""

    def formatException(self, ei: ExceptionInfo) -> str:
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""


def _told(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _told(cause)
        yield "then:"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    yield name_error(error)
