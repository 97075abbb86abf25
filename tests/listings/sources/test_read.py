"""Files of listings, recognised by what they hold."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.listings.sources import read as reading
from service.listings.sources.imported import Import
from service.listings.sources.read import read_file, read_text
from service.listings.sources.report import as_json

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
SAMPLES = Path(reading.__file__).parents[2] / "samples"
TABLE = "title,employer,description,pay_text\nCafé chef,Bistro,Cook,£12.50 an hour\n"


def read(content: bytes | str, folder: Path, name: str = "listings.txt") -> Import:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path, imported_at=NOW, zone=LONDON)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_in_the_encodings_that_spreadsheets_write(encoding: str, tmp_path: Path) -> None:
    imported = read(TABLE.encode(encoding), tmp_path)

    assert [sourced.listing.title for sourced in imported.listings] == ["Café chef"]
    assert imported.listings[0].understood.pay_currency == "GBP"


@pytest.mark.parametrize(
    ("content", "file_format"),
    [
        (TABLE, "csv"),
        ('[{"title": "a", "employer": "b", "description": "Recruiter: b"}]', "json"),
        (
            '{"title": "a", "employer": "b", "description": "c"}\n{"title": "d", "employer": "e", "description": "f"}',
            "ndjson",
        ),
        ("Cook\n\nBistro\n£12 an hour\nCook well.\nRecruiter: Bistro", "news-page"),
    ],
)
def test_a_format_is_recognised_by_content(content: str, file_format: str, tmp_path: Path) -> None:
    imported = read(content, tmp_path)

    assert imported.format == file_format
    assert imported.listings


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x89PNG\x00\x01", "not a text file"),
        (b"PK\x03\x04\x00\x81", "not a text file"),
        (b"Dear sir, I have a job.", "Not a format that can be imported"),
    ],
)
def test_what_is_no_list_of_listings_is_refused_plainly(content: bytes, said: str, tmp_path: Path) -> None:
    imported = read(content, tmp_path)

    assert imported.listings == ()
    assert said in imported.refused[0].reason


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILE_LIMIT", 10)

    assert "larger than" in read(TABLE, tmp_path).refused[0].reason


def test_a_report_holds_plain_values(tmp_path: Path) -> None:
    report = json.loads(json.dumps(as_json(read(TABLE, tmp_path))))

    listing = report["listings"][0]
    assert (listing["pay_min"], listing["pay_period"], listing["pay_inferred"]) == (12.5, "hour", False)
    assert report["refused"] == []


def test_the_sample_page_gives_its_five_listings() -> None:
    imported = read_file(SAMPLES / "public-sector-news-page.txt", imported_at=NOW, zone=LONDON)

    assert imported.refused == ()
    assert [
        (found.title, found.pay_min, found.pay_max, found.place)
        for found in (sourced.understood for sourced in imported.listings)
    ] == [
        ("Greater Cambridge Partnership Head of Innovation", 70026, 75644, "Cambridgeshire"),
        ("Residential Worker - The Maples, Harlow", 20604, 26801, "Harlow"),
        ("Estate Services Officer", Decimal("32556.79"), Decimal("32556.79"), "London (Greater)"),
        ("Social Worker Level 1", 34884, 37722, "Greenwich, London (Greater)"),
        ("Managed Stores Contract Coordinator", 27614, 30602, "York, North Yorkshire"),
    ]


def test_every_other_sample_is_accepted() -> None:
    files = sorted((SAMPLES / "listings").glob("*.json"))

    imports = [read_file(path, imported_at=NOW, zone=LONDON) for path in files]

    assert [imported.refused for imported in imports] == [()] * len(files)
    assert sum(len(imported.listings) for imported in imports) >= 200


JSON_TEXT = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10) | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["title", "employer", "description", "pay_min", "closes_at", "listings"]), inner, max_size=6
    ),
    max_leaves=15,
).map(json.dumps)  # fmt: skip


@given(
    st.text(max_size=200) | JSON_TEXT | st.text(st.sampled_from('title,employer;description"\n x{}[]:'), max_size=90)
)
def test_any_text_is_read_or_refused_without_raising(text: str) -> None:
    for name in ("a.json", "a.csv", "a.txt"):
        imported = read_text(text, name=name, imported_at=NOW, zone=LONDON)

        assert isinstance(imported, Import)
        json.dumps(as_json(imported))
