"""Which folders another user can pass through."""

import os
from pathlib import Path

import pytest

from service.embedded.sockets import socket_folder
from service.embedded.unprivileged import Account, can_reach

STRANGER = Account(name="stranger", uid=12345, gid=12345)


@pytest.mark.parametrize(("mode", "reached"), [(0o700, False), (0o711, True), (0o750, False), (0o755, True)])
def test_a_closed_folder_on_the_way_is_noticed(mode: int, reached: bool) -> None:
    folder = Path("/var/tmp") / f"rolecall-test-{os.getpid()}-{mode:o}"
    folder.mkdir()
    folder.chmod(mode)

    try:
        assert can_reach(folder / "not there yet" / "data", STRANGER) is reached
    finally:
        folder.rmdir()


@pytest.mark.parametrize("name", ["x" * 100, "a space", "ümlaut"])
def test_a_socket_in_a_long_or_odd_folder_lies_elsewhere(name: str) -> None:
    folder = socket_folder(Path("/srv") / name)

    assert folder.name.startswith("rolecall-")
    assert len(os.fsencode(folder)) < 90
