"""Mails written out from their templates as text and HTML; decides what fits into a subject, addresses nobody."""

import textwrap
from dataclasses import replace

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from service.mail.contents import (
    AlertNews,
    ConfirmationNews,
    ListingNews,
    MailContent,
    StillWantedNews,
    one_line,
    shorten,
)

SUBJECT_LIMIT = 78
_EMPLOYER_NEEDS = 20
_TEXT_WIDTH = 72


def render_alert(news: AlertNews) -> MailContent:
    tidy = replace(
        news,
        site_name=one_line(news.site_name),
        alerts=tuple(replace(each, description=one_line(each.description)) for each in news.alerts),
        listings=tuple(map(_tidy, news.listings)),
    )
    return _render("alert", tidy)


def render_confirmation(news: ConfirmationNews) -> MailContent:
    tidy = replace(
        news,
        site_name=one_line(news.site_name),
        description=one_line(news.description),
        filters=one_line(news.filters),
    )
    return _render("confirmation", tidy)


def render_still_wanted(news: StillWantedNews) -> MailContent:
    tidy = replace(
        news,
        site_name=one_line(news.site_name),
        description=one_line(news.description),
        filters=one_line(news.filters),
        rests_on=one_line(news.rests_on),
    )
    return _render("still_wanted", tidy)


def headline(listings: tuple[ListingNews, ...], count: int, *, room: int) -> str:
    """Name what is new in at most `room` characters: all of one listing, or the first two titles and a number."""
    if count == 1:
        return _title_at_employer(listings[0], room)
    titles = [listing.title for listing in listings]
    for shown in (2, 1):
        if len(text := _enumerate(titles[:shown], count)) <= room:
            return text
    rest = len(_enumerate([""], count))
    return _enumerate([shorten(titles[0], room - rest)], count)


def _title_at_employer(listing: ListingNews, room: int) -> str:
    left = room - len(listing.title) - len(" at ")
    if not listing.employer or left < min(_EMPLOYER_NEEDS, len(listing.employer)):
        return shorten(listing.title, room)
    return f"{listing.title} at {shorten(listing.employer, left)}"


def _enumerate(titles: list[str], count: int) -> str:
    if len(titles) == count:
        return " and ".join(titles)
    return f"{', '.join(titles)} and {count - len(titles)} more"


def _tidy(listing: ListingNews) -> ListingNews:
    return replace(
        listing,
        title=one_line(listing.title),
        employer=one_line(listing.employer),
        pay=one_line(listing.pay or ""),
        place=one_line(listing.place or ""),
        closes=one_line(listing.closes or ""),
        why=one_line(listing.why),
        answers=tuple(map(one_line, listing.answers)),
    )


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        width=_TEXT_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _render(folder: str, news: AlertNews | ConfirmationNews | StillWantedNews) -> MailContent:
    subject = shorten(_templates.get_template(f"{folder}/subject.txt").render(news=news), SUBJECT_LIMIT)
    text = _templates.get_template(f"{folder}/body.txt").render(news=news).strip() + "\n"
    html = _templates.get_template(f"{folder}/body.html").render(news=news, subject=subject)
    return MailContent(subject=subject, text=text, html=_inliner.inline(html))


_templates = Environment(
    loader=PackageLoader("service.mail"),
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(headline=headline, subject_limit=SUBJECT_LIMIT)
_templates.filters.update(shorten=shorten, wrap=_wrap)
# Rules inside @media cannot be inlined: they stay in the head, for dark screens and for phones.
_inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
