"""The supervisor with real children: started in order, restarted when killed, and never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.embedded.processes import Backoff, Command, Supervisor
from tests.embedded.waiting import is_alive, wait_until

PARENT = """
import sys, pathlib
from service.embedded.processes import Command, Supervisor

folder = pathlib.Path(sys.argv[1])
stubborn = "trap '' TERM INT; while :; do sleep 0.05; done"
children = [
    Command("polite", ["/bin/sleep", "600"], log=folder / "polite.log"),
    Command("stubborn", ["/bin/sh", "-c", stubborn], log=folder / "stubborn.log", patience_seconds=0.2),
]
Supervisor(children).run(when_started=lambda: print(*(child.pid for child in children), flush=True))
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    yield process
    process.kill()
    process.communicate()


def children_of(parent: subprocess.Popen[str]) -> list[int]:
    assert parent.stdout
    return [int(pid) for pid in parent.stdout.readline().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_even_what_ignores_it(
    parent: subprocess.Popen[str], number: signal.Signals
) -> None:
    children = children_of(parent)

    parent.send_signal(number)

    assert parent.wait(5) == 0
    assert not any(is_alive(pid) for pid in children)


def test_a_killed_parent_leaves_no_child(parent: subprocess.Popen[str]) -> None:
    children = children_of(parent)
    assert all(is_alive(pid) for pid in children)

    parent.kill()

    wait_until(lambda: not any(is_alive(pid) for pid in children))


def test_a_killed_child_is_started_again_after_its_wait(tmp_path: Path) -> None:
    child = Command("sleeper", ["/bin/sleep", "600"], log=tmp_path / "sleeper.log")
    said: list[str] = []
    supervisor = Supervisor([child], say=said.append)
    supervisor.start()
    first = child.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not child.is_running())
    supervisor.tend(now=100.0)
    supervisor.tend(now=100.9)
    assert not child.is_running()
    supervisor.tend(now=101.0)

    assert child.is_running()
    assert child.pid != first
    supervisor.stop()
    assert "sleeper has stopped" in said[0]


def test_the_last_started_stops_first(tmp_path: Path) -> None:
    stopped: list[str] = []

    class Noted(Command):
        def stop(self) -> None:
            stopped.append(self.name)
            super().stop()

    names = ["database", "web"]
    supervisor = Supervisor([Noted(name, ["/bin/sleep", "600"], log=tmp_path / "log") for name in names])
    supervisor.start()
    supervisor.stop()

    assert stopped == ["web", "database"]


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (50, 10)])
def test_waits_double_up_to_the_longest(failures: int, seconds: float) -> None:
    assert Backoff().wait_seconds(failures) == seconds


def test_a_command_that_does_not_exist_says_so_in_its_log(tmp_path: Path) -> None:
    child = Command("missing", [tmp_path / "missing"], log=tmp_path / "missing.log")

    child.start()
    wait_until(lambda: not child.is_running())

    assert "No such file" in child.log.read_text()
