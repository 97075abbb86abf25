"""No mail is cut off: ten listings of long texts, in whatever script, stay under 100 KB as sent."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.mail.contents import AlertAnswered, AlertNews, Fit, ListingNews, OpenListing, WeeklySummaryNews
from service.mail.message import build_message
from service.mail.rendering import render_alert, render_weekly_summary

MOST_AS_SENT = 100_000
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LINK = "https://jobs.example.org/feedback/" + "a" * 120
SCRIPTS = {
    "Latin": "Consultant ",
    "Latin, one word": "Donaudampfschifffahrt",
    "Greek": "Νοσηλευτής ",
    "Arabic": "مهندس برمجيات ",
    "Hindi": "वरिष्ठ सहायक ",
    "Thai": "พนักงานดูแลผู้สูงอายุ",
    "Chinese": "高级软件工程师",
    "emoji": "👩🏽‍⚕️🏥",
    "markup": "<&\"'>",
}


def as_sent(news: AlertNews) -> bytes:
    content = render_alert(news)
    return build_message(
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id="<0f7e2bb1@jobs.example.org>",
        recipient="ada@example.org",
        sender="alerts@jobs.example.org",
        sender_name="Rolecall",
        date=NOW,
        list_id="alerts.jobs.example.org",
        list_name="Job alerts",
        unsubscribe_url=LINK,
    )


def long_news(text: str, *, alerts: int) -> AlertNews:
    """Everything as long as it can be."""
    points = (text * 10,) * 10
    listing = ListingNews(
        title=(text * 200)[:200],
        employer=(text * 200)[:200],
        pay=(text * 300)[:300],
        place=(text * 300)[:300],
        closes=text * 5,
        why=text * 100,
        answers=(text * 100,) * alerts,
        url=LINK,
        distance=text * 5,
        strength="Strong match",
        closing_soon=True,
        fit=Fit(points, points, points, points, points),
        more_url=f"{LINK}?as=more",
        less_url=f"{LINK}?as=less",
    )
    alert = AlertAnswered(text * 200, LINK, filters=text * 100, since=text * 3, rhythm=text * 5, count=10)
    return AlertNews(
        site_name=text * 20,
        alerts=(alert,) * alerts,
        listings=(listing,) * 10,
        count=200,
        all_url=LINK,
        first=False,
        stop_all_url=LINK,
        preferences_url=LINK,
    )


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("alerts", [1, 3, 60])
def test_ten_long_listings_are_sent_whole(script: str, alerts: int) -> None:
    assert len(as_sent(long_news(SCRIPTS[script], alerts=alerts))) < MOST_AS_SENT


def test_every_link_stays_whole_however_long_the_texts() -> None:
    message = render_alert(long_news(SCRIPTS["Chinese"], alerts=3))

    assert message.text.count(f"\n{LINK}?as=more\n") == 10
    assert message.html.count(f'href="{LINK}?as=less"') == 10


def test_a_mail_of_ordinary_length_is_not_cut() -> None:
    title = "Special Needs Teaching Assistant (Key Stage 1 and 2), Maternity Cover, Harringay and Wood Green"
    why = "In the first ninety days we would hope to see you listen to donors on the phone."
    fit = Fit(meets=("in London", "permanent"), not_stated=("pay",))
    place = "Wood Green, London (Greater)"
    news = long_news("word ", alerts=3)
    listing = replace(
        news.listings[0], title=title, why=why, fit=fit, place=place, pay="£102 a day", employer="Brook School"
    )

    text = " ".join(render_alert(replace(news, listings=(listing,) * 10)).text.split())

    assert text.count(title) == text.count(why) == 10


def test_a_week_of_very_many_listings_leads_to_the_rest() -> None:
    listing = OpenListing("Clerk " * 20, "Leeds", "Friday", False, 1, 1, 1, 1, LINK)
    week = WeeklySummaryNews("Rolecall", "Northshire", "this week", (listing,) * 300, 300, 300, 300, LINK, LINK, LINK)

    content = render_weekly_summary(week)

    assert len(content.html) + len(content.text) < MOST_AS_SENT
    assert re.search(r"And \d+ more\.", content.text)
