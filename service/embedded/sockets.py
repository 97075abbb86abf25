"""Where a Unix socket lies: its path may not exceed 107 bytes, and some readers of URLs take it as it is written."""

import os
import re
import stat
import tempfile
from pathlib import Path

from service.embedded.errors import EmbeddedError
from service.embedded.unprivileged import Account, digest

_LONGEST_FOLDER = 85
_PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def socket_folder(home: Path, *, account: Account | None = None) -> Path:
    """A folder beside the data, or one named by its hash under the temporary folder when that path is long or odd."""
    beside = home / "socket"
    if len(os.fsencode(beside)) <= _LONGEST_FOLDER and _PLAIN.fullmatch(str(beside)):
        return beside
    elsewhere = Path(tempfile.gettempdir()) / f"rolecall-{digest(str(home))}"
    _refuse_foreign(elsewhere, account)
    return elsewhere


def _refuse_foreign(folder: Path, account: Account | None) -> None:
    """The temporary folder is everyone's: somebody else's folder of that name must not receive our connections."""
    try:
        found = folder.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    owners = {os.geteuid(), account.uid} if account else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise EmbeddedError(f"{folder} belongs to someone else: remove it, or set TMPDIR to a folder of yours.")
