"""The story of `rolecall demo`, told for real: the real model, real servers, real mail."""

import json
import subprocess
import sys

import pytest

FIRST_TITLES = ["Social Worker Level 1", "Estate Services Officer", "Managed Stores Contract Coordinator"]


@pytest.mark.timeout(300)
def test_the_story_finds_the_right_listings_and_its_mails_arrive() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "service.cli", "demo", "--json"], capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    outcome = json.loads(told.stdout)
    assert [search["titles"][0] for search in outcome["searches"]] == FIRST_TITLES
    assert all(len(search["titles"]) == 10 for search in outcome["searches"])
    assert [mail["to"] for mail in outcome["emails"]] == ["jo@example.org"] * 3
    assert "Community Mental Health Support Worker" in outcome["emails"][-1]["subject"]
    assert outcome["seconds_listing_to_accepted"]["n"] == 20
