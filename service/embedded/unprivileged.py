"""Which user a server runs as when we are root, and where it can reach files. Only our own folders change mode."""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from service.embedded.errors import EmbeddedError

_CANDIDATES = ("nobody", "daemon")
_PLACES = (Path("/var/lib/rolecall"), Path(tempfile.gettempdir()) / "rolecall-0")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def account_for_servers(owner_of: Path) -> Account | None:
    """None when we are not root; otherwise the owner of existing data, or an unprivileged user of this machine."""
    if os.geteuid() != 0:
        return None
    if owner_of.exists() and (owner := owner_of.stat().st_uid) != 0:
        return _named(pwd.getpwuid(owner))
    for name in _CANDIDATES:
        try:
            return _named(pwd.getpwnam(name))
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL refuses to run as root and this machine has no user called nobody: create one.")


def can_reach(path: Path, account: Account) -> bool:
    """Whether every existing folder above `path` lets the account pass."""
    return all(_may_pass(folder, account) for folder in path.absolute().parents if folder.exists())


def outside_folder(name: str) -> Path:
    """Where a folder of that name is to be made, in a place of ours that every user can pass through."""
    for place in _PLACES:
        try:
            place.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError:
            continue
        found = place.stat(follow_symlinks=False)
        if found.st_uid == 0 and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o022:
            place.chmod(0o755)
            return place / name
    tried = ", ".join(map(str, _PLACES))
    raise EmbeddedError(f"No folder for an unprivileged PostgreSQL could be made: tried {tried}.")


def copy_binaries(source: Path, libraries: Path) -> Path:
    """Copy an installation and the libraries that it finds by relative place; one copy per environment and version."""
    stamp = (source / "bin" / "postgres").stat()
    target = outside_folder(f"postgresql-{digest(f'{source}:{stamp.st_mtime_ns}:{stamp.st_size}')}")
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent) as partial:
            whole = Path(partial) / "whole"
            shutil.copytree(source, whole / source.parent.name / source.name, symlinks=True)
            shutil.copytree(libraries, whole / libraries.name, symlinks=True)
            _open_to_all(whole)
            try:
                whole.rename(target)
            except OSError:
                # Another process finished the same copy first.
                if not target.exists():
                    raise
    return target / source.parent.name / source.name


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _named(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _may_pass(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _open_to_all(top: Path) -> None:
    top.chmod(0o755)
    for folder, names, files in os.walk(top):
        for name in names + files:
            path = Path(folder) / name
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if executable else 0o644)
