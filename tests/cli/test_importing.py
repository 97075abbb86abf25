"""What `rolecall import` prints, refuses and leaves unchanged."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.samples.loading import sample_listing_files

NEWS_PAGE = str(sample_listing_files()[-1])

Listing = dict[str, Any]


def invoke(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def pay(listing: Listing) -> tuple[Any, ...]:
    return listing["title"], listing["pay_min"], listing["pay_max"], listing["pay_period"]


def test_a_dry_run_of_the_news_page_shows_its_five_listings_with_their_pay() -> None:
    code, out, _ = invoke("import", NEWS_PAGE, "--dry-run", "--json")

    assert code == 0
    assert json.loads(out)["refused"] == []
    assert [pay(listing) for listing in json.loads(out)["listings"]] == [
        ("Greater Cambridge Partnership Head of Innovation", 70026, 75644, "year"),
        ("Residential Worker - The Maples, Harlow", 20604, 26801, "year"),
        ("Estate Services Officer", 32556.79, 32556.79, "year"),
        ("Social Worker Level 1", 34884, 37722, "year"),
        ("Managed Stores Contract Coordinator", 27614, 30602, "year"),
    ]


def test_a_dry_run_for_people_is_a_table() -> None:
    code, out, _ = invoke("import", NEWS_PAGE, "--dry-run")

    assert code == 0
    assert "5 listings" in out


def test_what_is_refused_is_named_by_line_and_field(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    good = {"title": "Cook", "employer": "Quay Café", "description": "Cook lunches."}
    file.write_text(json.dumps([good, {"title": "Porter", "description": "Carry.", "salary": 3}], indent=1))

    code, out, err = invoke("import", str(file), "--dry-run", "--json")

    assert code == 1
    assert [listing["title"] for listing in json.loads(out)["listings"]] == ["Cook"]
    assert {refusal["field"] for refusal in json.loads(out)["refused"]} == {"employer", "salary"}
    assert f"{file}:7: " in err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"Once upon a time.\n", b'[{"title": '])
def test_a_file_that_cannot_be_imported_is_refused_without_a_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    code, out, err = invoke("import", str(file))

    assert code == 1
    assert out == "0 created, 0 updated, 0 unchanged, 1 refused.\n"
    assert str(file) in err


def test_a_file_that_is_not_there_is_a_wrong_use_of_the_command() -> None:
    code, _, err = invoke("import", "/nowhere.json", "--dry-run")

    assert code == 2
    assert "/nowhere.json" in err


def test_the_zone_of_dates_is_checked(tmp_path: Path) -> None:
    code, _, err = invoke("import", NEWS_PAGE, "--dry-run", "--zone", "Europe/Atlantis")

    assert code == 2
    assert "Europe/Atlantis" in err
