"""PostgreSQL, Redis and, if asked, the mail catcher started together in one folder, kept or temporary."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from service.embedded.catcher import MailCatcher
from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis


class Stack:
    """In a given folder what was stored stays; without one, everything is temporary, faster and gone afterwards."""

    def __init__(
        self, folder: Path | None = None, *, postgres: bool = True, redis: bool = True, catcher: bool = False
    ) -> None:
        self._temporary = folder is None
        self.folder = folder.absolute() if folder else _temporary_folder()
        self.postgres = EmbeddedPostgres(self.folder, durable=not self._temporary) if postgres else None
        self.redis = EmbeddedRedis(self.folder) if redis else None
        self.catcher = MailCatcher(self.folder / "mail") if catcher else None

    @property
    def servers(self) -> list[EmbeddedPostgres | EmbeddedRedis]:
        """What a supervisor has to keep running."""
        return [server for server in (self.postgres, self.redis) if server]

    @property
    def database_url(self) -> str:
        return self.postgres.url if self.postgres else ""

    @property
    def redis_url(self) -> str:
        return self.redis.url if self.redis else ""

    @property
    def smtp_port(self) -> int:
        return self.catcher.port if self.catcher else 0

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._start_together()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self.catcher:
            self.catcher.stop()
        for server in reversed(self.servers):
            if self._temporary:
                server.erase()
            else:
                server.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _start_together(self) -> None:
        if self.redis:
            self.redis.launch()
        if self.catcher:
            self.catcher.start()
        if self.postgres:
            self.postgres.start()
        if self.redis:
            self.redis.wait_until_ready()


def _temporary_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rolecall-"))
    # Passable, because as root the database runs as another user; what lies inside is closed by each server.
    folder.chmod(0o711)
    return folder
