"""Mails as their readers get them: what each must say, in text and in HTML, whatever a listing holds."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from service.mail.contents import (
    AlertAnswered,
    AlertNews,
    ConfirmationNews,
    Fit,
    ListingNews,
    MailContent,
    StillWantedNews,
)
from service.mail.headlines import SUBJECT_LIMIT
from service.mail.rendering import render_alert, render_confirmation, render_still_wanted

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
    rhythm="once a day, at about 08:00",
    expires="Thursday 26 November 2026, 09:30",
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


def tags_of(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every tag with the names of its attributes, as a reader's program understands them."""
    found: list[tuple[str, tuple[str, ...]]] = []

    class Reading(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, tuple(name for name, _ in attrs)))

    Reading().feed(html)
    return found


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
        "Why you get this mail",
    ],
)
def test_both_bodies_say_what_the_reader_needs(said: str) -> None:
    content = render_alert(NEWS)

    assert said in unfolded(content.text)
    assert said in in_words(content.html)


@pytest.mark.parametrize("url", [GREENWICH.url, NEWS.alerts[0].stop_url, NEWS.stop_all_url, NEWS.preferences_url])
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
        assert "Pay not stated" in body
        assert "No closing date stated" in body
        assert not re.search(r"None|it fits|Meets|Not stated:| · |“”|\(\)", body)


def test_a_long_passage_is_cut_at_a_word() -> None:
    content = alert_on(replace(GREENWICH, why="caring for people " * 60))

    quoted = re.search("“(caring[^”]*people…|caring[^”]*for…|caring[^”]*caring…)”", unfolded(content.text))
    assert quoted is not None
    assert 200 < len(quoted[1]) <= 240


@pytest.mark.parametrize("field", ["title", "employer", "pay", "place", "distance", "closes", "why", "strength"])
def test_markup_in_a_listing_is_only_text(field: str) -> None:
    whole = replace(GREENWICH, distance="about 3 miles from Lewisham", strength="Strong match")
    changed: dict[str, Any] = {field: HOSTILE}
    harmless, hostile = alert_on(whole), alert_on(replace(whole, **changed))

    assert tags_of(hostile.html) == tags_of(harmless.html)
    assert "{{ 7*7 }}" in in_words(hostile.html)


def test_markup_in_reasons_is_only_text() -> None:
    points = dict.fromkeys(Fit.__dataclass_fields__, (HOSTILE,))
    harmless = alert_on(replace(GREENWICH, fit=Fit(**dict.fromkeys(points, ("x",)))))
    hostile = alert_on(replace(GREENWICH, fit=Fit(**points)))

    assert tags_of(hostile.html) == tags_of(harmless.html)


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
    assert "prefers-color-scheme:dark" in content.html


def test_a_confirmation_says_what_was_asked_for_and_what_follows() -> None:
    content = render_confirmation(CONFIRMATION)

    assert content.subject == "Confirm your alert: caring for people in London"
    for body in (unfolded(content.text), in_words(content.html)):
        assert "“caring for people in London” Permanent, from £30,000 a year" in body
        assert "How often: once a day, at about 08:00. When nothing new fits, no mail comes." in body
        assert "What you say yes to: mails about listings that fit this, and no others." in body
        assert "works for 48 hours, until Thursday 26 November 2026, 09:30" in body
        assert "Nothing is sent to you unless you press" in body
        assert "If you did not ask for this, ignore this mail" in body


def test_a_confirmation_has_one_link_and_it_is_the_button() -> None:
    content = render_confirmation(CONFIRMATION)

    assert re.findall(r'href="([^"]*)"', content.html) == [CONFIRMATION.confirm_url]
    assert re.findall(r"^https?://.*$", content.text, re.MULTILINE) == [CONFIRMATION.confirm_url]


def test_an_alert_without_filters_confirms_without_them() -> None:
    content = render_confirmation(replace(CONFIRMATION, filters=""))

    assert "“caring for people in London” How often" in in_words(content.html)
    assert "“caring for people in London”\n\nHow often" in content.text


def test_an_alert_that_nobody_visits_is_asked_about() -> None:
    content = render_still_wanted(STILL_WANTED)

    assert content.subject == "Do you still want this alert? caring for people in London"
    for body in (unfolded(content.text), in_words(content.html)):
        assert "“caring for people in London” Permanent, from £30,000 a year" in body
        assert "it rests from Friday 4 December 2026" in body
    for url in (STILL_WANTED.keep_url, STILL_WANTED.stop_url, STILL_WANTED.preferences_url):
        assert url in content.text.splitlines()
        assert f'href="{url}"' in content.html


def both(content: MailContent) -> tuple[str, str]:
    return unfolded(content.text), in_words(content.html)


def test_a_listing_says_how_far_it_is_how_well_it_fits_and_why() -> None:
    fit = Fit(
        meets=("in London", "permanent"),
        not_stated=("pay",),
        not_met=("driving licence (“You drive a van.”)",),
        skills_shared=("dementia care", "safeguarding"),
        skills_missing=("welsh",),
    )
    content = alert_on(replace(GREENWICH, distance="about 3 miles from Lewisham", strength="Strong match", fit=fit))

    for body in both(content):
        assert "Greenwich, London (Greater) · about 3 miles from Lewisham" in body
        assert re.search("Strong match( ·|,) why it fits", body)
        assert "Meets: in London, permanent" in body
        assert "Not stated: pay" in body
        assert "Does not meet: driving licence (“You drive a van.”)" in body
        assert "Skills shared: dementia care, safeguarding" in body
        assert "Also asked for: welsh" in body


def test_what_closes_soon_is_marked() -> None:
    for body in both(alert_on(replace(GREENWICH, closing_soon=True))):
        assert "Closing soon: Friday 4 December 2026" in body


def test_a_reader_can_say_what_they_think_of_a_listing() -> None:
    judged = replace(GREENWICH, more_url="https://jobs.example.org/feedback/x?as=more", less_url=None)
    content = alert_on(judged, WANDSWORTH)

    for body in both(content):
        assert body.count("More like this") == 1
        assert "Not for me" not in body
    assert judged.more_url in content.text.splitlines()
    assert 'href="https://jobs.example.org/feedback/x?as=more" aria-label="More like this: Social Work' in unstyled(
        content.html
    )


def test_a_mail_that_shows_a_part_leads_to_all() -> None:
    content = render_alert(replace(NEWS, count=37))

    for body in both(content):
        assert "And 36 more, best first." in body
        assert "See all 37 listings" in body
    assert NEWS.all_url in content.text.splitlines()
    assert f'href="{NEWS.all_url}"' in content.html


def test_a_mail_that_shows_all_leads_to_no_more() -> None:
    content = render_alert(NEWS)

    assert NEWS.all_url not in content.text + content.html


NIGHTS = AlertAnswered("nights", "https://jobs.example.org/stop/n", filters="in Leeds", since="Saturday 3 October 2026")
CARE = AlertAnswered("care", "https://jobs.example.org/stop/c", rhythm="once a week, on Monday at about 08:00", count=2)


def test_a_mail_for_several_alerts_says_which_each_listing_answers_and_stops_each() -> None:
    listings = (replace(GREENWICH, answers=("care", "nights")), replace(WANDSWORTH, answers=("care",)))
    content = render_alert(replace(NEWS, alerts=(CARE, NIGHTS), listings=listings, count=2))

    for body in both(content):
        assert "2 new listings for “care” (2) and for “nights”" in body
        assert "For “care”, “nights”" in body
        assert "You asked Rolecall to tell you about “care”. It comes once a week, on Monday at about 08:00." in body
        assert "On Saturday 3 October 2026 you asked Rolecall to tell you about “nights”, in Leeds." in body
    for alert in (CARE, NIGHTS):
        assert alert.stop_url in content.text.splitlines()
        assert f'href="{alert.stop_url}"' in content.html


def test_more_alerts_than_a_mail_has_room_for_are_counted() -> None:
    alerts = tuple(AlertAnswered(f"alert {number}", f"https://jobs.example.org/stop/{number}") for number in range(30))
    content = render_alert(replace(NEWS, alerts=alerts))

    for body in both(content):
        assert "and for 25 more of your alerts" in body
        assert "It tells news of 20 more of your alerts" in body
    assert content.text.count("https://jobs.example.org/stop/") == 10


def test_an_alert_on_a_profile_is_not_quoted() -> None:
    content = render_alert(replace(NEWS, alerts=(AlertAnswered("", NEWS.alerts[0].stop_url),)))

    for body in both(content):
        assert "for jobs that fit your profile" in body
        assert "to tell you about jobs that fit your profile." in body
        assert "“”" not in body


def test_what_is_in_another_language_says_so() -> None:
    listing = replace(GREENWICH, title="Pflegekraft", why="Nachts.", closes="Freitag, 4. Dezember 2026", language="de")
    html = unstyled(render_alert(replace(NEWS, listings=(listing,), locale="de_DE")).html)

    assert '<h2 lang="de" dir="auto">' in html
    assert '<p lang="de" dir="auto">“Nachts.”' in html
    assert 'Closes <span lang="de-DE" dir="auto">Freitag, 4. Dezember 2026</span>' in html


def test_the_first_mail_says_that_it_shows_what_is_open_already() -> None:
    for body in both(alert_on(GREENWICH, first=True)):
        assert body.startswith("The best open now") or "The best open now for" in body


def test_an_inbox_shows_what_the_subject_does_not_say() -> None:
    one = preheader_of(alert_on(replace(GREENWICH, distance="about 3 miles from Lewisham")))
    several = preheader_of(alert_on(GREENWICH, WANDSWORTH, YORK))

    assert one == (
        "£34.884 - £37.722 · Greenwich, London (Greater) · about 3 miles from Lewisham · closes Friday 4 December 2026"
    )
    assert several.startswith("Royal Borough of Greenwich · £34.884 - £37.722 · Greenwich, London (Greater) · Estate")


def preheader_of(content: MailContent) -> str:
    found = re.search(r'<div style="display:none[^>]*>(.*?)</div>', content.html, re.DOTALL)
    assert found is not None
    return found[1].replace("\u034f", " ").strip()


def unstyled(html: str) -> str:
    return re.sub(r' (style|class)="[^"]*"', "", html)
