"""A person without a key, before the pages and the API, who reads their mail and presses the button in it."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from service.demo.waiting import StepMissing, Waiting
from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail

_CONFIRM_LINK = re.compile(r"https?://\S+/alerts/confirm/\S+")


class Visitor:
    def __init__(self, web: httpx.Client, catcher: MailCatcher, waiting: Waiting, *, address: str) -> None:
        self.address = address
        self._waiting = waiting
        self._web = web
        self._catcher = catcher
        self._read = 0

    def ask_for_alert(self, description: str) -> None:
        body = {"description": description, "email": self.address, "cadence": "at_once"}
        checked(self._web.post("/v1/alerts", json=body), "asking for an alert")

    def next_mail(self) -> CaughtMail:
        """The oldest mail that was not read yet; waits for it."""
        self._waiting.until(lambda: len(self._mails()) > self._read, otherwise=f"No mail came to {self.address}")
        self._read += 1
        return self._mails()[self._read - 1]

    def confirm(self, mail: CaughtMail) -> None:
        """Open the page that the mail links to, and press its button."""
        found = _CONFIRM_LINK.search(mail.text)
        if found is None:
            raise StepMissing("The mail to confirm an alert holds no link to do so.")
        page = checked(self._web.get(found[0], headers={"Accept": "text/html"}), "opening the confirmation page")
        form = _Forms(page.text)
        if form.action is None:
            raise StepMissing("The confirmation page shows no button to confirm.")
        target = urljoin(found[0], form.action)
        checked(self._web.post(target, data=form.fields, headers={"Accept": "text/html"}), "confirming the alert")

    def _mails(self) -> list[CaughtMail]:
        return [mail for mail in reversed(self._catcher.messages) if mail.recipients == (self.address,)]


def checked(answer: httpx.Response, what: str) -> httpx.Response:
    if answer.is_success:
        return answer
    raise StepMissing(f"{what.capitalize()} failed with status {answer.status_code}: {answer.text[:500]}")


class _Forms(HTMLParser):
    """The first form of a page that is sent by POST, with the fields that stand in it already."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self.action is None and (given.get("method") or "").casefold() == "post":
            self.action, self._inside = given.get("action") or "", True
        elif tag in ("input", "button") and self._inside and (name := given.get("name")):
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
