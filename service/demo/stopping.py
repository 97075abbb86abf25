"""How a signal ends a command of many parts: it is noted, and looked for wherever the command waits.

Nothing is raised from a signal's handler: Python drops what is raised there while an object is being finalised.
"""

import signal
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """A signal asked for the end."""


class Stopping:
    """While it lasts, the signals that would end this process at once are noted instead."""

    def __init__(self) -> None:
        self.asked = False

    def check(self) -> None:
        """Raise Stopped once a signal came."""
        if self.asked:
            raise Stopped

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
