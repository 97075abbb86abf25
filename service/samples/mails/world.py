"""The small world that the sample mails are about: the sample listings as rows, a person, their alerts, one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from service.accounts.models import Person
from service.alerts.models import Alert, AlertState, Announcement, Cadence, Match, MatchState
from service.alerts.reasons.background import Background
from service.alerts.reasons.profiles import fit_of_profile
from service.alerts.rules import filters_of
from service.alerts.telling.news import alert_news
from service.alerts.telling.queries import Answer, Planned
from service.candidates.models import Profile
from service.listings.actions import columns_of
from service.listings.kinds import ListingState
from service.listings.models import Listing
from service.mail.contents import AlertNews
from service.mail.models import Delivery, DeliveryKind
from service.matching.reading_profile import read_candidate
from service.samples.loading import load_candidates, read_sample_listings
from service.search.filtering.bounds import values_of
from service.search.filtering.queries import Outcome
from service.search.levels import Level
from service.search.schemas import ListingFilters
from service.settings import Settings, load_settings

NOW = datetime(2026, 11, 24, 8, 13, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
_CONFIRMED_AT = datetime(2026, 10, 3, 18, 40, tzinfo=UTC)
_PUBLIC_URL = "https://jobs.example.org"


@dataclass(frozen=True)
class Told:
    """A sample listing that a mail tells: the sentence of it that met begins with these words."""

    listing: Listing
    begins: str
    alerts: Sequence[Alert]


@cache
def settings() -> Settings:
    """Those of this installation that a reader of its mail sees; the rest is made up."""
    return load_settings(
        database_url="postgresql://unused/unused",
        redis_url="redis://unused",
        data_folder="unused",
        secret_key="only for mails that are looked at",
        public_url=_PUBLIC_URL,
        mail_from="alerts@jobs.example.org",
    )


def a_person(*, locale: str = "en_GB", time_zone: str = "Europe/London") -> Person:
    address = "amara.okonjo@example.org"
    return Person(
        id=1,
        public_id=_id("person"),
        address=address,
        folded_address=address,
        time_zone=time_zone,
        locale=locale,
        send_hour=8,
        send_weekday=0,
        mails_a_day=5,
    )


def an_alert(number: int, description: str, *, cadence: Cadence = Cadence.DAILY, **filters: Any) -> Alert:
    return Alert(
        id=number,
        public_id=_id(f"alert {number}"),
        person_id=1,
        description=description,
        level=Level.GOOD,
        cadence=cadence,
        state=AlertState.ACTIVE,
        confirmed_at=_CONFIRMED_AT,
        **values_of(ListingFilters.model_validate(filters)),
    )


def a_listing(external_id: str, **changed: Any) -> Listing:
    """A sample listing, with what is changed in it for a mail that needs something special."""
    number, columns, _ = _samples()[external_id]
    # Dates of the samples are counted from the moment of import, in the middle of a day.
    return Listing(
        **{**columns, **changed}, id=number, public_id=_id(external_id), state=ListingState.OPEN, state_at=NOW
    )


def employer_of(listing: Listing) -> str:
    return _samples()[listing.external_id][2]


def all_listings() -> list[str]:
    return list(_samples())


def news_of(
    told: Sequence[Told], person: Person, *, first: bool = False, employers: dict[int, str] | None = None
) -> AlertNews:
    """What the mail that tells these listings says, by the way that all such mails go."""
    kept = [_planned(each, position, first=first) for position, each in enumerate(told)]
    delivery = Delivery(
        id=1,
        public_id=_id("delivery"),
        person_id=person.id,
        kind=DeliveryKind.ALERT,
        mailbox_key=person.address,
        domain="example.org",
    )
    return alert_news(delivery, person, kept, _background(kept, employers or {}), settings(), now=NOW)


def _planned(told: Told, position: int, *, first: bool) -> Planned:
    announcement = Announcement(
        id=position + 1, person_id=1, opening_id=told.listing.id, listing_id=told.listing.id, delivery_id=1, position=0
    )
    answers = [
        Answer(
            Match(
                alert_id=alert.id,
                listing_id=told.listing.id,
                score=0.6,
                why=_passage(told.listing.description, told.begins),
                open_before=first,
                state=MatchState.ANNOUNCED,
            ),
            alert,
        )
        for alert in told.alerts
    ]
    return Planned(announcement, told.listing, tuple(answers))


def _background(kept: Sequence[Planned], employers: dict[int, str]) -> Background:
    pairs = [(answer.alert, each.listing) for each in kept for answer in each.answers if each.listing is not None]
    return Background(
        employers={listing.id: employer_of(listing) for _, listing in pairs} | employers,
        filters={alert.id: filters_of(alert) for alert, _ in pairs},
        outcomes={(alert.id, listing.id): _outcomes(alert, listing) for alert, listing in pairs},
        profiles={
            (alert.id, listing.id): fit_of_profile(read_candidate(_first_profile(), name=None), listing)
            for alert, listing in pairs
            if alert.candidate_id is not None
        },
    )


def _outcomes(alert: Alert, listing: Listing) -> dict[str, Outcome]:
    """The samples that a mail tells were chosen to meet its alert's filters, as far as they say."""
    pay_known = listing.pay_min_yearly is not None or listing.pay_max_yearly is not None
    said = {
        "place": listing.place is not None,
        "pay_least_yearly": pay_known,
        "contracts": True,
        "hours": True,
        "workplaces": True,
        "without_words": True,
    }
    asked = {name: known for name, known in said.items() if getattr(alert, name) is not None}
    return {name: Outcome.MET if known else Outcome.NOT_STATED for name, known in asked.items()}


def _first_profile() -> Profile:
    candidate = load_candidates()[0]
    names = ("headline", "summary", "skills", "place", "desired_pay_text", "language")
    return Profile(candidate_id=1, **{name: getattr(candidate, name) for name in names})


def _passage(text: str, begins: str) -> str:
    """The rest of the paragraph that these words begin."""
    start = text.index(begins)
    return text[start:].partition("\n")[0]


@cache
def _samples() -> dict[str, tuple[int, dict[str, Any], str]]:
    # A day of the samples ends where it is read: they are read as of the morning's first minute.
    morning = NOW.astimezone(ZONE).replace(hour=0, minute=0) - timedelta(minutes=1)
    listings = read_sample_listings(ZONE, now=morning.astimezone(UTC))
    return {
        each.understood.external_id: (number, columns_of(each.understood), each.understood.employer)
        for number, each in enumerate(listings, start=1)
        if each.understood.external_id is not None
    }


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{_PUBLIC_URL}/{name}")
