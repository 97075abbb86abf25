"""What the DNS is known to say. Rules read it as if all were known; what they missed is noted, to be asked next."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

Address = IPv4Address | IPv6Address
RecordKind = Literal["A", "AAAA", "MX", "PTR", "TXT"]


@dataclass(frozen=True, order=True)
class Question:
    """`name` is in lower case and without a dot at its end."""

    name: str
    kind: RecordKind


@dataclass(frozen=True)
class Answer:
    """The records of a name, none if it has none. `trouble` says why nothing is known, and then nothing is."""

    values: tuple[str, ...] = ()
    trouble: str | None = None


NOTHING = Answer()
NOT_ASKED = Answer(trouble="not asked")


@dataclass(frozen=True)
class Exchange:
    """A server that takes mail for a domain; an empty host says that the domain takes none (RFC 7505)."""

    preference: int
    host: str


class Records:
    """Answers by their question. `otherwise` is the answer to all others."""

    def __init__(self, known: Mapping[Question, Answer], *, otherwise: Answer = NOT_ASKED):
        self._known = known
        self._otherwise = otherwise
        self.missed: set[Question] = set()

    def texts(self, name: str) -> Answer:
        return self._answer(name, "TXT")

    def exchanges(self, domain: str) -> tuple[list[Exchange], str | None]:
        """The servers that take a domain's mail, the preferred first, and why none are known."""
        answer = self._answer(domain, "MX")
        return sorted(map(_exchange, answer.values), key=lambda each: (each.preference, each.host)), answer.trouble

    def addresses(self, host: str) -> tuple[list[Address], str | None]:
        """The addresses of a host, of both families. What one family's answer says counts, even if the other fails."""
        four, six = self._answer(host, "A"), self._answer(host, "AAAA")
        found = [ip_address(value) for value in (*four.values, *six.values)]
        return found, None if found else four.trouble or six.trouble

    def names(self, address: Address) -> tuple[list[str], str | None]:
        """The names that an address has by reverse DNS."""
        answer = self._answer(address.reverse_pointer, "PTR")
        return [plain_name(value) for value in answer.values], answer.trouble

    def _answer(self, name: str, kind: RecordKind) -> Answer:
        question = Question(plain_name(name), kind)
        if question not in self._known:
            self.missed.add(question)
        return self._known.get(question, self._otherwise)


def plain_name(name: str) -> str:
    return name.lower().rstrip(".")


def _exchange(value: str) -> Exchange:
    preference, _, host = value.partition(" ")
    return Exchange(int(preference), plain_name(host))
