"""A child that listens on a port: known from a stranger that has it, and never started beside one."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.embedded.errors import PortTaken, StartFailed
from service.embedded.listener import Listener
from service.embedded.ports import any_port
from service.embedded.processes import Supervisor
from tests.embedded.waiting import wait_until

LISTEN = "import socket, sys, time; server = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(600)"


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


def listener(folder: Path, port: int, *, code: str = LISTEN, wait_seconds: float = 10) -> Listener:
    command = [sys.executable, "-c", code, str(port)]
    return Listener("The mail catcher", command, ports=[port], log=folder / "log", wait_seconds=wait_seconds)


def test_a_start_returns_when_the_child_itself_listens(tmp_path: Path) -> None:
    child = listener(tmp_path, any_port())

    child.start()
    try:
        assert child.is_listening()
    finally:
        child.stop()
    assert not child.is_listening()


def test_a_port_that_somebody_else_has_is_named(tmp_path: Path, stranger: socket.socket) -> None:
    port = stranger.getsockname()[1]

    with pytest.raises(PortTaken, match=rf"mail catcher cannot listen on port {port}.*next free port"):
        listener(tmp_path, port).start()


def test_a_stranger_on_the_port_is_not_taken_for_the_child(tmp_path: Path) -> None:
    port = any_port()
    child = listener(tmp_path, port, code="import time; time.sleep(600)", wait_seconds=0)
    child.start()
    try:
        with socket.create_server(("127.0.0.1", port)):
            assert not child.is_listening()
    finally:
        child.stop()


def test_a_child_that_ends_for_another_reason_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match=r"did not start: It ended at once. See .*log"):
        listener(tmp_path, any_port(), code="raise SystemExit(1)").start()


def test_a_child_that_never_listens_is_stopped(tmp_path: Path) -> None:
    child = listener(tmp_path, any_port(), code="import time; time.sleep(600)", wait_seconds=0.2)

    with pytest.raises(StartFailed, match=r"did not listen in 0\.2 s"):
        child.start()

    assert not child.is_running()


def test_nothing_is_started_again_beside_a_stranger_that_was_faster(tmp_path: Path) -> None:
    port = any_port()
    child = listener(tmp_path, port, code="raise SystemExit(1)", wait_seconds=0)
    said: list[str] = []
    supervisor = Supervisor([child], say=said.append)
    supervisor.start()
    wait_until(lambda: not child.is_running())

    with socket.create_server(("127.0.0.1", port)):
        supervisor.tend(now=100.0)
        with pytest.raises(PortTaken, match=str(port)):
            supervisor.tend(now=101.0)

    assert len(said) == 1
