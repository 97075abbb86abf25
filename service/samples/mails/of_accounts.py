"""Sample mails about an alert itself, and about a listing that a person saved."""

from service.alerts.links import preferences_url, stop_all_url
from service.alerts.models import Alert
from service.alerts.telling.asking import confirmation_news, still_wanted_news
from service.mail.contents import ClosedEarlyNews, ConfirmationNews, StillWantedNews
from service.mail.writing import format_date
from service.samples.mails.world import NOW, ZONE, a_listing, a_person, an_alert, employer_of, settings


def confirmation() -> ConfirmationNews:
    return confirmation_news(_alert(), a_person(), settings(), now=NOW)


def still_wanted() -> StillWantedNews:
    return still_wanted_news(_alert(), a_person(), settings(), now=NOW)


def closed_early() -> ClosedEarlyNews:
    person, listing = a_person(), a_listing("care-015")
    assert listing.closes_at is not None
    return ClosedEarlyNews(
        site_name=settings().site_name,
        title=listing.title,
        employer=employer_of(listing),
        place=listing.place or "",
        closed=format_date(NOW, locale=person.locale, zone=ZONE),
        was_to_close=format_date(listing.closes_at, locale=person.locale, zone=ZONE),
        reason="the place was filled",
        similar_url=f"{settings().public_url}/?q=Day+Centre+Officer%2C+Physical+Disabilities",
        stop_url=stop_all_url(person.public_id, settings(), now=NOW),
        preferences_url=preferences_url(person.public_id, settings(), now=NOW),
        language=listing.language,
        locale=person.locale,
    )


def _alert() -> Alert:
    description = "Evening work with older people near Greenwich, about £35k"
    return an_alert(1, description, place="Greenwich", within_km=15, pay_at_least=30_000)
