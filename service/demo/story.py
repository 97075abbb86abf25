"""The story of a demonstration, step by step over HTTP and SMTP: searches, an alert, a new listing, its mail."""

from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import indent
from typing import Any

import httpx
from rich.console import Console

from service.demo.outcome import Email, Outcome, Search, Seconds, summarise
from service.demo.posts import EXAMPLE_SEARCH, NEW_LISTING, SEARCHES, TIMED_ALERT, timed_listing
from service.demo.progress import progress_bar
from service.demo.visitor import Visitor, checked
from service.demo.waiting import Waiting
from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail

_SHOWN = 3
_FIRST_TEN = 10
_WARM_UP, _TIMED = 2, 20


@dataclass(frozen=True)
class Scene:
    """Where the story happens: a running installation, the mail that leaves it, and an employer's key."""

    web: httpx.Client
    catcher: MailCatcher
    waiting: Waiting
    key: str
    console: Console

    def visitor(self, address: str) -> Visitor:
        return Visitor(self.web, self.catcher, self.waiting, address=address)

    def say(self, text: str) -> None:
        """Print what may hold anything that somebody wrote."""
        self.console.print(text, markup=False, soft_wrap=True)

    def post(self, listing: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.key}"}
        checked(self.web.post("/v1/listings", json=listing, headers=headers), "posting a listing")


def tell(scene: Scene) -> Outcome:
    """Go through it all; raises StepMissing when something does not happen."""
    searches = [_search(scene, query) for query in SEARCHES]
    mails = _from_listing_to_mail(scene)
    seconds = _time_listings(scene)
    scene.say(
        f"\nFrom sending a listing to the server's 250 for its mail, {seconds.n} times one after another: "
        f"median {seconds.median:.2f} s, longest {seconds.max:.2f} s."
    )
    return Outcome(searches, [Email(mail.subject, mail.recipients[0]) for mail in mails], seconds)


def _search(scene: Scene, query: str) -> Search:
    wanted = {"query": query, "limit": _FIRST_TEN, "weaker": True}
    answer = checked(scene.web.post("/v1/search", json=wanted), "searching")
    listings: list[dict[str, Any]] = [result["listing"] for result in answer.json()["results"]]
    scene.say(f"\nSearching for “{query}”:")
    for number, listing in enumerate(listings[:_SHOWN], start=1):
        scene.say(f"  {number}. {listing['title']}, {listing['employer']}, {listing['place'] or 'no place stated'}")
    return Search(query, [listing["title"] for listing in listings])


def _from_listing_to_mail(scene: Scene) -> list[CaughtMail]:
    jo = scene.visitor("jo@example.org")
    scene.say("\nJo saves the first search as an alert, and is asked by mail whether that is wanted:")
    jo.ask_for_alert(EXAMPLE_SEARCH)
    confirmation = jo.next_mail()
    scene.say(f"  {confirmation.subject}")
    scene.say("Jo opens the link in it and confirms. The first mail brings what is open already:")
    jo.confirm(confirmation)
    first = jo.next_mail()
    scene.say(f"  {first.subject}")
    scene.say(f"\nAn employer posts a listing, {NEW_LISTING['title']} in {NEW_LISTING['place']}. Jo gets a mail:\n")
    scene.post(NEW_LISTING)
    news = jo.next_mail()
    scene.say(indent(f"Subject: {news.subject}\n\n{news.text.strip()}\n", "    │ ", lambda _: True))
    return [confirmation, first, news]


def _time_listings(scene: Scene) -> Seconds:
    """One listing after another, each waited for: what a mail takes while nothing else is to be done."""
    sam = scene.visitor("sam@example.org")
    sam.ask_for_alert(TIMED_ALERT)
    sam.confirm(sam.next_mail())
    seconds = []
    with progress_bar(scene.console, "Timing twenty listings") as advance:
        for number in range(_WARM_UP + _TIMED):
            sent_at = datetime.now(UTC)
            scene.post(timed_listing(number))
            seconds.append((sam.next_mail().received_at - sent_at).total_seconds())
            advance(number + 1, _WARM_UP + _TIMED)
    return summarise(seconds[_WARM_UP:])
