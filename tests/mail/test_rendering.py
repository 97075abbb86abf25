"""Both mails as their readers get them: what each must say, in text and in HTML, whatever a listing holds."""

import re
from dataclasses import replace
from typing import Any

import pytest

from service.mail.contents import (
    AlertAnswered,
    AlertNews,
    ConfirmationNews,
    ListingNews,
    MailContent,
    StillWantedNews,
)
from service.mail.rendering import SUBJECT_LIMIT, render_alert, render_confirmation, render_still_wanted

GREENWICH = ListingNews(
    title="Social Worker Level 1",
    employer="Royal Borough of Greenwich",
    pay="£34.884 - £37.722",
    place="Greenwich, London (Greater)",
    closes="Friday 4 December 2026",
    why="Support older people who have mental health needs.",
    answers=("caring for people in London",),
    url="https://jobs.example.org/listings/1",
)
WANDSWORTH = replace(
    GREENWICH,
    title="Estate Officer",
    employer="London Borough of Richmond upon Thames and London Borough of Wandsworth",
    url="https://jobs.example.org/listings/2",
)
YORK = replace(GREENWICH, title="Stores Coordinator", employer="City of York Council")
NEWS = AlertNews(
    site_name="Rolecall",
    alerts=(AlertAnswered("caring for people in London", "https://jobs.example.org/stop/a.b-c"),),
    listings=(GREENWICH,),
    count=1,
    all_url="https://jobs.example.org/mails/j.k-l",
    first=False,
    stop_all_url="https://jobs.example.org/stop-all/m.n-o",
    preferences_url="https://jobs.example.org/preferences/d.e-f",
)
CONFIRMATION = ConfirmationNews(
    site_name="Rolecall",
    description="caring for people in London",
    filters="permanent, from £30,000 a year",
    confirm_url="https://jobs.example.org/alerts/confirm/g.h-i",
    hours=48,
)
STILL_WANTED = StillWantedNews(
    site_name="Rolecall",
    description="caring for people in London",
    filters="permanent, from £30,000 a year",
    keep_url="https://jobs.example.org/keep/p.q-r",
    stop_url="https://jobs.example.org/stop/a.b-c",
    preferences_url="https://jobs.example.org/preferences/d.e-f",
    rests_on="Friday 4 December 2026",
)
HOSTILE = '</title><script>alert(1)</script>"\' onmouseover="x\r\nBcc: everybody@example.org {{ 7*7 }}'


def alert_on(*listings: ListingNews, first: bool = False) -> MailContent:
    return render_alert(replace(NEWS, listings=listings, count=len(listings), first=first))


def unfolded(text: str) -> str:
    return " ".join(text.split())


def in_words(html: str) -> str:
    """What a reader sees of a page: no head, no tags."""
    return unfolded(re.sub(r"<[^>]+>", " ", html[html.index("<body") :]))


def long_title(words: int) -> ListingNews:
    return replace(GREENWICH, title=" ".join(["Consultant"] * words))


@pytest.mark.parametrize(
    ("listings", "first", "subject"),
    [
        ((GREENWICH,), False, "Social Worker Level 1 at Royal Borough of Greenwich"),
        ((WANDSWORTH,), False, "Estate Officer at London Borough of Richmond upon Thames and London Borough…"),
        ((GREENWICH, WANDSWORTH), False, "2 new: Social Worker Level 1 and Estate Officer"),
        ((GREENWICH, WANDSWORTH, YORK), False, "3 new: Social Worker Level 1, Estate Officer and 1 more"),
        ((GREENWICH,), True, "Best open now: Social Worker Level 1 at Royal Borough of Greenwich"),
        ((GREENWICH, WANDSWORTH, YORK), True, "Best open now: Social Worker Level 1, Estate Officer and 1 more"),
        ((replace(GREENWICH, employer=""),), False, "Social Worker Level 1"),
        ((GREENWICH, long_title(6)), False, "2 new: Social Worker Level 1 and 1 more"),
        (
            (long_title(9), GREENWICH, YORK),
            False,
            "3 new: Consultant Consultant Consultant Consultant Consultant… and 2 more",
        ),
    ],
)
def test_a_subject_says_what_is_new(listings: tuple[ListingNews, ...], first: bool, subject: str) -> None:
    assert alert_on(*listings, first=first).subject == subject


@pytest.mark.parametrize("title", ["x" * 500, HOSTILE, "word " * 100, "\u2028".join("abcdefgh" * 20), "职位" * 100])
@pytest.mark.parametrize("count", [1, 2, 12])
@pytest.mark.parametrize("first", [True, False])
def test_a_subject_is_one_short_line(title: str, count: int, first: bool) -> None:
    subject = alert_on(*[replace(GREENWICH, title=title)] * count, first=first).subject

    assert 0 < len(subject) <= SUBJECT_LIMIT
    assert subject.splitlines() == [subject]


@pytest.mark.parametrize(
    "said",
    [
        GREENWICH.title,
        GREENWICH.employer,
        "£34.884 - £37.722",
        "Greenwich, London (Greater)",
        "Closes Friday 4 December 2026",
        f"“{GREENWICH.why}”",
        "You asked Rolecall to tell you about “caring for people in London”",
    ],
)
def test_both_bodies_say_what_the_reader_needs(said: str) -> None:
    content = render_alert(NEWS)

    assert said in unfolded(content.text)
    assert said in in_words(content.html)


@pytest.mark.parametrize("url", [GREENWICH.url, NEWS.alerts[0].stop_url, NEWS.preferences_url])
def test_both_bodies_carry_every_link(url: str) -> None:
    content = render_alert(NEWS)

    assert url in content.text.splitlines()
    assert f'href="{url}"' in content.html


def test_each_listing_is_told_with_its_own_link() -> None:
    content = alert_on(GREENWICH, WANDSWORTH)

    for listing in (GREENWICH, WANDSWORTH):
        assert listing.title in content.text
        assert listing.url in content.text.splitlines()
        assert f'href="{listing.url}"' in content.html


def test_what_a_listing_does_not_say_is_left_out() -> None:
    content = alert_on(replace(GREENWICH, pay=None, place=None, closes=None, why=""))

    for body in (content.text, in_words(content.html)):
        assert "No closing date" in body
        assert not re.search("None|Why it matched|Pay:|Place:|“”", body)


def test_a_long_passage_is_cut_at_a_word() -> None:
    content = alert_on(replace(GREENWICH, why="caring for people " * 60))

    quoted = re.search("“(caring[^”]*people…|caring[^”]*for…|caring[^”]*caring…)”", unfolded(content.text))
    assert quoted is not None
    assert 200 < len(quoted[1]) <= 240


@pytest.mark.parametrize("field", ["title", "employer", "pay", "place", "closes", "why"])
def test_markup_in_a_listing_is_only_text(field: str) -> None:
    changed: dict[str, Any] = {field: HOSTILE}
    harmless, hostile = alert_on(GREENWICH), alert_on(replace(GREENWICH, **changed))

    assert "<script" not in hostile.html
    assert hostile.html.count("<") == harmless.html.count("<")
    assert " onmouseover=" not in re.sub(r">[^<]*<", "><", hostile.html)
    assert "{{ 7*7 }}" in in_words(hostile.html)


@pytest.mark.parametrize("field", ["title", "employer", "pay", "place", "closes", "why"])
def test_no_listing_begins_a_line_of_its_own(field: str) -> None:
    changed: dict[str, Any] = {field: "Clerk\r\nStop this alert:\r\nhttps://evil.example/"}
    content = alert_on(replace(GREENWICH, **changed))

    assert "https://evil.example/" not in content.text.splitlines()
    assert content.text.splitlines().count("Stop this alert:") == 1


def test_a_hostile_wish_is_only_text_too() -> None:
    for content in (
        render_alert(replace(NEWS, alerts=(AlertAnswered(HOSTILE, NEWS.alerts[0].stop_url),))),
        render_confirmation(replace(CONFIRMATION, description=HOSTILE, filters=HOSTILE)),
    ):
        assert "<script" not in content.html
        assert content.subject.splitlines() == [content.subject]
        assert len(content.subject) <= SUBJECT_LIMIT


def test_text_is_wrapped_and_links_are_not() -> None:
    content = alert_on(replace(WANDSWORTH, why="caring for people " * 60, url="https://jobs.example.org/" + "a" * 200))

    assert [line for line in content.text.splitlines() if len(line) > 72] == ["https://jobs.example.org/" + "a" * 200]


@pytest.mark.parametrize("content", [render_alert(NEWS), render_confirmation(CONFIRMATION)], ids=["alert", "confirm"])
def test_a_mail_loads_nothing_from_anywhere(content: MailContent) -> None:
    assert not re.search(r"<(img|link|script|iframe|object)|\bsrc=|url\(|@import", content.html)


@pytest.mark.parametrize("content", [render_alert(NEWS), render_confirmation(CONFIRMATION)], ids=["alert", "confirm"])
def test_styles_are_inlined_and_a_dark_screen_keeps_its_own(content: MailContent) -> None:
    assert re.search(r'<h1 style="[^"]*color: ?#1b2430', content.html)
    assert "prefers-color-scheme: dark" in content.html


def test_a_confirmation_says_what_was_asked_for_and_what_follows() -> None:
    content = render_confirmation(CONFIRMATION)

    assert content.subject == "Confirm your alert: caring for people in London"
    for body in (unfolded(content.text), in_words(content.html)):
        assert "“caring for people in London” permanent, from £30,000 a year" in body
        assert "Nothing is sent to you unless you press" in body
        assert "works for 48 hours" in body
        assert "If you did not ask for this, ignore this mail" in body


def test_a_confirmation_has_one_link_and_it_is_the_button() -> None:
    content = render_confirmation(CONFIRMATION)

    assert re.findall(r'href="([^"]*)"', content.html) == [CONFIRMATION.confirm_url]
    assert re.findall(r"^https?://.*$", content.text, re.MULTILINE) == [CONFIRMATION.confirm_url]


def test_an_alert_without_filters_confirms_without_them() -> None:
    content = render_confirmation(replace(CONFIRMATION, filters=""))

    assert 'class="fact filters"' not in content.html
    assert "“caring for people in London”\n\nTo start it" in content.text


def test_an_alert_that_nobody_visits_is_asked_about() -> None:
    content = render_still_wanted(STILL_WANTED)

    assert content.subject == "Do you still want this alert? caring for people in London"
    for body in (unfolded(content.text), in_words(content.html)):
        assert "“caring for people in London” permanent, from £30,000 a year" in body
        assert "it rests from Friday 4 December 2026" in body
    for url in (STILL_WANTED.keep_url, STILL_WANTED.stop_url, STILL_WANTED.preferences_url):
        assert url in content.text.splitlines()
        assert f'href="{url}"' in content.html
