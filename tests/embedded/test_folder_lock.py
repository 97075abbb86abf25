"""One Rolecall at a time on a data folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.embedded.errors import AlreadyRunning
from service.embedded.folder_lock import FolderLock

HOLD = """
import pathlib, sys, time
from service.embedded.folder_lock import FolderLock
with FolderLock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_holder_is_refused_by_name_until_the_first_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(AlreadyRunning, match=f"as process {holder.pid}:"), FolderLock(tmp_path):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()

    with FolderLock(tmp_path):
        assert (tmp_path / "lock").read_text() == str(os.getpid())
