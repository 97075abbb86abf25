"""Where one works from, as a wish, and where the same words are about something else."""

import pytest

from service.kinds import Workplace
from service.search.reading.workplace import find_workplace


@pytest.mark.parametrize(
    ("text", "words", "workplace"),
    [
        ("remote", "remote", Workplace.REMOTE),
        ("fully remote python developer", "fully remote", Workplace.REMOTE),
        ("data entry from home", "from home", Workplace.REMOTE),
        ("I want to work from home", "work from home", Workplace.REMOTE),
        ("home based admin", "home based", Workplace.REMOTE),
        ("WFH", "WFH", Workplace.REMOTE),
        ("hybrid", "hybrid", Workplace.HYBRID),
        ("accounts, two days a week from home", "two days a week from home", Workplace.HYBRID),
        ("partly remote", "partly remote", Workplace.HYBRID),
        ("office based", "office based", Workplace.ON_SITE),
        ("on site only", "on site only", Workplace.ON_SITE),
    ],
)
def test_a_wish_for_a_workplace_is_read(text: str, words: str, workplace: Workplace) -> None:
    (found,) = find_workplace(text)

    assert (found.words, found.filters) == (words, {"workplaces": [workplace]})


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("remote in Spain", "remote in Spain", "ES"),
        ("remotely from the UK, data", "remotely from the UK", "GB"),
        ("remote (Germany) analyst", "remote (Germany)", "DE"),
    ],
)
def test_the_country_that_one_works_from_is_read(text: str, words: str, country: str) -> None:
    (found,) = find_workplace(text)

    assert (found.words, found.filters) == (
        words,
        {"workplaces": [Workplace.REMOTE], "remote_from": country, "place_unknown": "keep"},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("remote or hybrid", ["remote", "hybrid"]),
        ("hybrid or on site", ["hybrid", "on site"]),
        ("remote or on-site", ["remote", "on-site"]),
        ("on site or hybrid work", ["on site", "hybrid work"]),
    ],
)
def test_two_workplaces_are_both_read(text: str, words: list[str]) -> None:
    assert [each.words for each in find_workplace(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "nursing in remote communities",
        "repairing hybrid cars",
        "not remote",
        "I don't want to work from home",
        "I hate working from home",
        "nothing remote",
        "30 minutes from home",
        "working away from home",
        "taking children from home to school",
        "helping people at home",
        "close to home",
        "working on site",
        "managing remote teams",
    ],
)
def test_what_the_work_is_about_is_no_workplace(text: str) -> None:
    assert find_workplace(text) == []
