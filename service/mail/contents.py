"""What each mail says before it is written out: plain values for its templates. Texts may be as people wrote them.

Days, times and sums are written already, as the reader writes them (service.mail.writing); a text that is empty, and
a link that is None, is left out. An alert without a description is one on a profile.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailContent:
    """A mail as written, before it is addressed to anybody."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Fit:
    """How a listing fits what was asked for, each point in a few words: "in York", "pay", "driving licence: ..."."""

    meets: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    skills_shared: tuple[str, ...] = ()
    skills_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListingNews:
    """One listing as a mail shows it. `pay` and `place` are as the advertiser wrote them, `why` is the passage that
    met, `strength` how well, as "Strong match"; `answers` are the descriptions of the alerts that asked for it, and
    `language` is that of the listing's texts."""

    title: str
    employer: str
    pay: str | None
    place: str | None
    closes: str | None
    why: str
    answers: tuple[str, ...]
    url: str
    distance: str = ""
    strength: str = ""
    closing_soon: bool = False
    fit: Fit = Fit()
    language: str = "en"
    more_url: str | None = None
    less_url: str | None = None


@dataclass(frozen=True)
class AlertAnswered:
    """An alert that a mail answers: what its person asked for and when, how often it tells, the link that stops it,
    and how many of the mail's listings answer it."""

    description: str
    stop_url: str
    filters: str = ""
    since: str = ""
    rhythm: str = ""
    count: int = 0


@dataclass(frozen=True)
class AlertNews:
    """`listings` are the best of the `count` that the mail announces, `all_url` is the page of all of them; `first`
    marks the one mail of what is open already when an alert begins. `locale` is how its days and sums are written."""

    site_name: str
    alerts: tuple[AlertAnswered, ...]
    listings: tuple[ListingNews, ...]
    count: int
    all_url: str
    first: bool
    stop_all_url: str
    preferences_url: str
    locale: str = "en_GB"


@dataclass(frozen=True)
class ConfirmationNews:
    """`filters` says the filters in words, `rhythm` how often a mail would come, `expires` until when the link works,
    which is for `hours`."""

    site_name: str
    description: str
    filters: str
    confirm_url: str
    hours: int
    rhythm: str = ""
    expires: str = ""
    locale: str = "en_GB"


@dataclass(frozen=True)
class StillWantedNews:
    """An alert whose person did not come back for half a year is asked about once. `filters` says them in words and may
    be empty, `rests_on` is a date from `format_date`; the page of `keep_url` has one button."""

    site_name: str
    description: str
    filters: str
    keep_url: str
    stop_url: str
    preferences_url: str
    rests_on: str
    locale: str = "en_GB"


@dataclass(frozen=True)
class CandidateSeen:
    """A candidate as much as any recruiter may see of them: a blind headline, never a name or an address.

    `strength` is in words, as "Strong match"; `why` is the passage of the rankable text that met.
    """

    headline: str
    strength: str
    why: str
    fit: Fit = Fit()


@dataclass(frozen=True)
class CandidatesNews:
    """New strong candidates for an open listing: the best of `count`, and the page where all are ranked with reasons.

    `stop_url` stops these mails for this listing; `settings_url` is where the organisation chooses what it is sent.
    """

    site_name: str
    organisation: str
    title: str
    place: str
    candidates: tuple[CandidateSeen, ...]
    count: int
    ranking_url: str
    stop_url: str
    settings_url: str
    locale: str = "en_GB"


@dataclass(frozen=True)
class OpenListing:
    """One line of a week's summary. `waiting` are strong candidates on whom nobody decided yet."""

    title: str
    place: str
    closes: str
    closing_soon: bool
    candidates: int
    new: int
    shortlisted: int
    waiting: int
    url: str


@dataclass(frozen=True)
class WeeklySummaryNews:
    """An organisation's open listings with their counts, some or all of `count`; `week` names the days that `new` is
    about. `new` and `waiting` are those of all."""

    site_name: str
    organisation: str
    week: str
    listings: tuple[OpenListing, ...]
    count: int
    new: int
    waiting: int
    all_url: str
    stop_url: str
    settings_url: str
    locale: str = "en_GB"


@dataclass(frozen=True)
class ClosingSummaryNews:
    """A listing has closed: how it ended and whom it found. `url` is its ranked page, which stays readable."""

    site_name: str
    organisation: str
    title: str
    place: str
    opened: str
    closed: str
    reason: str
    candidates: int
    strong: int
    shortlisted: int
    dismissed: int
    undecided: int
    url: str
    stop_url: str
    settings_url: str
    locale: str = "en_GB"


@dataclass(frozen=True)
class ClosedEarlyNews:
    """A listing that a person saved closed before its time: `was_to_close` is the day that it named, if it did."""

    site_name: str
    title: str
    employer: str
    place: str
    closed: str
    was_to_close: str
    reason: str
    similar_url: str
    stop_url: str
    preferences_url: str
    language: str = "en"
    locale: str = "en_GB"
