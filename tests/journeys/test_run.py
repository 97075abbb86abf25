"""`rolecall run` for real: a first start with samples, a crash, an end by Ctrl-C, a second start with the same data."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from service.embedded.ports import any_port

_PATIENCE_SECONDS = 120


def wait_until(happened: Callable[[], bool], running: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < give_up_at, log.read_text()
        time.sleep(0.1)


@contextmanager
def running(folder: Path, log: Path, *, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """From the walk-through on until Ctrl-C; afterwards nothing of it may be left."""
    with log.open("wb") as output:
        command = [sys.executable, "-m", "service.cli", "run", "--folder", str(folder), "--port", str(port)]
        process = subprocess.Popen(command, stdout=output, stderr=output, process_group=0)
    try:
        wait_until(lambda: "Rolecall is running" in log.read_text(), process, log)
        children = psutil.Process(process.pid).children(recursive=True)
        yield process
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, log.read_text()
        assert [child for child in children if child.is_running()] == []
    finally:
        process.kill()
        process.wait()


def count_open(port: int, folder: Path) -> int:
    holder = {"Authorization": f"Bearer {(folder / 'api-key').read_text().strip()}"}
    answer = httpx.get(f"http://127.0.0.1:{port}/health", headers=holder, trust_env=False)
    return int(answer.json()["listings"]["open"])


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False).is_success
    except httpx.HTTPError:
        return False


@pytest.mark.timeout(400)
def test_an_installation_survives_a_crash_and_a_restart_and_leaves_nothing_running(tmp_path: Path) -> None:
    folder, log, port = tmp_path / "rolecall", tmp_path / "log", any_port()

    with running(folder, log, port=port) as process:
        assert count_open(port, folder) == 205
        web = next(child for child in psutil.Process(process.pid).children() if "serve" in child.cmdline())
        os.kill(web.pid, signal.SIGKILL)
        wait_until(lambda: not web.is_running() and answers(port), process, log)
    key = (folder / "api-key").read_text().strip()

    started_at = time.monotonic()
    with running(folder, log, port=port):
        assert time.monotonic() - started_at < 60
        assert "Importing" not in log.read_text()
        assert count_open(port, folder) == 205
        mine = httpx.get(f"http://127.0.0.1:{port}/v1/listings?own=true", headers={"Authorization": f"Bearer {key}"})
        assert mine.is_success
