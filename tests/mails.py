"""Reading caught mail as its reader would: the links, and the tokens in them."""

import re
from collections.abc import Iterable

from service.embedded.caught_mail import CaughtMail

# A namespace of the HTML is an address too, and no link.
_LINK = re.compile(r"(?<!xmlns=\")(?<!xmlns:[a-z]=\")https?://[^\s\"'<>]+")


def links_in(mail: CaughtMail) -> set[str]:
    """Every address of the mail's text, HTML and headers."""
    written = [mail.text, mail.html, *(value for _, value in mail.headers)]
    return {link for part in written for link in _LINK.findall(part.replace("&amp;", "&"))}


def link_to(mail: CaughtMail, page: str) -> str:
    """The one link of the mail to a page, as "/alerts/confirm/"."""
    (link,) = {link for link in links_in(mail) if page in link}
    return link


def token_of(mail: CaughtMail, page: str) -> str:
    return link_to(mail, page).rpartition("/")[2]


def mails_to(address: str, mails: Iterable[CaughtMail]) -> list[CaughtMail]:
    """Newest first."""
    return [mail for mail in mails if mail.recipients == (address,)]


def alert_mails(mails: Iterable[CaughtMail]) -> list[CaughtMail]:
    """Those that bring listings: they alone name a list. Newest first."""
    return [mail for mail in mails if mail.parsed()["List-Id"]]
