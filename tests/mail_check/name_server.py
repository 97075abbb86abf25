"""A name server on loopback that answers from a table, by UDP; names can also be silent, or fail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.name import Name

_ROOM_UNASKED = 512


class NameServer(socketserver.ThreadingUDPServer):
    """`zone` holds values by "name TYPE"; a name in `silent` is never answered, one in `failing` with SERVFAIL."""

    daemon_threads = True

    def __init__(
        self, zone: dict[str, str | list[str]], *, silent: set[str] | None = None, failing: set[str] | None = None
    ):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.zone = zone
        self.silent = silent or set()
        self.failing = failing or set()
        self.asked: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{name} {kind}")
        if name in self.silent or "*" in self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif (values := self.zone.get(f"{name} {kind}")) is not None:
            response.answer.append(_rrset(question.name, kind, values))
        elif not any(key.split()[0] == name for key in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        answered = response.to_wire(max_size=65535)
        if len(answered) > (query.payload or _ROOM_UNASKED):
            response.answer.clear()
            response.flags |= dns.flags.TC
            answered = response.to_wire()
        return answered


class _Answering(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        wire, socket = self.request
        assert isinstance(self.server, NameServer)
        if (answer := self.server.answer(wire)) is not None:
            socket.sendto(answer, self.client_address)


@contextmanager
def a_name_server(zone: dict[str, str | list[str]], **options: Any) -> Iterator[NameServer]:
    with NameServer(zone, **options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _rrset(name: Name, kind: str, values: str | list[str]) -> dns.rrset.RRset:
    texts = [values] if isinstance(values, str) else values
    return dns.rrset.from_text(name, 300, "IN", kind, *(_quoted(text) if kind == "TXT" else text for text in texts))


def _quoted(text: str) -> str:
    """A text in pieces, as a zone file has it."""
    return " ".join(f'"{text[start : start + 255]}"' for start in range(0, len(text), 255))
