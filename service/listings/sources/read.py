"""A file of listings, whatever its format: recognised by what it holds, by its name only where that says nothing."""

import codecs
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from service.listings.sources.csv_file import looks_like_csv, read_csv
from service.listings.sources.imported import Import, Reading, refuse_file
from service.listings.sources.json_file import looks_like_json, read_json
from service.listings.sources.news_page import SOURCE as NEWS_PAGE
from service.listings.sources.news_page import looks_like_news_page, read_news_page

FILE_LIMIT = 50_000_000
UNKNOWN = "unknown"
_SOURCE = "import"
_JSON_SUFFIXES = {".json", ".ndjson", ".jsonl"}


def read_file(path: Path, *, imported_at: datetime, zone: ZoneInfo, source: str | None = None) -> Import:
    """Read the listings of one file; whatever is wrong with it is in `refused`. Raises OSError as `open` does."""
    with path.open("rb") as file:
        content = file.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        return refuse_file(UNKNOWN, f"The file is larger than {FILE_LIMIT // 1_000_000} MB: split it")
    text = _decode(content)
    if text is None or "\0" in text:
        return refuse_file(UNKNOWN, "This is not a text file")
    return read_text(text, name=path.name, imported_at=imported_at, zone=zone, source=source)


def read_text(text: str, *, name: str, imported_at: datetime, zone: ZoneInfo, source: str | None = None) -> Import:
    reading = Reading(imported_at, zone, source or _SOURCE)
    suffix = Path(name).suffix.casefold()
    if not text.strip():
        return refuse_file(UNKNOWN, "The file is empty")
    if looks_like_json(text) or suffix in _JSON_SUFFIXES:
        return read_json(text, reading)
    if looks_like_csv(text) or suffix == ".csv":
        return read_csv(text, reading)
    if looks_like_news_page(text):
        return read_news_page(text, Reading(imported_at, zone, source or NEWS_PAGE))
    expected = "a list in JSON, an object on each line, a table with a header row, or a news page with listings"
    return refuse_file(UNKNOWN, f"Not a format that can be imported: expected {expected}", line=1)


def _decode(content: bytes) -> str | None:
    """Decode as UTF-8, or as what spreadsheets on Windows write; None when it is neither."""
    by_mark = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for encoding in (by_mark, "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
