"""Questions put to a name server, until what is to be judged asks nothing new. Whatever goes wrong is an answer."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.name import Name, from_text
from dns.nameserver import Do53Nameserver
from dns.rdtypes.ANY.TXT import TXT
from dns.resolver import (
    NXDOMAIN,
    LifetimeTimeout,
    NoAnswer,
    NoNameservers,
    NoResolverConfiguration,
)

from service.mail_check.records import NOTHING, Answer, Question, Records

Judged = TypeVar("Judged")
Ask = Callable[[Question], Awaitable[Answer]]

_SECONDS = 5.0
_PORT = 53
_PAYLOAD = 1232
# The longest way from one answer to the next is a chain of SPF includes, of which ten are allowed.
_ROUNDS = 24


class NameServer:
    """The system's resolver, or the server at `server`, as host:port. Silence is waited for `seconds` at most."""

    def __init__(self, server: str | None = None, *, seconds: float = _SECONDS):
        self._seconds = seconds
        self._resolver, self._trouble = _resolver_for(server)

    async def ask(self, question: Question) -> Answer:
        if self._resolver is None:
            return Answer(trouble=self._trouble)
        try:
            # A name cannot be everything that a record of somebody names.
            name = from_text(question.name)
        except (DNSException, UnicodeError):
            return NOTHING
        return await self._resolve(self._resolver, name, question)

    async def _resolve(self, resolver: Resolver, name: Name, question: Question) -> Answer:
        try:
            found = await resolver.resolve(name, question.kind, lifetime=self._seconds, search=False)
        except (NXDOMAIN, NoAnswer):
            return NOTHING
        except LifetimeTimeout:
            return Answer(trouble=f"no name server answered within {self._seconds:g} seconds")
        except NoNameservers as error:
            return Answer(trouble=f"the name server could not answer{_reason(error)}")
        except (DNSException, OSError) as error:
            return Answer(trouble=f"the name server could not be asked: {type(error).__name__}")
        return Answer(tuple(_written(rdata) for rdata in found))


async def judge_with_answers(judge: Callable[[Records], Judged], ask: Ask) -> Judged:
    """Judge, ask what was missed, all at once, and judge again, until nothing is missed."""
    known: dict[Question, Answer] = {}
    for _ in range(_ROUNDS):
        records = Records(known)
        judged = judge(records)
        if not records.missed:
            return judged
        questions = sorted(records.missed)
        known.update(zip(questions, await asyncio.gather(*map(ask, questions)), strict=True))
    return judge(Records(known, otherwise=Answer(trouble="one record leads to the next without end")))


def _resolver_for(server: str | None) -> tuple[Resolver | None, str]:
    if server is None:
        try:
            return _with_room(Resolver()), ""
        except NoResolverConfiguration:
            return None, "this machine names no name server: set ROLECALL_DNS_SERVER"
    parts = urlsplit(f"//{server}")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or _PORT, type=socket.SOCK_DGRAM)
    except OSError:
        return None, f"the name server {server} of ROLECALL_DNS_SERVER is not found"
    resolver = Resolver(configure=False)
    resolver.nameservers = [Do53Nameserver(str(found[0][4][0]), int(found[0][4][1]))]
    return _with_room(resolver), ""


def _with_room(resolver: Resolver) -> Resolver:
    """The key of a DKIM record does not fit into the 512 bytes of an answer that nothing else was said of."""
    resolver.use_edns(0, payload=_PAYLOAD)
    return resolver


def _reason(error: NoNameservers) -> str:
    """What the last server said, where it said something: SERVFAIL, REFUSED."""
    errors = error.kwargs.get("errors") or []
    return f": {errors[-1][3]}" if errors and isinstance(errors[-1][3], str) else ""


def _written(rdata: object) -> str:
    """A record's value; the pieces of a text are one (RFC 7208, section 3.3)."""
    if isinstance(rdata, TXT):
        return b"".join(rdata.strings).decode("ascii", "backslashreplace")
    return str(rdata)
