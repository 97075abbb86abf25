"""The folder of sample mails: each as it is sent, as its page and as its text, and one page that shows all."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from service.mail.contents import MailContent
from service.mail.message import build_message
from service.mail.rendering import (
    render_alert,
    render_candidates,
    render_closed_early,
    render_closing_summary,
    render_confirmation,
    render_still_wanted,
    render_weekly_summary,
)
from service.samples.mails import of_accounts, of_alerts, of_recruiters
from service.samples.mails.world import NOW, a_person, settings

_ALERTS = (
    ("alert-one", "One new listing", of_alerts.one_listing),
    ("alert-many", "Ten of thirty-seven new listings", of_alerts.many_listings),
    ("alert-first", "The first mail of an alert: what is open already", of_alerts.first_mail),
    ("alert-several", "Several alerts of one person", of_alerts.several_alerts),
    ("alert-profile", "An alert on a profile", of_alerts.for_a_profile),
    ("alert-german", "A reader in Berlin", of_alerts.in_german),
    ("alert-hostile", "Long and hostile texts in several scripts", of_alerts.hostile_texts),
)


@dataclass(frozen=True)
class SampleMail:
    """`name` is that of its files, `shows` says what it is an example of, `message` is the mail as it is sent."""

    name: str
    shows: str
    content: MailContent
    message: bytes


def sample_mails() -> list[SampleMail]:
    return [SampleMail(name, shows, each, _message(name, each, stop)) for name, shows, each, stop in _written()]


def write_sample_mails(folder: Path) -> list[SampleMail]:
    """Write every kind of mail three ways, and index.html; what else is in the folder stays."""
    mails = sample_mails()
    folder.mkdir(parents=True, exist_ok=True)
    for mail in mails:
        (folder / f"{mail.name}.eml").write_bytes(mail.message)
        (folder / f"{mail.name}.html").write_text(mail.content.html, encoding="utf-8")
        (folder / f"{mail.name}.txt").write_text(mail.content.text, encoding="utf-8")
    (folder / "index.html").write_text(_index(mails), encoding="utf-8")
    return mails


def _written() -> Iterator[tuple[str, str, MailContent, str | None]]:
    """Name, what it shows, contents, and the link by which a mail program stops it."""
    for name, shows, make in _ALERTS:
        news = make()
        yield name, shows, render_alert(news), news.stop_all_url
    yield "confirmation", "Asks whether an alert is wanted", render_confirmation(of_accounts.confirmation()), None
    still_wanted = of_accounts.still_wanted()
    yield "still-wanted", "Asks once whether it still is", render_still_wanted(still_wanted), still_wanted.stop_url
    closed = of_accounts.closed_early()
    yield "closed-early", "A saved listing closed before its time", render_closed_early(closed), closed.stop_url
    seen = of_recruiters.candidates()
    yield "candidates", "Strong candidates, for a recruiter", render_candidates(seen), seen.stop_url
    week = of_recruiters.weekly_summary()
    yield "weekly-summary", "A recruiter's week", render_weekly_summary(week), week.stop_url
    ended = of_recruiters.closing_summary()
    yield "closing-summary", "How a listing ended, for a recruiter", render_closing_summary(ended), ended.stop_url


def _message(name: str, content: MailContent, stop_url: str | None) -> bytes:
    domain = settings().mail_domain
    return build_message(
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id=f"<{name}@{domain}>",
        recipient=a_person().address,
        sender=settings().mail_from,
        sender_name=settings().mail_from_name,
        date=NOW,
        list_id=f"alerts.{domain}" if stop_url else None,
        list_name="Job alerts" if stop_url else "",
        unsubscribe_url=stop_url,
    )


def _index(mails: list[SampleMail]) -> str:
    source = (files("service.samples.mails") / "index.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(mails=mails)
