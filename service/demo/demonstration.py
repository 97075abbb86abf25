"""`rolecall demo`: an installation of its own in a temporary folder, the story told on it, and nothing left of it."""

import asyncio
import os
import secrets
from collections.abc import Iterator, Sequence
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
from service.demo.stopping import Stopping
from service.demo.story import Scene, tell
from service.demo.waiting import StepMissing, Waiting
from service.embedded.child import last_lines
from service.embedded.listener import Listener
from service.embedded.ports import any_port
from service.embedded.processes import Command
from service.embedded.stack import Stack
from service.settings import Settings

_ANSWER_SECONDS = 15.0
_LIMITS = {
    "ROLECALL_SEARCHES_PER_MINUTE": "1000",
    "ROLECALL_SIGN_UPS_PER_HOUR": "1000",
    "ROLECALL_CONFIRMATIONS_PER_DAY": "1000",
}


def demonstrate(*, console: Console) -> Outcome:
    """Start real parts on free ports, go through the story, and take everything down again."""
    with Stopping() as stopping, Stack(catcher=True) as stack:
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
        with progress_bar(console, "Importing sample data", each=stopping.check) as advance:
            asyncio.run(prepare(settings, advance=advance))
        web = web_process(environment, logs=logs)
        parts = [web, worker_process(environment, logs=logs)]
        waiting = Waiting(stopping.check, lambda: _check_alive(parts))
        with _running(parts):
            _wait_until_ready(settings, web, waiting, console=console)
            key = asyncio.run(make_key(settings))
            with httpx.Client(base_url=settings.public_url, timeout=_ANSWER_SECONDS, trust_env=False) as client:
                return tell(Scene(client, stack.catcher, waiting, key, console))


@contextmanager
def _running(parts: Sequence[Command]) -> Iterator[None]:
    try:
        for part in parts:
            part.start()
        yield
    except (StepMissing, httpx.HTTPError) as error:
        # The logs go with the folder.
        said = "\n".join(f"{part.name} said last: {last_lines(part.log)}" for part in parts)
        raise StepMissing(f"{error}\n{said}") from error
    finally:
        for part in reversed(parts):
            part.stop()


def _wait_until_ready(settings: Settings, web: Listener, waiting: Waiting, *, console: Console) -> None:
    with console.status("Loading the model"):
        waiting.until(lambda: web.is_listening() and answers(settings), otherwise="The web process does not answer")
        waiting.until(lambda: has_worker(settings), otherwise="No worker shows life")
    with progress_bar(console, "Reading the samples") as advance:
        total = left = _left(settings)
        while left:
            waiting.until(partial(_has_fewer_left, settings, left), otherwise="Nothing was encoded")
            left = _left(settings)
            advance(total - left, total)


def _left(settings: Settings) -> int:
    return asyncio.run(count_waiting(settings)) or 0


def _has_fewer_left(settings: Settings, before: int) -> bool:
    return _left(settings) < before


def _check_alive(parts: Sequence[Command]) -> None:
    for part in parts:
        if not part.is_running():
            raise StepMissing(f"{part.name} has ended.")
