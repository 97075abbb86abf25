"""Waiting for a step of the story: not for ever, and not once a signal came or a part of the installation ended."""

import time
from collections.abc import Callable

from service.errors import ServiceError

PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.05


class StepMissing(ServiceError):
    """Something of the story did not happen in time."""

    code = "step-missing"


class Waiting:
    """`checks` raise when there is nothing to wait for any more."""

    def __init__(self, *checks: Callable[[], None]) -> None:
        self._checks = checks

    def until(self, happened: Callable[[], bool], *, otherwise: str) -> None:
        """Return once it has happened; raises StepMissing, beginning with `otherwise`, when it has not in time."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            for check in self._checks:
                check()
            if happened():
                return
            if time.monotonic() > give_up_at:
                raise StepMissing(f"{otherwise} within {PATIENCE_SECONDS:.0f} s.")
            time.sleep(_LOOK_SECONDS)
