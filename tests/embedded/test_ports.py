"""Free ports: the one asked for, or the next."""

import socket

import pytest

from service.embedded.errors import EmbeddedError
from service.embedded.ports import free_port


def test_a_port_in_use_is_stepped_around() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert free_port(port) > port


def test_the_preferred_port_is_taken_when_it_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    assert free_port(port) == port


def test_when_nothing_is_free_the_error_says_so() -> None:
    with socket.create_server(("127.0.0.1", 65535)), pytest.raises(EmbeddedError, match="No port from 65535"):
        free_port(65535)
