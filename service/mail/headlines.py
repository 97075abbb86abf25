"""What stands on top of a mail of news: its subject, what an inbox shows behind that, and its first line."""

from collections.abc import Sequence

from service.mail.contents import AlertNews, ListingNews
from service.mail.writing import shorten

SUBJECT_LIMIT = 78
PREHEADER_LIMIT = 140
A_PROFILE = "jobs that fit your profile"
_EMPLOYER_NEEDS = 20


def named(description: str) -> str:
    """What an alert asks for: its words in quotation marks."""
    return f"“{description}”" if description else A_PROFILE


def heading(news: AlertNews) -> str:
    if news.first:
        return "The best open now"
    return f"{news.count} new listings" if news.count > 1 else "A new listing"


def preheader(news: AlertNews) -> str:
    """What the subject does not say: of one listing the pay, the place and until when; of several, what else is new."""
    lead = news.listings[0]
    if news.count == 1:
        closes = f"closing soon, {lead.closes}" if lead.closing_soon else lead.closes and f"closes {lead.closes}"
        return _joined([lead.pay, lead.place, lead.distance, closes])
    others = "; ".join(title_at_employer(each.title, each.employer, room=60) for each in news.listings[1:4])
    return _joined([lead.employer, lead.pay, lead.place, others])


def headline(listings: tuple[ListingNews, ...], count: int, *, room: int) -> str:
    """Name what is new in at most `room` characters: all of one listing, or the first two titles and a number."""
    if count == 1:
        return title_at_employer(listings[0].title, listings[0].employer, room=room)
    titles = [listing.title for listing in listings]
    for shown in (2, 1):
        if len(text := _enumerate(titles[:shown], count)) <= room:
            return text
    rest = len(_enumerate([""], count))
    return _enumerate([shorten(titles[0], room - rest)], count)


def title_at_employer(title: str, employer: str, *, room: int) -> str:
    left = room - len(title) - len(" at ")
    if not employer or left < min(_EMPLOYER_NEEDS, len(employer)):
        return shorten(title, room)
    return f"{title} at {shorten(employer, left)}"


def _joined(parts: Sequence[str | None]) -> str:
    return shorten(" · ".join(part for part in parts if part), PREHEADER_LIMIT)


def _enumerate(titles: list[str], count: int) -> str:
    if len(titles) == count:
        return " and ".join(titles)
    return f"{', '.join(titles)} and {count - len(titles)} more"
