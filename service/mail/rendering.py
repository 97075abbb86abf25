"""Mails written out from their templates as text and HTML, small enough that no provider cuts them off."""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from service.mail.contents import (
    AlertNews,
    CandidatesNews,
    ClosedEarlyNews,
    ClosingSummaryNews,
    ConfirmationNews,
    MailContent,
    StillWantedNews,
    WeeklySummaryNews,
)
from service.mail.headlines import A_PROFILE, SUBJECT_LIMIT, heading, headline, named, preheader, title_at_employer
from service.mail.message import size_as_sent
from service.mail.styles import read_rules, read_screens, write_styles
from service.mail.tidying import Room, tidy
from service.mail.writing import shorten, wrap

# Gmail cuts off what is longer than 102 KB; this leaves room for headers and a signature.
LARGEST_BODIES = 92_000
# As sent a body takes at most 1.4 bytes for each of its own: what is as short as this need not be measured.
_SURELY_SHORT = 65_000
# What texts are cut to where they make a mail too large: in scripts of three or four bytes a letter, and only there.
_SHARES = (0.5, 0.25, 0.1)
# Who gets many listings reads less of each.
_FEW, _PASSAGE_OF_FEW, _PASSAGE_OF_MANY = 3, 240, 160
# Somebody may have more alerts than a mail has room for; each of them is on the page of preferences.
_ALERTS_NAMED, _ALERTS_EXPLAINED = 5, 10
_TEMPLATES = files("service.mail") / "templates"
_BLANK_LINES = re.compile(r"\n{3,}")

_News = (
    AlertNews
    | CandidatesNews
    | ClosedEarlyNews
    | ClosingSummaryNews
    | ConfirmationNews
    | StillWantedNews
    | WeeklySummaryNews
)


def render_alert(news: AlertNews) -> MailContent:
    passage = _PASSAGE_OF_FEW if len(news.listings) <= _FEW else _PASSAGE_OF_MANY
    return _render("alert", news, passage=passage)


def render_confirmation(news: ConfirmationNews) -> MailContent:
    return _render("confirmation", news)


def render_still_wanted(news: StillWantedNews) -> MailContent:
    return _render("still_wanted", news)


def render_candidates(news: CandidatesNews) -> MailContent:
    return _render("candidates", news)


def render_weekly_summary(news: WeeklySummaryNews) -> MailContent:
    return _render("weekly_summary", news)


def render_closing_summary(news: ClosingSummaryNews) -> MailContent:
    return _render("closing_summary", news)


def render_closed_early(news: ClosedEarlyNews) -> MailContent:
    return _render("closed_early", news)


def _render(folder: str, news: _News, *, passage: int = _PASSAGE_OF_FEW) -> MailContent:
    """Write a mail with all of its texts, or as much as can be sent whole: shorter texts first, then fewer entries."""
    content = _written(folder, tidy(news, Room(passage)))
    for share in _SHARES:
        if _is_short_enough(content):
            return content
        content = _written(folder, tidy(news, Room(passage, share)))
    while not _is_short_enough(content) and (fewer := _with_fewer_entries(news)) is not None:
        news = fewer
        content = _written(folder, tidy(news, Room(passage, _SHARES[-1])))
    return content


def _is_short_enough(content: MailContent) -> bool:
    if len(content.text.encode()) + len(content.html.encode()) <= _SURELY_SHORT:
        return True
    return size_as_sent(content.text, content.html) <= LARGEST_BODIES


def _with_fewer_entries(news: _News) -> _News | None:
    """Half of the entries, the best: all mails of entries say how many there are, and lead to them."""
    name = "candidates" if isinstance(news, CandidatesNews) else "listings"
    entries: tuple[Any, ...] = getattr(news, name, ())
    half: Any = {name: entries[: len(entries) // 2]}
    return replace(news, **half) if len(entries) > 1 else None


def _written(folder: str, news: _News) -> MailContent:
    subject = shorten(_template(f"{folder}/subject.txt").render(news=news), SUBJECT_LIMIT)
    text = _template(f"{folder}/body.txt").render(news=news).strip() + "\n"
    html = _template(f"{folder}/body.html").render(news=news, subject=subject)
    return MailContent(subject=subject, text=_BLANK_LINES.sub("\n\n", text), html=html)


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def load_template(name: str) -> str:
    """A template as it is compiled: in pages every tag carries its styles."""
    source = _source(name)
    return write_styles(source, _rules, kept=_kept) if name.endswith(".html") else source


_rules = read_rules(_source("styles.css"))
_screens, _kept = read_screens(_source("screens.css"))
_templates = Environment(
    loader=FunctionLoader(load_template),
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_templates.globals.update(
    headline=headline,
    title_at_employer=title_at_employer,
    subject_limit=SUBJECT_LIMIT,
    a_profile=A_PROFILE,
    alerts_named=_ALERTS_NAMED,
    alerts_explained=_ALERTS_EXPLAINED,
    screens=Markup(_screens),
    # Unseen, and no text: without it an inbox shows the mail's first lines behind the preheader.
    preheader_end=Markup("\u034f " * 60),
)
_templates.filters.update(
    shorten=shorten,
    wrap=wrap,
    heading=heading,
    named=named,
    preheader=preheader,
    capital=lambda text: text[:1].upper() + text[1:],
)
_template = cache(_templates.get_template)
