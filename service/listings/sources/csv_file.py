"""Listings in a table: a header row that names the fields, then a listing in each row."""

import csv
import io
from collections.abc import Iterator

from service.listings.schemas import ListingInput
from service.listings.sources.imported import Entry, Import, Reading, Refused, admit, refuse_file, with_refused
from service.strings import printable

FORMAT = "csv"
_DELIMITERS = ",;\t|"
_FIELDS = frozenset(ListingInput.model_fields)
_NEEDED = tuple(name for name, field in ListingInput.model_fields.items() if field.is_required())
_LONGEST_CELL = 10_000_000


def looks_like_csv(text: str) -> bool:
    """Tell a table of listings by its header, which names two fields or more."""
    return len(_FIELDS.intersection(_header(text, _delimiter(text)))) >= 2


def read_csv(text: str, reading: Reading) -> Import:
    # The module's own limit, 131,072 characters, would end the whole file at one long description; this one is
    # for the process, and files are limited in size before they come here.
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = _delimiter(text)
    header = _header(text, delimiter)
    if wrong_columns := _check_header(header):
        return Import(FORMAT, refused=wrong_columns)
    rows: list[tuple[int, list[str]]] = []
    try:
        for line, row in _rows(text, delimiter):
            rows.append((line, row))
    except csv.Error as error:
        line = rows[-1][0] if rows else 1
        return refuse_file(FORMAT, f"The table breaks in the row after line {line}: {error}", line=line)
    wrong = tuple(_wrong_width(line, row, header) for line, row in rows[1:] if len(row) != len(header))
    entries = (Entry(line, _fields(row, header)) for line, row in rows[1:] if len(row) == len(header))
    return with_refused(admit(entries, reading, file_format=FORMAT), wrong)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _header(text: str, delimiter: str) -> list[str]:
    try:
        _, row = next(_rows(text, delimiter), (1, []))
    except csv.Error:
        return []
    return [cell.strip().casefold().replace(" ", "_").replace("-", "_") for cell in row]


def _delimiter(text: str) -> str:
    """Choose by the header's known fields; descriptions are full of every possible delimiter."""
    return max(_DELIMITERS, key=lambda delimiter: len(_FIELDS.intersection(_header(text, delimiter))))


def _check_header(header: list[str]) -> tuple[Refused, ...]:
    unknown = [name for name in header if name not in _FIELDS]
    repeated = sorted({name for name in header if header.count(name) > 1 and name in _FIELDS})
    missing = [name for name in _NEEDED if name not in header]
    return (
        *(Refused(1, None, printable(name) or "(empty)", "Is not a field of a listing") for name in unknown),
        *(Refused(1, None, name, "Is a column more than once") for name in repeated),
        *(Refused(1, None, name, "Is needed and not a column") for name in missing),
    )


def _wrong_width(line: int, row: list[str], header: list[str]) -> Refused:
    return Refused(line, None, None, f"Has {len(row)} cells where the header names {len(header)}")


def _fields(row: list[str], header: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}
