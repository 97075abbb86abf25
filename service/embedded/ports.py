"""A port that is free now: the one that people expect where possible, otherwise the next one up."""

import socket

import psutil

from service.embedded.errors import EmbeddedError

_TRIES = 200


def free_port(preferred: int, *, host: str = "127.0.0.1") -> int:
    """The preferred port or the first free one after it; another program may still take it before we do."""
    for port in range(preferred, min(preferred + _TRIES, 65536)):
        if is_free(port, host=host):
            return port
    raise EmbeddedError(f"No port from {preferred} to {preferred + _TRIES - 1} is free on {host}: choose another.")


def any_port(*, host: str = "127.0.0.1") -> int:
    """A port that nobody has now and that the kernel gives nobody else soon."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def listens(pid: int, port: int) -> bool:
    """Whether this very process is the one that listens on a port."""
    try:
        connections = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:
        return False
    return any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in connections)
