"""What a worker writes to its supervisor through a pipe, and how each learns of the other's end."""

import asyncio
import contextlib
import os
from collections.abc import Callable

# The variable that tells a child which of its descriptors is the pipe; without it nobody looks.
PIPE = "ROLECALL_BEAT"


def pipe_to_supervisor() -> int | None:
    return int(os.environ[PIPE]) if PIPE in os.environ else None


def beat_into(pipe: int | None) -> Callable[[], None]:
    """A sign of life, each time it is called."""

    def beat() -> None:
        # Who is behind with reading has signs enough; that nobody reads any more is told by `when_unsupervised`.
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            if pipe is not None:
                os.write(pipe, b".")

    return beat


def when_unsupervised(pipe: int, then: Callable[[], object]) -> None:
    """Call `then` once when the supervisor has gone, however it went."""
    loop = asyncio.get_running_loop()

    def gone() -> None:
        loop.remove_reader(pipe)
        then()

    # The end that is written to becomes readable only when the other end is closed.
    loop.add_reader(pipe, gone)
