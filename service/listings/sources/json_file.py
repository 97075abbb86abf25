"""Listings in JSON: a list, an object with `listings`, or one object on each line (NDJSON)."""

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from service.listings.sources.imported import Entry, Import, Reading, Refused, admit, refuse_file, with_refused
from service.strings import printable

FORMAT = "json"
LINES_FORMAT = "ndjson"
_SPACE = re.compile(r"[ \t\n\r]*")


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys it had twice."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    position: int
    value: Any


def looks_like_json(text: str) -> bool:
    return text.lstrip(" \t\r\n")[:1] in {"[", "{"}


def read_json(text: str, reading: Reading) -> Import:
    """Read listings; a file that breaks off or is not JSON is refused as a whole, a wrong entry alone."""
    if _is_in_lines(text):
        return read_lines(text, reading)
    unused: list[str] = []
    try:
        found = list(_entries(text, unused))
    except JSONDecodeError as error:
        return refuse_file(FORMAT, f"Not valid JSON: {error}", line=error.lineno)
    except (ValueError, ArithmeticError) as error:
        return refuse_file(FORMAT, f"Not valid JSON: {error}")
    except RecursionError:
        return refuse_file(FORMAT, "Not valid JSON: nested too deeply")
    return replace(_admit(zip(_lines(text, found), found, strict=True), reading, FORMAT), unused_fields=tuple(unused))


def read_lines(text: str, reading: Reading) -> Import:
    """Read one listing a line, each admitted or refused on its own, also where a line is not JSON."""
    good: list[tuple[int, _Found]] = []
    broken: list[Refused] = []
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            good.append((line, _Found(0, _whole(written))))
        except JSONDecodeError as error:
            broken.append(Refused(line, None, None, f"Not valid JSON: {error.msg} at column {error.colno}"))
        except RecursionError:
            broken.append(Refused(line, None, None, "Not valid JSON: nested too deeply"))
        except (ValueError, ArithmeticError) as error:
            broken.append(Refused(line, None, None, f"Not valid JSON: {error}"))
    return with_refused(_admit(good, reading, LINES_FORMAT), broken)


def _admit(found: Iterable[tuple[int, _Found]], reading: Reading, file_format: str) -> Import:
    entries: list[Entry] = []
    refused: list[Refused] = []
    for line, item in found:
        if isinstance(item.value, _Object):
            entries.append(Entry(line, item.value, item.value.repeated))
        else:
            refused.append(Refused(line, None, None, "Must be an object with the fields of a listing"))
    return with_refused(admit(entries, reading, file_format=file_format), refused)


def _is_in_lines(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line.startswith("{") and line.endswith("}") for line in lines)


def _entries(text: str, unused: list[str]) -> Iterator[_Found]:
    """Walk over the list of listings, so that each is known by where it begins; names other keys in `unused`."""
    start = _after_space(text, 0)
    if text[start] == "[":
        end = yield from _list(text, start)
    else:
        end = yield from _object(text, start, unused)
    if _after_space(text, end) != len(text):
        raise JSONDecodeError("Extra data", text, end)


def _object(text: str, start: int, unused: list[str]) -> Generator[_Found, None, int]:
    position, separator, listings = start, "{", 0
    while True:
        position = _after_space(text, position)
        if text[position : position + 1] == "}" and separator == ",":
            break
        position = _after_space(text, _expect(text, position, separator))
        if separator == "{" and text[position : position + 1] == "}":
            break
        key, position = _value(text, position)
        position = _after_space(text, _expect(text, _after_space(text, position), ":"))
        if key == "listings" and text[position : position + 1] == "[":
            listings += 1
            position = yield from _list(text, position)
        else:
            unused.append(printable(str(key)))
            _, position = _value(text, position)
        separator = ","
    if listings != 1:
        raise JSONDecodeError("One list named `listings` is needed", text, start)
    return position + 1


def _list(text: str, start: int) -> Generator[_Found, None, int]:
    position = _after_space(text, start + 1)
    if text[position : position + 1] == "]":
        return position + 1
    while True:
        value, end = _value(text, position)
        yield _Found(position, value)
        position = _after_space(text, end)
        if text[position : position + 1] == "]":
            return position + 1
        position = _after_space(text, _expect(text, position, ","))


def _expect(text: str, position: int, character: str) -> int:
    if text[position : position + 1] != character:
        raise JSONDecodeError(f"Expecting {character!r}", text, position)
    return position + 1


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _whole(text: str) -> Any:
    value, end = _value(text, _after_space(text, 0))
    if _after_space(text, end) != len(text):
        raise JSONDecodeError("Extra data", text, end)
    return value


def _value(text: str, position: int) -> tuple[Any, int]:
    value, end = _DECODER.raw_decode(text, position)
    return value, end


def _lines(text: str, found: list[_Found]) -> Iterator[int]:
    line, position = 1, 0
    for item in found:
        line += text.count("\n", position, item.position)
        position = item.position
        yield line


def _object_from(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        made.repeated = tuple(key for key, count in times.items() if count > 1)
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


_DECODER = JSONDecoder(object_pairs_hook=_object_from, parse_float=Decimal, parse_constant=_refuse_constant)
