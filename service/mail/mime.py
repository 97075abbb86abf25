"""The parts of a message from anywhere (RFC 2045, 2046), read with bounded work: it may be as hostile as it likes.

The standard library's parser follows every nesting and gives up with a RecursionError; of reports we need the few parts
near the top, so that what is too deep, too many or too long is simply not read.
"""

import base64
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_MESSAGE = 1_000_000
_DEEPEST, _MOST_PARTS = 5, 50
_LONGEST_HEAD, _MOST_FIELDS = 64_000, 400

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_BOUNDARY = re.compile(r';\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One part with its header fields, names in lower case; `body` is decoded."""

    fields: Fields
    body: bytes

    def all(self, *names: str) -> list[str]:
        return [value for name, value in self.fields if name in names]

    def first(self, name: str) -> str:
        """The field's value, or nothing."""
        return next((value for each, value in self.fields if each == name), "")

    @property
    def content_type(self) -> str:
        return self.first("content-type").partition(";")[0].strip().lower() or "text/plain"

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def read_part(raw: bytes) -> Part:
    """Split off the header of a message or a part, and decode its body."""
    found = _END_OF_HEAD.search(raw, 0, _LONGEST_HEAD)
    head, body = (raw[: found.start()], raw[found.end() :]) if found else (raw[:_LONGEST_HEAD], b"")
    part = Part(read_fields(head), body)
    return Part(part.fields, _decoded(body, part.first("content-transfer-encoding").strip().lower()))


def read_fields(head: bytes) -> Fields:
    """Header fields as they stand, unfolded; a line that is no field is passed over."""
    lines = _FOLD.sub(b"", head[:_LONGEST_HEAD]).splitlines()[:_MOST_FIELDS]
    matches = (_FIELD.fullmatch(line.decode("utf-8", "replace")) for line in lines)
    return tuple((found[1].lower(), found[2].strip()) for found in matches if found)


def walk(raw: bytes) -> Iterator[Part]:
    """The message and its parts, outermost first, as far as they are read."""
    waiting = [(raw[:LONGEST_MESSAGE], 0)]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        now, depth = waiting.pop(0)
        part = read_part(now)
        yield part
        if depth < _DEEPEST and part.content_type.startswith("multipart/"):
            room = _MOST_PARTS - len(waiting)
            waiting += [(inner, depth + 1) for inner in _split(part, room)]


def _split(part: Part, most: int) -> list[bytes]:
    found = _BOUNDARY.search(part.first("content-type"))
    if found is None:
        return []
    boundary = re.escape((found[1] or found[2]).rstrip().encode("utf-8", "replace"))
    line = re.compile(rb"^--" + boundary + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    inner: list[bytes] = []
    begins = None
    for delimiter in line.finditer(part.body):
        if begins is not None:
            inner.append(part.body[begins : delimiter.start()].removesuffix(b"\n").removesuffix(b"\r"))
        if delimiter[1] or len(inner) >= most:
            return inner
        begins = delimiter.end()
    return inner if begins is None else [*inner, part.body[begins:]]


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding != "base64":
        return body
    text = _NO_BASE64.sub(b"", body)
    # One digit alone says nothing, and is what base64 that was cut short ends with.
    text = text[:-1] if len(text) % 4 == 1 else text
    return base64.b64decode(text + b"=" * (-len(text) % 4))
