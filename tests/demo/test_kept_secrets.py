"""Secrets are made once, kept, and readable by their user alone."""

from pathlib import Path

from service.demo.kept_secrets import keep_secret, kept_secret


def test_a_secret_is_made_once_and_then_stays(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "secret-key")

    assert len(first) >= 32
    assert kept_secret(tmp_path / "secret-key") == first


def test_nobody_else_can_read_a_secret(tmp_path: Path) -> None:
    keep_secret(tmp_path / "api-key", "rc_secret")

    assert (tmp_path / "api-key").stat().st_mode & 0o777 == 0o600


def test_a_secret_is_replaced_whole(tmp_path: Path) -> None:
    keep_secret(tmp_path / "api-key", "a long first one")
    keep_secret(tmp_path / "api-key", "short")

    assert kept_secret(tmp_path / "api-key") == "short"
    assert [path.name for path in tmp_path.iterdir()] == ["api-key"]
