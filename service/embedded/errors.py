"""What can go wrong with an embedded server. These reach a person at a terminal, never an HTTP client."""

from pathlib import Path

from service.errors import ServiceError


class EmbeddedError(ServiceError):
    """A sentence that names what failed and what to do about it."""

    code = "embedded"


class StartFailed(EmbeddedError):
    def __init__(self, server: str, *, log: Path, reason: str) -> None:
        super().__init__(f"{server} did not start: {reason} See {log}.")


class PortTaken(EmbeddedError):
    def __init__(self, name: str, port: int) -> None:
        super().__init__(
            f"{name} cannot listen on port {port}, which another program has taken: "
            "start again to use the next free port, or choose that of the web process with --port."
        )


class AlreadyRunning(EmbeddedError):
    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"Rolecall already runs on {folder} as process {pid}: stop it, or choose another data folder.")


class NoRedisServer(EmbeddedError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No Redis server was found ({reason}): "
            "install the package redis-server or valkey, or set ROLECALL_REDIS_URL."
        )
