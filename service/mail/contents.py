"""What a mail says before it is written out: plain values for its templates, and the content that comes of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailContent:
    """A mail as written, before it is addressed to anybody."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class ListingNews:
    """One listing as a mail shows it. `pay_text` and `place` are as the advertiser wrote them; `why` is the passage
    that met, `closes` a date from `format_closing`; `found_by` names the alert where several share a mail."""

    title: str
    url: str
    why: str
    employer: str | None = None
    pay_text: str | None = None
    place: str | None = None
    closes: str | None = None
    found_by: str | None = None


@dataclass(frozen=True)
class AskedFor:
    """An alert in the words of the person who saved it, and the address that stops it."""

    description: str
    stop_url: str


@dataclass(frozen=True)
class AlertNews:
    """`first` marks the one mail of what is open already when an alert begins; `more_count` is how many were left out,
    to be seen at `more_url`."""

    listings: tuple[ListingNews, ...]
    alerts: tuple[AskedFor, ...]
    preferences_url: str
    first: bool = False
    more_count: int = 0
    more_url: str | None = None
    site_name: str = "Rolecall"


@dataclass(frozen=True)
class ConfirmationNews:
    """`filters_text` says the filters in words ("in London, from £30,000 a year")."""

    description: str
    confirm_url: str
    filters_text: str | None = None
    expires_hours: int = 48
    site_name: str = "Rolecall"
