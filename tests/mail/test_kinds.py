"""The mails to recruiters, and about a saved listing: what each must say, never who a candidate is."""

import re
from dataclasses import replace
from typing import Any

import pytest

from service.mail.contents import (
    CandidateSeen,
    CandidatesNews,
    ClosedEarlyNews,
    ClosingSummaryNews,
    Fit,
    MailContent,
    OpenListing,
    WeeklySummaryNews,
)
from service.mail.rendering import (
    render_candidates,
    render_closed_early,
    render_closing_summary,
    render_weekly_summary,
)

PAGES = "https://jobs.example.org"
CASEWORKER = CandidateSeen(
    headline="Homelessness caseworker",
    strength="Strong match",
    why="Four years of prevention decisions.",
    fit=Fit(meets=("experience",), not_stated=("right to work",), skills_shared=("housing law",)),
)
CANDIDATES = CandidatesNews(
    site_name="Rolecall",
    organisation="Northshire",
    title="Homelessness Officer",
    place="Leeds",
    candidates=(CASEWORKER, replace(CASEWORKER, headline="Housing adviser")),
    count=3,
    ranking_url=f"{PAGES}/matches/a",
    stop_url=f"{PAGES}/stop/b",
    settings_url=f"{PAGES}/organisation/c",
)
OPEN = OpenListing(
    title="Homelessness Officer",
    place="Leeds",
    closes="Friday 4 December 2026",
    closing_soon=True,
    candidates=41,
    new=6,
    shortlisted=3,
    waiting=2,
    url=f"{PAGES}/matches/a",
)
WEEK = WeeklySummaryNews(
    site_name="Rolecall",
    organisation="Northshire",
    week="16 to 22 November 2026",
    listings=(OPEN, replace(OPEN, title="Clerk", closes="", new=1, waiting=0)),
    count=2,
    new=7,
    waiting=2,
    all_url=f"{PAGES}/listings/own",
    stop_url=f"{PAGES}/stop/b",
    settings_url=f"{PAGES}/organisation/c",
)
ENDED = ClosingSummaryNews(
    site_name="Rolecall",
    organisation="Northshire",
    title="Homelessness Officer",
    place="Leeds",
    opened="Friday 6 November 2026",
    closed="Tuesday 24 November 2026",
    reason="its closing date has passed",
    candidates=87,
    strong=14,
    shortlisted=5,
    dismissed=31,
    undecided=51,
    url=f"{PAGES}/matches/a",
    stop_url=f"{PAGES}/stop/b",
    settings_url=f"{PAGES}/organisation/c",
)
CLOSED = ClosedEarlyNews(
    site_name="Rolecall",
    title="Day Centre Officer",
    employer="Wandle Borough Council",
    place="Croydon",
    closed="Tuesday 24 November 2026",
    was_to_close="Sunday 6 December 2026",
    reason="the place was filled",
    similar_url=f"{PAGES}/?q=Day",
    stop_url=f"{PAGES}/stop/b",
    preferences_url=f"{PAGES}/preferences/d",
)
MAILS: dict[str, tuple[MailContent, Any]] = {
    "candidates": (render_candidates(CANDIDATES), CANDIDATES),
    "week": (render_weekly_summary(WEEK), WEEK),
    "ended": (render_closing_summary(ENDED), ENDED),
    "closed early": (render_closed_early(CLOSED), CLOSED),
}


def both(content: MailContent) -> tuple[str, str]:
    """The words of the text and of the page."""
    body = content.html[content.html.index("<body") :]
    return " ".join(content.text.split()), " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("candidates", "3 new strong candidates for Homelessness Officer"),
        ("candidates", "Homelessness caseworker"),
        ("candidates", "“Four years of prevention decisions.”"),
        ("candidates", "Meets: experience Not stated: right to work Skills shared: housing law"),
        ("candidates", "And 1 more, best first."),
        ("candidates", "Northshire has an open listing, “Homelessness Officer”, and asked to be told"),
        ("week", "Northshire, 16 to 22 November 2026: 2 open listings, 7 new candidates, 2 to decide on."),
        ("week", "Closing soon: Friday 4 December 2026"),
        ("week", "No closing date stated"),
        ("ended", "Closed Tuesday 24 November 2026: its closing date has passed"),
        ("closed early", "Day Centre Officer Wandle Borough Council Croydon"),
        ("closed early", "Closed Tuesday 24 November 2026: the place was filled"),
        ("closed early", "Was to close Sunday 6 December 2026"),
    ],
)
def test_both_bodies_say_what_their_reader_needs(mail: str, said: str) -> None:
    for body in both(MAILS[mail][0]):
        assert said in body


@pytest.mark.parametrize(
    ("mail", "subject"),
    [
        ("candidates", "3 new strong candidates for Homelessness Officer"),
        ("week", "Your week: 2 open listings, 7 new candidates, 2 to decide on"),
        ("ended", "Closed: Homelessness Officer (5 shortlisted of 87)"),
        ("closed early", "Closed early: Day Centre Officer at Wandle Borough Council"),
    ],
)
def test_a_subject_says_what_happened(mail: str, subject: str) -> None:
    assert MAILS[mail][0].subject == subject


def test_one_candidate_is_one() -> None:
    content = render_candidates(replace(CANDIDATES, candidates=(CASEWORKER,), count=1))

    assert content.subject == "A new strong candidate for Homelessness Officer"
    assert all("more, best first" not in body for body in both(content))


@pytest.mark.parametrize("mail", MAILS)
def test_both_bodies_carry_every_link(mail: str) -> None:
    content, news = MAILS[mail]

    for url in (getattr(news, name) for name in news.__dataclass_fields__ if name.endswith("_url")):
        assert url in content.text.splitlines()
        assert f'href="{url}"' in content.html


@pytest.mark.parametrize("mail", MAILS)
def test_no_mail_loads_anything(mail: str) -> None:
    assert not re.search(r"<(img|link|script|iframe|object)|\bsrc=|url\(|@import", MAILS[mail][0].html)


def test_numbers_of_a_week_stand_under_their_names() -> None:
    rows = re.findall(r"<tr>(<t[hd] .*?)</tr>", MAILS["week"][0].html)
    table = [re.findall(r">([^<]+)</t[hd]>", row) for row in rows]

    assert table[:2] == [["New", "To decide", "Shortlisted", "In all"], ["6", "2", "3", "41"]]
    assert MAILS["week"][0].html.count('scope="col"') == 8


def test_what_is_not_known_of_a_closed_listing_is_left_out() -> None:
    content = render_closed_early(replace(CLOSED, employer="", place="", was_to_close="", reason=""))

    for body in both(content):
        assert not re.search("None|Was to close|It was to close|: *$", body)
