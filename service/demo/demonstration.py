"""`rolecall demo`: an installation of its own in a temporary folder, the story told on it, and nothing left of it."""

import asyncio
import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import httpx
from rich.console import Console

from service.demo.first_start import count_waiting, make_key, prepare
from service.demo.installation import (
    Ports,
    answers,
    child_environment,
    has_worker,
    settings_from,
    web_process,
    without_own_settings,
    worker_process,
)
from service.demo.outcome import Outcome
from service.demo.progress import progress_bar
from service.demo.story import tell
from service.demo.visitor import PATIENCE_SECONDS, StepMissing
from service.embedded.child import last_lines
from service.embedded.ports import any_port
from service.embedded.processes import Command
from service.embedded.stack import Stack
from service.settings import Settings

_LOOK_SECONDS = 0.1
_LIMITS = {
    "ROLECALL_SEARCHES_PER_MINUTE": "1000",
    "ROLECALL_SIGN_UPS_PER_HOUR": "1000",
    "ROLECALL_CONFIRMATIONS_PER_DAY": "1000",
}


def demonstrate(*, console: Console) -> Outcome:
    """Start real parts on free ports, go through the story, and take everything down again."""
    with _interrupted_by_signals(), Stack(catcher=True) as stack:
        assert stack.catcher
        environment = _LIMITS | child_environment(
            without_own_settings(os.environ),
            folder=stack.folder,
            ports=Ports(web=any_port(), smtp=stack.smtp_port),
            database_url=stack.database_url,
            redis_url=stack.redis_url,
            secret_key=secrets.token_urlsafe(48),
        )
        settings, logs = settings_from(environment), stack.folder / "logs"
        with progress_bar(console, "Importing sample data") as advance:
            asyncio.run(prepare(settings, advance=advance))
        parts = [web_process(environment, logs=logs), worker_process(environment, logs=logs)]
        with _running(parts):
            _wait_until_ready(settings, parts, console=console)
            key = asyncio.run(make_key(settings))
            with httpx.Client(base_url=settings.public_url, timeout=PATIENCE_SECONDS, trust_env=False) as web:
                return tell(web, stack.catcher, key=key, console=console)


@contextmanager
def _running(parts: Sequence[Command]) -> Iterator[None]:
    try:
        for part in parts:
            part.start()
        yield
    except StepMissing as error:
        # The logs go with the folder.
        said = "\n".join(f"{part.name} said last: {last_lines(part.log)}" for part in parts)
        raise StepMissing(f"{error.message}\n{said}") from error
    finally:
        for part in reversed(parts):
            part.stop()


def _wait_until_ready(settings: Settings, parts: Sequence[Command], *, console: Console) -> None:
    with console.status("Loading the model"):
        _wait("The web process does not answer", lambda: answers(settings), parts)
        _wait("No worker shows life", lambda: has_worker(settings), parts)
    with progress_bar(console, "Reading the samples") as advance:
        total = waiting = _waiting(settings)
        while waiting:
            _wait("Nothing was encoded", partial(_waits_for_fewer, settings, waiting), parts)
            waiting = _waiting(settings)
            advance(total - waiting, total)


def _waiting(settings: Settings) -> int:
    return asyncio.run(count_waiting(settings)) or 0


def _waits_for_fewer(settings: Settings, before: int) -> bool:
    return _waiting(settings) < before


def _wait(otherwise: str, happened: Callable[[], bool], parts: Sequence[Command]) -> None:
    """Return when it has happened; raises StepMissing when it has not in time, or a part has ended."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        ended = [part.name for part in parts if not part.is_running()]
        if ended:
            raise StepMissing(f"{ended[0]} has ended.")
        if time.monotonic() > give_up_at:
            raise StepMissing(f"{otherwise} within {PATIENCE_SECONDS:.0f} s.")
        time.sleep(_LOOK_SECONDS)


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Whatever ends this process early is a Ctrl-C, once: what is to be taken down is, and is not interrupted again."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}

    def interrupt(*_: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
