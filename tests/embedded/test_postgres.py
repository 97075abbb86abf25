"""The embedded PostgreSQL against real starts, kills and restarts on the same data."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from service.embedded.errors import EmbeddedError
from service.embedded.postgres import EmbeddedPostgres
from service.embedded.unprivileged import Account, can_reach
from tests.embedded.waiting import is_alive, wait_until

NOBODY = Account(name="nobody", uid=65534, gid=65534)


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path, durable=False)
    yield server
    server.erase()


async def ask(server: EmbeddedPostgres, question: str) -> object:
    connection = await asyncpg.connect(server.url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_data_survives_a_killed_server(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    await ask(postgres, "CREATE TABLE kept AS SELECT 42 AS value")
    pid = postgres.pid
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not postgres.is_running())
    postgres.start()

    assert await ask(postgres, "SELECT value FROM kept") == 42


async def test_it_folds_letters_beyond_ascii_and_counts_in_utc(postgres: EmbeddedPostgres) -> None:
    postgres.start()

    assert await ask(postgres, "SELECT lower('ÉCOLE') || current_setting('timezone')") == "écoleUTC"
    assert str(await ask(postgres, "SHOW server_version_num")) >= "150000"


def test_it_listens_on_no_network_port(postgres: EmbeddedPostgres) -> None:
    postgres.start()

    assert psutil.Process(postgres.pid).net_connections("inet") == []
    assert (Path(postgres.url.partition("host=")[2]).stat().st_mode & 0o777) == 0o700


def test_a_stale_pid_file_that_names_a_stranger_is_ignored(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    lines = [str(os.getpid()), str(postgres.data), "1", "5432", "", "", "", "ready"]
    (postgres.data / "postmaster.pid").write_text("\n".join(lines))

    postgres.start()

    assert postgres.is_running()


def test_stopping_leaves_no_process(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    pid = postgres.pid
    assert pid is not None
    family = [pid, *(child.pid for child in psutil.Process(pid).children())]

    postgres.stop()

    assert not any(is_alive(member) for member in family)


def test_further_databases_are_made_and_dropped(postgres: EmbeddedPostgres) -> None:
    postgres.start()

    postgres.create_database("copy", template="rolecall")
    postgres.drop_database("copy")
    postgres.create_database("copy")

    assert postgres.url_of("copy").startswith("postgresql+asyncpg://rolecall@/copy?host=/")


def test_a_start_that_fails_names_the_log(postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.embedded.postgres._REFUSED_SECONDS", 0)
    monkeypatch.setitem(postgres_settings(), "shared_buffers", "nonsense")

    with pytest.raises(EmbeddedError, match=r"PostgreSQL did not start: .*nonsense.* See .*postgres\.log"):
        postgres.start()


def postgres_settings() -> dict[str, str]:
    from service.embedded import postgres

    return postgres._SETTINGS


@pytest.mark.parametrize("depth", [1, 12])
def test_the_socket_path_stays_within_what_the_kernel_takes(tmp_path: Path, depth: int) -> None:
    server = EmbeddedPostgres(tmp_path.joinpath(*["a long name"] * depth))

    assert len(server.url.partition("host=")[2]) < 93


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_as_root_the_server_runs_as_someone_else_and_no_folder_above_changes(tmp_path: Path) -> None:
    above = {folder: folder.stat().st_mode for folder in tmp_path.parents}
    server = EmbeddedPostgres(tmp_path, durable=False)

    server.start()
    try:
        assert psutil.Process(server.pid).uids().effective != 0
        assert {folder: folder.stat().st_mode for folder in tmp_path.parents} == above
        assert tmp_path not in server.home.parents, "pytest's folders are closed to others"
    finally:
        server.erase()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Where another user can get; pytest's own folders are closed."""
    folder = Path("/var/tmp") / f"rolecall-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


START_AS_ORDINARY_USER = """
import pathlib, sys
sys.path[:0] = sys.argv[2:]
from service.embedded.postgres import EmbeddedPostgres
with EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False) as server:
    print(server.home, server.is_running())
"""
PROJECT = Path(__file__).parents[2]
LIBRARIES = Path(psutil.__file__).parents[1]


def python_for_anyone() -> Path | None:
    """This Python or the machine's of the same version, whichever another user can run; None where all is closed."""
    candidates = [Path(sys.executable).resolve(), Path(f"/usr/bin/python3.{sys.version_info.minor}")]
    open_to_all = can_reach(PROJECT / "service", NOBODY) and can_reach(LIBRARIES / "psutil", NOBODY)
    return next((found for found in candidates if open_to_all and found.exists() and can_reach(found, NOBODY)), None)


@pytest.mark.skipif(os.geteuid() != 0 or python_for_anyone() is None, reason="needs root and an open Python")
def test_an_ordinary_user_needs_no_copy(open_folder: Path) -> None:
    os.chown(open_folder, NOBODY.uid, NOBODY.gid)

    done = subprocess.run(
        [str(python_for_anyone()), "-c", START_AS_ORDINARY_USER, open_folder, PROJECT, LIBRARIES],
        user=NOBODY.uid,
        group=NOBODY.gid,
        extra_groups=[],
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == [str(open_folder / "postgres"), "True"], done.stderr
