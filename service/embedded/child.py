"""Child processes that never outlive the process that started them. Linux only: the kernel delivers their last signal.

The kernel counts the starting thread as the parent, so start children from a thread that lives as long as they should.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.embedded.unprivileged import Account

_LAUNCHER = Path(__file__).with_name("launcher.py")


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    cwd: Path | None = None,
    last_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own; it gets `last_signal` when its parent dies, however the parent dies."""
    launcher = [sys.executable, "-I", "-S", _LAUNCHER, os.getpid(), int(last_signal)]
    user = [account.uid, account.gid] if account else [0, 0]
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in (*launcher, *user, *command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=cwd,
            start_new_session=True,
        )


def stop(
    process: subprocess.Popen[bytes], *, first: signal.Signals = signal.SIGTERM, patience_seconds: float = 5.0
) -> None:
    """Ask, wait, then kill the whole process group; return when the child is reaped."""
    if process.poll() is not None:
        return
    process.send_signal(first)
    try:
        process.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def last_lines(log: Path, count: int = 3) -> str:
    if not log.exists():
        return ""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return " / ".join(lines[-count:])
