"""One Rolecall at a time on a data folder. The kernel drops the lock with its holder, however that one ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from service.embedded.errors import AlreadyRunning


class FolderLock:
    """Raises AlreadyRunning, naming the holder's process, when someone else has the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise AlreadyRunning(self._folder, holder) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
            self._file = None
