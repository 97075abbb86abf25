"""The story of a demonstration, step by step over HTTP and SMTP: searches, an alert, a new listing, its mail."""

from datetime import UTC, datetime
from textwrap import indent
from typing import Any

import httpx
from rich.console import Console

from service.demo.outcome import Email, Outcome, Search, Seconds, summarise
from service.demo.posts import EXAMPLE_SEARCH, NEW_LISTING, SEARCHES, TIMED_ALERT, timed_listing
from service.demo.progress import progress_bar
from service.demo.visitor import Visitor, checked
from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail

_SHOWN = 3
_FIRST_TEN = 10
_WARM_UP, _TIMED = 2, 20


def tell(web: httpx.Client, catcher: MailCatcher, *, key: str, console: Console) -> Outcome:
    """Go through it all; raises StepMissing when something does not happen."""
    searches = [_search(web, query, console=console) for query in SEARCHES]
    mails = _from_listing_to_mail(web, catcher, key=key, console=console)
    seconds = _time_listings(web, catcher, key=key, console=console)
    console.print(
        f"\nFrom sending a listing to the server's 250 for its mail, {seconds.n} times one after another: "
        f"median [bold]{seconds.median:.2f} s[/], longest {seconds.max:.2f} s."
    )
    emails = [Email(mail.subject, mail.recipients[0]) for mail in mails]
    return Outcome(searches, emails, seconds)


def _search(web: httpx.Client, query: str, *, console: Console) -> Search:
    answer = checked(web.post("/v1/search", json={"query": query, "limit": _FIRST_TEN}), "searching")
    results: list[dict[str, Any]] = answer.json()["results"]
    console.print(f"\nSearching for [bold]{query}[/]:")
    for number, result in enumerate(results[:_SHOWN], start=1):
        listing = result["listing"]
        line = f"  {number}. {listing['title']}, {listing['employer']}, {listing['place'] or 'no place stated'}"
        _say(console, line)
    return Search(query, [result["listing"]["title"] for result in results])


def _from_listing_to_mail(web: httpx.Client, catcher: MailCatcher, *, key: str, console: Console) -> list[CaughtMail]:
    jo = Visitor(web, catcher, "jo@example.org")
    _say(console, "\nJo saves the first search as an alert, and is asked by mail whether that is wanted:")
    jo.ask_for_alert(EXAMPLE_SEARCH)
    confirmation = jo.next_mail()
    _say(console, f"  {confirmation.subject}")
    _say(console, "Jo opens the link in it and confirms. The first mail brings what is open already:")
    jo.confirm(confirmation)
    first = jo.next_mail()
    _say(console, f"  {first.subject}")
    _say(console, f"\nAn employer posts a listing, {NEW_LISTING['title']} in {NEW_LISTING['place']}. Jo gets a mail:\n")
    post_listing(web, NEW_LISTING, key=key)
    news = jo.next_mail()
    _say(console, indent(f"Subject: {news.subject}\n\n{news.text.strip()}", "    │ ", lambda _: True))
    return [confirmation, first, news]


def _time_listings(web: httpx.Client, catcher: MailCatcher, *, key: str, console: Console) -> Seconds:
    """One listing after another, each waited for: what a mail takes while nothing else is to be done."""
    visitor = Visitor(web, catcher, "sam@example.org")
    visitor.ask_for_alert(TIMED_ALERT)
    visitor.confirm(visitor.next_mail())
    seconds = []
    with progress_bar(console, "Timing twenty listings") as advance:
        for number in range(_WARM_UP + _TIMED):
            sent_at = datetime.now(UTC)
            post_listing(web, timed_listing(number), key=key)
            seconds.append((visitor.next_mail().received_at - sent_at).total_seconds())
            advance(number + 1, _WARM_UP + _TIMED)
    return summarise(seconds[_WARM_UP:])


def post_listing(web: httpx.Client, listing: dict[str, Any], *, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    checked(web.post("/v1/listings", json=listing, headers=headers), "posting a listing")


def _say(console: Console, text: str) -> None:
    """Print what may hold anything that somebody wrote."""
    console.print(text, markup=False, soft_wrap=True)
